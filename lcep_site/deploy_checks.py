"""What `manage.py check --deploy` warns of, beside Django's own: the site starts with it, and an operator should know.

What is unsafe is refused by refusals.py.
"""

import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import connection

from lcep_site import refusals
from lcep_site.health import backups

# Domains nobody has (RFC 2606), which our examples are of.
EXAMPLE = re.compile(r"[@./](example|invalid|test|localhost)(:\d+)?>?$|[@./]example\.(com|org|net)(:\d+)?>?$")


@register(Tags.security, deploy=True)
def doubtful_settings(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """Return a warning for each setting that is doubtful on a public site."""
    return [Warning(sentence, id=f"lcep_site.W{number:03}") for number, sentence in _doubts()]


def _doubts() -> Iterator[tuple[int, str]]:
    addresses = ("SITE_URL", "MAIL_FROM", "NATIONAL_DESK_EMAIL", "DATA_DESK_EMAIL", "ENQUIRY_REPLY_TO")
    if examples := [name for name in addresses if EXAMPLE.search(getattr(settings, name))]:
        yield 1, f"{', '.join(examples)}: still an example. Set your own."
    if not settings.PROXIES_IN_FRONT:
        yield 2, "PROXIES_IN_FRONT is 0: behind a proxy all visitors would count as one. Without one there is no HTTPS."
    if settings.EMAIL_BACKEND.endswith("MailFiles"):
        yield 3, "EMAIL_URL keeps mail as files: nobody gets any. Set it to a mail server."
    if not os.access(settings.DATA_DIR, os.W_OK):
        yield 4, f"DATA_DIR, {settings.DATA_DIR}, cannot be written to: uploads and long answers are kept there."
    if not os.environ.get("DATA_CONTROLLER"):
        yield 5, "DATA_CONTROLLER is not set: the privacy notice does not name who answers for what is kept of people."
    database = connection.settings_dict
    host = database.get("HOST") or ""
    if "." in host and not host.startswith("/") and not database["OPTIONS"].get("sslmode"):
        yield (
            6,
            "DATABASE_URL does not say whether what goes to the database is encrypted: end it with ?sslmode=require.",
        )
    if backups.is_missed():
        yield 7, f"{backups.MISSED} See docs/backup.md."
    redis = urlsplit(str(settings.CACHES.get("answers", {}).get("LOCATION", "")))
    if redis.hostname and not (refusals.is_near(redis.hostname) or (redis.scheme == "rediss" and redis.password)):
        yield (
            8,
            "CACHE_URL names a Redis elsewhere without a password or encryption: whoever can write to it can run code "
            "in the site. Begin it with rediss://:password@.",
        )
