"""A daily job that does what it is called, and writes its process into a file of that name, a line each time."""

import os
import signal
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *args, name, **options):
        folder = Path(settings.DATA_DIR)
        with (folder / name).open("a") as marks:
            marks.write(f"{os.getpid()}\n")
        if name.startswith("fails"):
            raise ValueError("jo@school.example is not a number")
        if name.startswith("refuses"):
            raise CommandError("There is no such file.")
        if name.startswith("dies"):
            os.kill(os.getpid(), signal.SIGKILL)
        while name.startswith("hangs") or (folder / f"hold-{name}").exists():
            time.sleep(0.02)
        self.stdout.write("All was\ncounted.")
