"""How worker and scheduler are told to stop."""

import signal
from threading import Event

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


def stop_at_signals() -> Event:
    """Return what is set by the first of STOP_SIGNALS. The second ends this process at once, which loses nothing."""
    stop = Event()

    def note(number: int, frame: object) -> None:
        stop.set()
        for stop_signal in STOP_SIGNALS:
            signal.signal(stop_signal, signal.SIG_DFL)

    for stop_signal in STOP_SIGNALS:
        signal.signal(stop_signal, note)
    return stop
