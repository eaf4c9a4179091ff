"""Mail kept as files instead of sent: how the site runs on one machine without a mail server."""

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from email import message_from_bytes, policy
from email.message import Message
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from partnerships.mail.delivery import message_id

LINE_END = re.compile(rb"\r?\n")


class MailFiles(BaseEmailBackend):
    """Keeps each mail as one .eml file in MAIL_FOLDER, to be opened with any mail program.

    The file is named by the mail's Message-ID and appears all at once, by renaming: a mail sent again replaces itself,
    and a crash leaves the whole file or none.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store every message and return how many there were. Raises OSError where the folder cannot be written to."""
        try:
            for message in email_messages:
                self._store(message.message())
        except OSError:
            if not self.fail_silently:
                raise
            return 0
        return len(email_messages)

    def _store(self, message: Message) -> None:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{_file_name(message['Message-ID'])}.eml"
        handle, part = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(LINE_END.sub(b"\r\n", message.as_bytes()))
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            os.unlink(part)
            raise


def _file_name(message_id: str) -> str:
    """Return the part of `message_id` before the host, without what a file system could object to."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", message_id.strip("<> \r\n\t").partition("@")[0]).lstrip(".")


def delete_files_of(keys: Iterable[str]) -> None:
    """Delete the files of the mails with these keys, as far as there are any."""
    for key in keys:
        (Path(settings.MAIL_FOLDER) / f"{_file_name(message_id(key))}.eml").unlink(missing_ok=True)


def files_with(address: str) -> list[Path]:
    """Return the files that `address` stands in, as a whole, whatever its capitals; half-written ones too."""
    whole = re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)
    folder = Path(settings.MAIL_FOLDER)
    paths = [*sorted(folder.glob("*.eml")), *sorted(folder.glob(".*.part"))]
    return [path for path in paths if whole.search(_all_of(path))]


def delete_later(paths: Sequence[Path]) -> int:
    """Delete `paths` once the transaction is through; return how many that are."""
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    return len(paths)


def _all_of(path: Path) -> str:
    """Return the headers and texts of a mail as people read them."""
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    texts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *texts])
