"""Lanes of work, each with a thread and a database connection of its own: a slow one holds up no other.

What is to be done stands in rows: a lane looks for the next, claims it and does what it says. So whatever is killed,
what was not done yet is found again, and any number of workers may run.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from threading import Event, Thread

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from partnerships.database import outage

logger = logging.getLogger(__name__)

SECONDS_TO_WAIT_FOR_DATABASE = 5


@dataclass(frozen=True)
class Lane:
    """One sort of work.

    `work` does the next piece of it, if there is one to do now, and returns whether there may be another. If not, it is
    called again after `pause` seconds. Several workers may call it at the same time. If it `is_for_scheduler`, that
    works in it too: what tells that no worker runs.
    """

    name: str
    work: Callable[[], bool]
    pause: float = 1
    is_for_scheduler: bool = False


LANES: dict[str, Lane] = {}


def register(*lanes: Lane) -> None:
    LANES.update({lane.name: lane for lane in lanes})


def of_scheduler() -> list[Lane]:
    return [lane for lane in LANES.values() if lane.is_for_scheduler]


def work_off(among: Collection[Lane] | None = None) -> None:
    """Work until no lane, or none `among` these, has anything left to do."""
    while sum(_work(lane) for lane in (LANES.values() if among is None else among)):
        pass


def work_until(stop: Event, among: Collection[Lane] | None = None) -> None:
    """Work in all lanes, or those `among` these, at once until `stop` is set; what is in hand then is finished."""
    lanes = LANES.values() if among is None else among
    threads = [Thread(target=_work_on, args=[lane, stop], name=lane.name) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work_on(lane: Lane, stop: Event) -> None:
    """Work in `lane` until `stop` is set. A database that does not answer for a while is waited for."""
    while not stop.is_set():
        close_old_connections()
        try:
            pause = 0 if _work(lane) else lane.pause
            outage.mine.end()
        except (OperationalError, InterfaceError) as error:
            outage.mine.notice(error)
            connection.close()
            pause = SECONDS_TO_WAIT_FOR_DATABASE
        stop.wait(pause)
    connection.close()


def _work(lane: Lane) -> bool:
    """Do the next piece of work and return whether there may be more. A mistake of ours is logged and ends nothing."""
    try:
        return lane.work()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Something went wrong in the lane “%s”", lane.name)
        return False
