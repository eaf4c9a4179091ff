"""Where backups lie: whole ones by their names, one being written under another, and which old ones go."""

import datetime
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from lcep_site.backups.refusals import BackupRefused

NAME = re.compile(r"lcep-(\d{8}T\d{6})Z\.backup")
MOMENT = "%Y%m%dT%H%M%S"
UNFINISHED = ".unfinished"
# Of which only the newest is kept, by the day, week or month that a backup is of.
PERIODS: tuple[Callable[[datetime.datetime], object], ...] = (
    lambda moment: moment.date(),
    lambda moment: moment.isocalendar()[:2],
    lambda moment: (moment.year, moment.month),
)


def newest() -> datetime.datetime | None:
    """Return when the newest backup in BACKUP_FOLDER was made; None if there is none, or no folder is named."""
    return max(moments(Path(settings.BACKUP_FOLDER)), default=None) if settings.BACKUP_FOLDER else None


def path_of(folder: Path, moment: datetime.datetime) -> Path:
    """Return where the backup of `moment` lies in `folder`."""
    return folder / f"lcep-{moment.astimezone(datetime.UTC):{MOMENT}}Z.backup"


def moments(folder: Path) -> dict[datetime.datetime, Path]:
    """Return the backups in `folder` by the moment they are of. Whatever is called otherwise is none of ours."""
    try:
        paths = [path for path in folder.iterdir() if NAME.fullmatch(path.name) and not path.is_symlink()]
    except FileNotFoundError:
        return {}
    return {_moment_of(path): path for path in paths if path.is_file()}


def _moment_of(path: Path) -> datetime.datetime:
    text = path.name.removeprefix("lcep-").partition("Z")[0]
    return datetime.datetime.strptime(text, MOMENT).replace(tzinfo=datetime.UTC)


@contextmanager
def new_file(folder: Path, moment: datetime.datetime) -> Iterator[IO[bytes]]:
    """Give a file to write the backup of `moment` to, which nobody but us may read.

    It gets its name once it is whole and on the disk; if anything is raised, nothing is left of it. Raises
    BackupRefused while another is being made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = path_of(folder, moment)
    with _alone_in(folder):
        # Only what was killed can have left one.
        for left_behind in folder.glob(f".lcep-*{UNFINISHED}"):
            left_behind.unlink()
        unfinished = folder / f".{path.name}{UNFINISHED}"
        with os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                unfinished.rename(path)
            except BaseException:
                unfinished.unlink()
                raise
        _sync(folder)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with os.fdopen(os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("Another backup is being made in this folder. Wait until it is there.") from None
        yield


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def thin(folder: Path, counts: tuple[int, ...] | None = None) -> list[Path]:
    """Remove old backups of ours and return them: kept are the newest of so many days, weeks and months.

    The `counts` are those of BACKUP_KEEP, if not given. The newest backup of all is kept, whatever they say.
    """
    there = moments(folder)
    kept = {max(there)} if there else set()
    for count, period in zip(counts or settings.BACKUP_KEEP, PERIODS, strict=True):
        newest_of = {period(timezone.localtime(moment)): moment for moment in sorted(there)}
        kept |= set(sorted(newest_of.values())[-count:] if count else [])
    removed = [path for moment, path in sorted(there.items()) if moment not in kept]
    for path in removed:
        path.unlink()
    return removed


def kept_for() -> str:
    """Return for how long the oldest backup is kept, in words: "12 months"; "" if none is made each day."""
    if not settings.BACKUP_FOLDER:
        return ""
    days, weeks, months = settings.BACKUP_KEEP
    lengths = {days: (days, "day"), weeks * 7: (weeks, "week"), months * 31: (months, "month")}
    count, unit = lengths[max(lengths)]
    return f"{count} {unit}{'' if count == 1 else 's'}"
