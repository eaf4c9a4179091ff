"""Mail kept as files instead of sent: how the site runs on one machine without a mail server."""

import os
import re
import tempfile
from collections.abc import Sequence
from email.message import Message
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


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
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as part:
            # The stubs are those of Django 6, whose messages take no line ends.
            part.write(message.as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            part.flush()
            os.fsync(part.fileno())
        os.replace(part.name, path)


def _file_name(message_id: str) -> str:
    """Return the part of `message_id` before the host, without what a file system could object to."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", message_id.strip("<> \r\n\t").partition("@")[0]).lstrip(".")
