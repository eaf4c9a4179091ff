"""Writes to the owners when something needs a person: when it begins, each week while it lasts, and when it is over.

Worker and scheduler look each minute, so that each tells that the other is gone. What is over within LASTS is nobody's
business, such as a new release; what comes back within WELL was never over, nor what comes back within LULL before
anybody was told: a disk that one machine finds full others find well each minute. Whoever changes the row of a trouble
first writes, so nobody is told twice.

Mail that is stuck cannot tell that it is: that stands in the log too, on the status page and at /health/ready/, which a
monitor asks. Where no worker runs the looker sends these mails itself.
"""

import datetime
import logging
import socket
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lcep_site.health import asking, running
from lcep_site.health.checks import CheckedHealth
from lcep_site.health.findings import HealthState
from partnerships.mail import delivery, outbox
from partnerships.models import KnownTrouble
from partnerships.worker import heartbeats

LASTS, WELL, LULL = (datetime.timedelta(minutes=minutes) for minutes in (10, 30, 4))
AGAIN = datetime.timedelta(days=7)
BEGINS, GOES_ON, IS_OVER = "needs attention", "still needs attention", "well again"
logger = logging.getLogger(__name__)


def look() -> bool:
    """Look at everything and write to the owners where it is time to. There is never more to do at once."""
    for each in asking.checked_now():
        _note(each, timezone.now())
    return False


def _note(each: CheckedHealth, now: datetime.datetime) -> None:
    trouble = KnownTrouble.objects.filter(name=each.check.name).first()
    if trouble is None:
        if not each.is_good:
            KnownTrouble.objects.get_or_create(name=each.check.name, defaults={"began_at": now})
    elif each.is_good:
        _note_well(trouble, each, now)
    else:
        KnownTrouble.objects.filter(pk=trouble.pk, well_since__isnull=False).update(well_since=None)
        if now - (trouble.told_at or trouble.began_at) >= (AGAIN if trouble.told_at else LASTS):
            _tell_of(trouble, each, now)


def _note_well(trouble: KnownTrouble, each: CheckedHealth, now: datetime.datetime) -> None:
    # As it was read: else somebody else has just found it not well.
    row = KnownTrouble.objects.filter(pk=trouble.pk, told_at=trouble.told_at, well_since=trouble.well_since)
    if trouble.well_since is None:
        row.update(well_since=now)
    elif trouble.told_at is None and now - trouble.well_since >= LULL:
        row.delete()
    elif trouble.told_at and now - trouble.well_since >= WELL:
        with transaction.atomic():
            if not row.delete()[0]:
                return
            _write(trouble, each, IS_OVER, now)
        logger.warning("%s: %s.", each.check.title, IS_OVER, extra={"about": each.check.name})


def _tell_of(trouble: KnownTrouble, each: CheckedHealth, now: datetime.datetime) -> None:
    event = GOES_ON if trouble.told_at else BEGINS
    with transaction.atomic():
        # As it was read: else somebody else was quicker.
        if not KnownTrouble.objects.filter(pk=trouble.pk, told_at=trouble.told_at).update(told_at=now):
            return
        _write(trouble, each, event, now)
    level = logging.ERROR if each.finding.state == HealthState.BROKEN or event == BEGINS else logging.WARNING
    words, told = "%s: %s. %s Seen on the machine %s.", (each.finding.words, socket.gethostname())
    logger.log(level, words, each.check.title, event, *told, extra={"about": each.check.name})


def _write(trouble: KnownTrouble, each: CheckedHealth, event: str, now: datetime.datetime) -> None:
    """Write to each owner, and send it where nobody else would."""
    context = {
        "title": each.check.title,
        "event": event,
        "is_over": event == IS_OVER,
        "words": each.finding.words,
        "machine": socket.gethostname(),
        "since": timezone.localtime(trouble.began_at),
        "page": reverse("admin:status"),
    }
    last = heartbeats.last(heartbeats.WORKER)
    is_alone = last is None or last < now - running.WORKER_SILENT
    for owner in User.objects.filter(is_superuser=True, is_staff=True, is_active=True).exclude(email=""):
        key = f"trouble:{trouble.name}:{now:%Y%m%d%H%M%S}:{owner.pk}"
        mail = outbox.write(key=key, to=owner.email, template="trouble", context=context)
        if is_alone:
            transaction.on_commit(partial(delivery.deliver, mail.pk))
