"""Lets each lane of the worker be held by a file: it goes on once the file is gone."""

import time
from functools import wraps
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


def holder(lane: str) -> Path:
    """Return the file that holds `lane` as long as it is there."""
    return Path(settings.DATA_DIR) / f"hold-{lane}"


def held(lane: str, do):
    """Return `do`, which notes that it was begun, and then waits as long as `lane` is held."""

    @wraps(do)
    def wait_and_do(*args, **kwargs):
        while holder(lane).exists():
            holder(lane).with_name(f"{lane}-is-held").touch()
            time.sleep(0.02)
        return do(*args, **kwargs)

    return wait_and_do


class HeldWorker(AppConfig):
    name = "tests.held_worker"

    def ready(self):
        """Hold a mail while it leaves, a sheet while it is read, and publishing."""
        from members.sheets import reading
        from partnerships.mail.file_backend import MailFiles
        from partnerships.publishing import workflow

        MailFiles.send_messages = held("mail", MailFiles.send_messages)
        reading.read = held("sheets", reading.read)
        workflow.publish_due = held("publishing", workflow.publish_due)
