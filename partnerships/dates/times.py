"""Times of day in words."""

import datetime


def time_in_words(moment: datetime.datetime) -> str:
    """Return the time of day that `moment` shows, whatever its time zone: "10am", "4:30pm"."""
    hour = moment.hour % 12 or 12
    half = "am" if moment.hour < 12 else "pm"
    return f"{hour}:{moment:%M}{half}" if moment.minute else f"{hour}{half}"
