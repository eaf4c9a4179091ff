"""Which release of the site this is: the same for all processes that run the same code with the same templates."""

import hashlib
from functools import cache

from django.conf import settings

FOLDERS = ("lcep_site", "members", "partnerships", "templates", "static")
ENDINGS = {".py", ".html", ".svg", ".txt", ".css", ".js"}


@cache
def release() -> str:
    """Return a name for what is running: another as soon as anything is changed that answers are made of."""
    digest = hashlib.blake2b(settings.SITE_URL.encode(), digest_size=9)
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in ENDINGS:
                digest.update(path.read_bytes())
    return digest.hexdigest()
