"""Where backups lie: whole or not there, read by nobody else, and thinned without touching what is not ours."""

import datetime

import pytest

from lcep_site import backups
from lcep_site.backups import folder
from lcep_site.backups.refusals import BackupRefused

pytestmark = pytest.mark.no_database
NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)


def made(path, moment=NOON, content=b"rows"):
    """Make a backup of `moment` in the folder `path`, and return it."""
    with folder.new_file(path, moment) as file:
        file.write(content)
    return folder.path_of(path, moment)


def test_a_backup_is_there_once_it_is_whole_and_only_we_may_read_it(tmp_path):
    with folder.new_file(tmp_path, NOON) as file:
        file.write(b"half")
        assert folder.moments(tmp_path) == {}

    assert {moment: path.read_bytes() for moment, path in folder.moments(tmp_path).items()} == {NOON: b"half"}
    assert folder.path_of(tmp_path, NOON).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_stops_it_leaves_nothing_behind(tmp_path, error):
    with pytest.raises(type(error)), folder.new_file(tmp_path, NOON) as file:
        file.write(b"half")
        raise error

    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_what_a_killed_one_left_is_none_and_goes_with_the_next(tmp_path):
    left = tmp_path / ".lcep-20261127T120000Z.backup.unfinished"
    left.write_bytes(b"half")

    assert folder.moments(tmp_path) == {}
    made(tmp_path)
    assert not left.exists()


def test_two_at_once_are_one(tmp_path):
    with folder.new_file(tmp_path, NOON) as file:
        with pytest.raises(BackupRefused, match="Another backup is being made"):
            made(tmp_path, NOON + datetime.timedelta(seconds=1))
        file.write(b"first")

    assert len(folder.moments(tmp_path)) == 1


def days_before(*numbers):
    return [NOON - datetime.timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        # The 28th of November 2026 is a Saturday: weeks ended 6, 13 and 20 days before it, months 28, 59 and 89.
        ((3, 0, 0), [0, 1, 2]),
        ((0, 3, 0), [0, 6, 13]),
        ((0, 0, 3), [0, 28, 59]),
        ((7, 4, 12), [0, 1, 2, 3, 4, 5, 6, 13, 20, 28, 59, 89]),
        ((0, 1, 0), [0]),
    ],
)
def test_the_newest_of_days_weeks_and_months_are_kept(tmp_path, counts, kept):
    for moment in days_before(*range(100)):
        made(tmp_path, moment)

    removed = folder.thin(tmp_path, counts)

    assert sorted(folder.moments(tmp_path)) == sorted(days_before(*kept))
    assert len(removed) == 100 - len(kept)


def test_of_one_day_the_newest_is_kept(tmp_path):
    early, late = made(tmp_path, NOON), made(tmp_path, NOON + datetime.timedelta(hours=2))

    assert folder.thin(tmp_path, (1, 1, 1)) == [early]
    assert late.exists()


def test_what_is_not_ours_stays_and_never_counts(tmp_path):
    names = ["notes.txt", "lcep-20200101T000000Z.backup.old", "lcep-2020.backup", "other-20200101T000000Z.backup"]
    for name in names:
        (tmp_path / name).write_bytes(b"!")
    (tmp_path / "lcep-20200101T000000Z.backup").symlink_to(tmp_path / "notes.txt")
    (tmp_path / "lcep-20200102T000000Z.backup").mkdir()
    made(tmp_path)

    assert folder.thin(tmp_path, (1, 0, 0)) == []
    assert len(list(tmp_path.iterdir())) == len(names) + 4


def test_the_newest_is_asked_by_the_status_page(tmp_path, settings):
    settings.BACKUP_FOLDER = ""
    assert backups.newest() is None

    settings.BACKUP_FOLDER = str(tmp_path / "not there yet")
    assert backups.newest() is None

    settings.BACKUP_FOLDER = str(tmp_path)
    for moment in days_before(3, 1, 2):
        made(tmp_path, moment)
    assert backups.newest() == NOON - datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("keep", "words"),
    [((7, 4, 12), "12 months"), ((7, 4, 0), "4 weeks"), ((30, 4, 0), "30 days"), ((1, 0, 0), "1 day")],
)
def test_how_long_the_oldest_is_kept_is_told(settings, keep, words):
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = "/backups", keep

    assert backups.kept_for() == words


def test_where_none_is_made_nothing_is_told(settings):
    settings.BACKUP_FOLDER = ""

    assert backups.kept_for() == ""
