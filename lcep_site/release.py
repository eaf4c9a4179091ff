"""Which release of the site this is: the same for all processes that would answer the same of the same content."""

import hashlib
from functools import cache

from django.conf import settings

FOLDERS = ("lcep_site", "members", "partnerships", "templates", "static", "fixtures/map")
ENDINGS = {".py", ".html", ".svg", ".txt", ".css", ".js", ".json"}
# The versions of the packages.
LOCK = "requirements.lock"
# The settings that answers show, in their headers too.
SHOWN = (
    *("SITE_URL", "SITE_NAME", "DATA_CONTROLLER", "SECURITY_CONTACT", "SESSION_COOKIE_AGE", "TIME_ZONE"),
    *("DATA_DESK_EMAIL", "NATIONAL_DESK_EMAIL", "BACKUP_FOLDER", "BACKUP_KEEP"),
    *("STATIC_URL", "MEDIA_URL", "STORAGES", "CACHE_CONTROL_OF_PAGES", "CONTENT_SECURITY_POLICY"),
)


@cache
def release() -> str:
    """Return a name for what is running: another as soon as anything is changed that answers are made of."""
    shown = [getattr(settings, name) for name in SHOWN]
    digest = hashlib.blake2b(repr(shown).encode(), digest_size=9)
    files = (path for folder in FOLDERS for path in sorted((settings.BASE_DIR / folder).rglob("*")))
    for path in (*settings.BASE_DIR.glob(LOCK), *(path for path in files if path.suffix in ENDINGS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()
