"""What never comes into a commit or an image: keys, settings, databases, backups and what people sent."""

import fnmatch
import re
import subprocess

import pytest
from django.conf import settings

SECRET = [
    *(".env", ".env.production", "var/secret_key", "var/lcep.sqlite3", "var/media/logos/a.webp", "var/mail/a.eml"),
    *(
        "lcep.sqlite3",
        "lcep.sqlite3-wal",
        "secret_key",
        "tls/privkey.pem",
        "site.key",
        "backups/2026-11-28.zip",
        "all.dump",
    ),
    *(".venv-wapiti/bin/python", "partnerships/__pycache__/a.pyc"),
]
# Not secret, but not needed where the site runs.
LEFT_OUT = [".git/config", ".venv/bin/python", "tests/conftest.py", "bench/sites.py"]
NEEDED = [
    *(
        "manage.py",
        "lcep_site/settings.py",
        "partnerships/abuse/kinds.txt",
        "templates/base.html",
        "static/css/base.css",
    ),
    *("fixtures/directory/partnerships.tsv", "requirements.lock", "requirements-hosting.lock", "pyproject.toml"),
]


def is_left_out(path: str) -> bool:
    """Whether .dockerignore leaves `path`, or a folder it is in, out of the image."""
    lines = (settings.BASE_DIR / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert not [pattern for pattern in patterns if pattern.startswith("!")]
    parts = path.split("/")
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return any(re.fullmatch(_expression(pattern), name) for pattern in patterns for name in above)


def _expression(pattern: str) -> str:
    """Return a regular expression for a pattern of .dockerignore, which is anchored; ** stands for any folders."""
    below, name = (r"(?:.*/)?", pattern[3:]) if pattern.startswith("**/") else ("", pattern)
    return below + fnmatch.translate(name).replace(".*", "[^/]*")


@pytest.mark.parametrize("path", [*SECRET, *LEFT_OUT])
def test_the_image_has_none_of_it(path):
    assert is_left_out(path)


@pytest.mark.parametrize("path", NEEDED)
def test_the_image_has_what_the_site_needs(path):
    assert (settings.BASE_DIR / path).is_file() and not is_left_out(path)


def test_no_commit_has_any_of_it():
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    ignored = subprocess.run(command, cwd=settings.BASE_DIR, input="\n".join(SECRET), capture_output=True, text=True)

    assert ignored.stdout.splitlines() == SECRET
