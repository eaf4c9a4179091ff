"""The pages that any worker of this machine has made, on disk: for when the database is away and nobody can make them.

Each worker keeps what it made in its own memory, which the others cannot read. What is written here is read only then.
It is written after the answer has left, and what the disk refuses is not kept.
"""

import contextlib
import datetime
import hashlib
import os
import pickle
import threading
from collections import deque
from pathlib import Path

from lcep_site.kept_answers.answer import KeptAnswer
from lcep_site.kept_answers.pages import AskedPage
from lcep_site.release import release

MAX_BYTES = 64 * 2**20
# So many are written before the folder is looked through; of what waits to be written, the first are left out.
WRITTEN_BETWEEN_LOOKS, MOST_WAITING = 200, 100


class PagesOnDisk:
    """Pages in `folder`, which take about `max_bytes` of the disk. Threads and processes may share it."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self.folder, self.max_bytes = folder, max_bytes
        self._waiting: deque[tuple[AskedPage, KeptAnswer, datetime.datetime]] = deque(maxlen=MOST_WAITING)
        self._written = 0

    def put(self, asked: AskedPage, answer: KeptAnswer, made_at: datetime.datetime) -> None:
        """Keep `answer`, which was right at `made_at`, once `write` is called."""
        self._waiting.append((asked, answer, made_at))

    def write(self, **signal: object) -> None:
        """Write what waits for it: for the end of each request, when nobody waits for us."""
        while self._waiting:
            with contextlib.suppress(IndexError, OSError):
                asked, *kept = self._waiting.popleft()
                self._write(self._path_of(asked), pickle.dumps(kept))

    def get(
        self, asked: AskedPage, stamp: int, seen_at: datetime.datetime
    ) -> tuple[KeptAnswer, datetime.datetime] | None:
        """Return the answer that was right at `seen_at`, at content with `stamp`, or is newer; and as of when.

        None if there is none, or it cannot be read.
        """
        try:
            answer, made_at = pickle.loads(self._path_of(asked).read_bytes())
            is_right = answer.is_good(stamp, seen_at) or made_at > seen_at
        except Exception:
            # Cut off, or written by whoever: reading what was pickled may raise anything.
            return None
        return (answer, max(made_at, seen_at)) if is_right else None

    def _path_of(self, asked: AskedPage) -> Path:
        return self.folder / hashlib.blake2b(repr((release(), asked)).encode(), digest_size=15).hexdigest()

    def _write(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            draft.write_bytes(content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        self._written += 1
        if self._written % WRITTEN_BETWEEN_LOOKS == 0:
            self.make_room()

    def make_room(self) -> None:
        """Drop the pages that were written first if there are too many."""
        room = self.max_bytes
        files = [(path.stat(), path) for path in self.folder.iterdir()]
        for status, path in sorted(files, key=lambda file: file[0].st_mtime_ns, reverse=True):
            room -= status.st_size
            if room < 0:
                path.unlink(missing_ok=True)
