"""The age of the newest backup is told, and that there is none."""

import datetime

import pytest
from django.utils import timezone

from lcep_site.backups import folder
from lcep_site.health.backups import OLD, backup
from lcep_site.health.findings import HealthState

pytestmark = pytest.mark.no_database


def found(settings, path, *ages):
    """Return what is found of a folder with backups of such ages."""
    settings.BACKUP_FOLDER = str(path)
    for age in ages:
        with folder.new_file(path, timezone.now() - age) as file:
            file.write(b"rows")
    return backup()


@pytest.mark.parametrize(
    ("mode", "is_elsewhere", "state"),
    [
        ("local", False, HealthState.GOOD),
        ("production", False, HealthState.ATTENTION),
        ("production", True, HealthState.GOOD),
    ],
)
def test_whoever_runs_a_public_site_says_who_backs_it_up(settings, mode, is_elsewhere, state):
    settings.LCEP_MODE, settings.BACKUP_FOLDER, settings.BACKED_UP_ELSEWHERE = mode, "", is_elsewhere
    finding = backup()

    assert finding.state == state
    assert finding.words.startswith("No backup is made each day: set BACKUP_FOLDER") == (state != HealthState.GOOD)


def test_none_at_all_needs_somebody(settings, tmp_path):
    finding = found(settings, tmp_path)

    assert finding.state == HealthState.ATTENTION
    assert finding.words.startswith("There is no backup in BACKUP_FOLDER. Look whether")


def test_the_newest_counts(settings, tmp_path):
    finding = found(settings, tmp_path, datetime.timedelta(days=9), OLD - datetime.timedelta(minutes=1))

    assert finding.state == HealthState.GOOD


def test_an_old_one_needs_somebody(settings, tmp_path):
    finding = found(settings, tmp_path, datetime.timedelta(days=3))

    assert finding.state == HealthState.ATTENTION
    assert "is 3\xa0days old" in finding.words
