"""Whether backups are made."""

import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timesince

from lcep_site.backups import newest
from lcep_site.health.findings import Finding, good, needs_attention

# One is made each night; a night may be missed.
OLD = datetime.timedelta(hours=40)
LOOK = "Look whether the scheduler runs and what its job “backup” said, or make one: python manage.py backup"
MISSED = (
    "No backup is made each day: set BACKUP_FOLDER, or BACKED_UP_ELSEWHERE=yes if others back up the database and the "
    "uploads."
)


def is_missed() -> bool:
    """Return whether nobody has said who backs up a public site."""
    return settings.LCEP_MODE == "production" and not (settings.BACKUP_FOLDER or settings.BACKED_UP_ELSEWHERE)


def backup() -> Finding:
    if not settings.BACKUP_FOLDER:
        return needs_attention(MISSED) if is_missed() else good("The site makes none itself.")
    made_at = newest()
    if made_at is None:
        return needs_attention(f"There is no backup in BACKUP_FOLDER. {LOOK}")
    figures = (("Newest", f"{timezone.localtime(made_at):%Y-%m-%d %H:%M}"),)
    if made_at < timezone.now() - OLD:
        return needs_attention(f"The newest backup is {timesince(made_at, depth=1)} old. {LOOK}", *figures)
    return good("There is a backup of the last night.", *figures)
