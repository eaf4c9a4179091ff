"""What never comes into a commit or an image: keys, settings, databases, backups and what people sent."""

import subprocess

import pytest

from lcep_site.settings import BASE_DIR
from tests.hosting.dockerfile import is_left_out

pytestmark = pytest.mark.no_database
SECRET = [
    *(".env", ".env.production", "var/secret_key", "var/lcep.sqlite3", "var/media/logos/a.webp", "var/mail/a.eml"),
    *("lcep.sqlite3", "lcep.sqlite3-wal", "secret_key", "tls/privkey.pem"),
    *("site.key", "backups/2026-11-28.zip", "all.dump", "lcep-20261128T040000Z.backup"),
    *(".venv-wapiti/bin/python", "partnerships/__pycache__/a.pyc"),
]
# Not secret, but not needed where the site runs.
LEFT_OUT = [".git/config", ".venv/bin/python", "tests/conftest.py", "bench/sites.py"]
NEEDED = [
    *(
        "manage.py",
        "lcep_site/settings.py",
        "lcep_site/backups/folder.py",
        "partnerships/abuse/kinds.txt",
        "templates/base.html",
    ),
    "static/css/base.css",
    *("fixtures/directory/partnerships.tsv", "requirements.lock", "requirements-hosting.lock", "pyproject.toml"),
]


@pytest.mark.parametrize("path", [*SECRET, *LEFT_OUT])
def test_the_image_has_none_of_it(path):
    assert is_left_out(path)


@pytest.mark.parametrize("path", NEEDED)
def test_the_image_has_what_the_site_needs(path):
    assert (BASE_DIR / path).is_file() and not is_left_out(path)


def test_no_commit_has_any_of_it():
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    ignored = subprocess.run(command, cwd=BASE_DIR, input="\n".join(SECRET), capture_output=True, text=True)

    assert ignored.stdout.splitlines() == SECRET
