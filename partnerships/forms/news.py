"""The form of news, events and opportunities."""

import datetime
import re
from typing import Any

from django.utils import timezone

from partnerships.forms.entries import NO_ALTERNATIVE, OwnedForm
from partnerships.vocabulary import NewsKind

HELP_OF_DAYS = {"starts_at": "The first day.", "ends_at": "The last day, which may be the first."}
# Within the last day of an event of whole days.
LAST_MINUTE = datetime.time(23, 59)
TIMES_IN_ORDER = "The end must be after the start. Empty it if you do not know it"
DAYS_IN_ORDER = "The last day must not be before the first. For one day enter the same day, or leave it empty"
_ONLY_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}")


class NewsItemForm(OwnedForm):
    """News, an event or an opportunity: a value in a field of another kind is an error, not dropped."""

    ONLY_EVENTS = ("is_all_day", "starts_at", "ends_at", "is_online", "place", "is_cancelled")
    TIMES = ("starts_at", "ends_at")

    class Media:
        js = ["js/all-day.js"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, of_days in HELP_OF_DAYS.items() if "is_all_day" in self.fields else ():
            field = self.fields[name]
            # For the script that turns boxes for times into boxes for days.
            field.widget.attrs |= {"data-help-of-times": field.help_text, "data-help-of-days": of_days}
            if self["is_all_day"].value():
                field.widget.ask_for_day()
                field.help_text = of_days

    def clean(self) -> dict[str, Any]:
        """Error beside each field that the kind needs and that is empty, or that it does not have and is filled in."""
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == NewsKind.EVENT:
            self._clean_event(cleaned)
        elif kind:
            for name in self.ONLY_EVENTS:
                if cleaned.get(name):
                    self.add_error(name, "Only an event has this. Empty it, or make this an event")
        if kind == NewsKind.OPPORTUNITY and not cleaned.get("closes_on") and "closes_on" not in self.errors:
            self.add_error("closes_on", "Enter the deadline")
        # "clear" is False, no change is None or the picture there is.
        if cleaned.get("picture") and not cleaned.get("picture_alt") and "picture_alt" not in self.errors:
            self.add_error("picture_alt", NO_ALTERNATIVE)
        if kind and kind != NewsKind.OPPORTUNITY and cleaned.get("closes_on"):
            self.add_error("closes_on", "Only an opportunity has a deadline. Empty it, or make this an opportunity")
        return cleaned

    def _clean_event(self, cleaned: dict[str, Any]) -> None:
        self._clean_times(cleaned)
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not starts and "starts_at" not in self.errors:
            self.add_error("starts_at", "Enter when the event starts")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", DAYS_IN_ORDER if cleaned.get("is_all_day") else TIMES_IN_ORDER)
        if not cleaned.get("place") and not cleaned.get("is_online"):
            self.add_error("place", "Enter where it is, or tick “online”")

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        """Let an event of whole days begin with its first and end within its last; ask for times of another."""
        starts, ends = (timezone.localtime(at) if (at := cleaned.get(name)) else None for name in self.TIMES)
        if cleaned.get("is_all_day"):
            cleaned["starts_at"] = starts and datetime.datetime.combine(starts, datetime.time.min, starts.tzinfo)
            cleaned["ends_at"] = ends and datetime.datetime.combine(ends, LAST_MINUTE, ends.tzinfo)
            return
        for name in self.TIMES:
            if cleaned.get(name) and _ONLY_A_DAY.fullmatch(str(self.data.get(self.add_prefix(name), "")).strip()):
                self.add_error(name, "Enter the time as well, or tick “all day”")
        if starts and ends and starts < ends and {starts.time(), ends.time()} == {datetime.time.min}:
            self.add_error("ends_at", "It lasts whole days. Tick “all day”, and enter its last day as the end")
