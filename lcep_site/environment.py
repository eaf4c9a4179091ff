"""What the environment tells the site, read and checked in one place.

Every name the site understands is listed here. An odd value, or one that is missing in production, stops the
start with a sentence that names the variable.
"""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError
from marshmallow.validate import OneOf

MODES = ("local", "production")
DATABASE_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")

env = Env()


def read_mode() -> str:
    """Return "local" or "production" from LCEP_MODE; local when it is not set.

    Raises ImproperlyConfigured for any other word, so that a typing mistake never runs a public site in local mode.
    """
    return _read(env.str, "LCEP_MODE", "local", validate=OneOf(MODES))


def required_in_production(reader, name: str, *, production: bool, otherwise):
    """Return the variable `name` through `reader`; `otherwise` stands in for it, but only in local mode.

    Raises ImproperlyConfigured when it is missing in production or its value cannot be read.
    """
    if production and not env.str(name, ""):
        raise ImproperlyConfigured(f"{name} is not set. In production it must be: see “How to deploy” in README.md.")
    return _read(reader, name, otherwise)


def optional(reader, name: str, default):
    """Return the variable `name` through `reader`, or `default`. Raises ImproperlyConfigured for an odd value."""
    return _read(reader, name, default)


def database_url(name: str, default: str) -> dict:
    """Read the variable `name` as Django's settings of a database; raises EnvError unless we support that database."""
    settings = env.dj_db_url(name, default)
    if settings["ENGINE"] not in DATABASE_ENGINES:
        raise EnvError("It names neither SQLite nor PostgreSQL.")
    return settings


def local_secret_key(folder: Path) -> str:
    """Return this machine's own secret key, made on first use and kept in `folder`, so that links survive a restart."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


def _read(reader, name, default, **options):
    try:
        return reader(name, default, **options)
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"{name} has a value the site does not understand: {error}") from error
