"""How the log is written is said by whoever runs the site."""

import json
import os
import re
import subprocess
import sys

import pytest

from lcep_site.settings import BASE_DIR

pytestmark = pytest.mark.no_database
SAY = """
import django, logging
django.setup()
from django.conf import settings
logging.getLogger("partnerships.mail").warning("Said.")
print(settings.LOG_REQUESTS)
"""


def said(tmp_path, **variables):
    """Return what a process with these variables writes to its log, and to standard output."""
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lcep_site.settings"}
    command = [sys.executable, "-c", SAY]
    return subprocess.run(command, env=known | variables, cwd=BASE_DIR, capture_output=True, text=True)


def test_lines_are_plain_if_nothing_is_said_and_local_mode_tells_of_no_requests(tmp_path):
    process = said(tmp_path)

    assert re.match(r"\S+Z WARNING partnerships\.mail: Said\. \(process ", process.stderr)
    assert process.stdout == "False\n"


def test_lines_may_be_json_and_tell_of_requests(tmp_path):
    process = said(tmp_path, LOG_FORMAT="json", LOG_REQUESTS="yes")

    assert json.loads(process.stderr)["message"] == "Said."
    assert process.stdout == "True\n"


def test_another_format_stops_the_start(tmp_path):
    process = said(tmp_path, LOG_FORMAT="xml")

    assert process.returncode and "LOG_FORMAT has a value the site does not understand" in process.stderr
