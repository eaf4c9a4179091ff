"""For pytest in an earlier commit: its empty database is made by the migrations and triggers of today (old_code.py)."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.db import connection

from tests import databases

CODE_OF_TODAY = os.environ["CODE_OF_TODAY"]


def make(name: str) -> None:
    """Make the empty database `name` by the code of today."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    for command in (["migrate", "--verbosity=0"], ["createcachetable"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=CODE_OF_TODAY, env=environment, check=True)


databases._make = make
