"""How environment variables are read and checked.

A bad value, or one that is missing in production, stops the start with a sentence that names the variable.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from environs import Env, EnvError
from marshmallow.validate import OneOf, Range

from lcep_site.refusals import SettingRefused

MODES = ("local", "production")
LOG_FORMATS = ("plain", "json")
DATABASE_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
# "submission" is smtp with STARTTLS on port 587; "file" keeps mail as files in DATA_DIR/mail.
MAIL_SCHEMES = ("smtp", "submission", "file")
# What stands in sentences for the controller of personal data while it has no name.
UNNAMED_CONTROLLER = "the organisation that runs this directory"
# No keys: they come from variables of their own.
BUCKET = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
REDIS = ("redis://", "rediss://", "unix://")
SHORTEST_SECRET = 20

env = Env()
Value = TypeVar("Value")
Default = TypeVar("Default")


def read_mode() -> str:
    """Return "local" or "production" from LCEP_MODE; local when it is not set.

    Raises SettingRefused for any other value, so that a typing mistake never runs a public site in local mode.
    """
    return _read(lambda name, default: env.str(name, default, validate=OneOf(MODES)), "LCEP_MODE", "local")


def optional(reader: Callable[[str, Default], Value], name: str, default: Default) -> Value:
    """Return the variable `name` as `reader` reads it, with `default`. Raises SettingRefused for a bad value.

    One that is blank, as in a file to fill in, counts as not set.
    """
    if not os.environ.get(name, "").strip():
        os.environ.pop(name, None)
    return _read(reader, name, default)


def _read(reader: Callable[[str, Default], Value], name: str, default: Default) -> Value:
    try:
        return reader(name, default)
    except (EnvError, ValueError) as error:
        raise SettingRefused(f"{name} has a value the site does not understand: {error}") from error


def required_in_production(reader: Callable[[str, Default], Value], name: str, otherwise: Default) -> Value:
    """Return the variable `name` as `reader` reads it; `otherwise` is its default, but only in local mode.

    Raises SettingRefused when it is missing in production or its value cannot be read.
    """
    if read_mode() == "production" and not env.str(name, "").strip():
        raise SettingRefused(f"{name} is not set. In production it must be: see docs/variables.md.")
    return optional(reader, name, otherwise)


def whole_number(name: str, default: int) -> int:
    """Read the variable `name` as a number from 0 on; raises EnvError for anything else."""
    return env.int(name, default, validate=Range(min=0))


def names(name: str, default: list[str]) -> list[str]:
    """Read the variable `name` as a list with commas between, blanks around them or not."""
    return [item.strip() for item in env.list(name, default) if item.strip()]


def log_format(name: str, default: str) -> str:
    """Read the variable `name` as how lines of the log are written; raises EnvError for anything but LOG_FORMATS."""
    return env.str(name, default, validate=OneOf(LOG_FORMATS))


def three_numbers(name: str, default: str) -> tuple[int, ...]:
    """Read the variable `name` as three numbers with commas between, of which one is above 0; else raises EnvError."""
    numbers = tuple(map(int, env.str(name, default).split(",")))
    if len(numbers) != 3 or min(numbers) < 0 or not any(numbers):
        raise EnvError("It must be three numbers with commas between, such as 7,4,12.")
    return numbers


def backup_password(name: str, length: int) -> str:
    """Read the variable `name` as a password of at least `length` characters, or none; else raises EnvError."""
    password = env.str(name, "")
    if password and len(password) < length:
        # It is not repeated: it may be most of the one that was meant.
        raise EnvError(f"It must have at least {length} characters.")
    return password


def secret(name: str, default: str) -> str:
    """Read the variable `name` as what nobody can guess; raises EnvError if it is short."""
    value = env.str(name, default)
    if value and len(value) < SHORTEST_SECRET:
        raise EnvError(f"It must have {SHORTEST_SECRET} characters at least, so that nobody can guess it.")
    return value


def counted(middleware: list[str]) -> list[str]:
    """Return `middleware` with what counts requests before all others, and kept answers that count theirs."""
    kept, counting = "lcep_site.kept_answers.middleware.KeptAnswersMiddleware", "lcep_site.metrics.kept_answers"
    inner = [f"{counting}.CountingKeptAnswersMiddleware" if name == kept else name for name in middleware]
    return ["lcep_site.metrics.middleware.MetricsMiddleware", *inner]


def sentry_dsn(name: str, default: str) -> str:
    """Read the variable `name` as the address that a Sentry gives for a project; raises EnvError for anything else."""
    dsn = env.str(name, default)
    parts = urlsplit(dsn)
    if dsn and not (parts.scheme == "https" and parts.username and parts.hostname and parts.path.strip("/")):
        # It holds a key, so it is not repeated.
        raise EnvError("It must be the DSN of a project, such as https://key@host/7.")
    return dsn


def redis_url(name: str, default: str) -> str:
    """Read the variable `name` as the address of a Redis; raises EnvError for anything else but ""."""
    url = env.str(name, default)
    try:
        # Raises ValueError for a port that is none.
        is_address = url.startswith(REDIS) and urlsplit(url).port != 0
    except ValueError:
        is_address = False
    if url and not is_address:
        # It may hold a password, so it is not repeated.
        raise EnvError(f"It must begin with one of {', '.join(REDIS)} and may name a port.")
    return url


def database_url(name: str, default: str) -> dict[str, Any]:
    """Read the variable `name` as Django's settings of a database; raises EnvError unless we support that database."""
    settings = env.dj_db_url(name, default)
    if settings["ENGINE"] not in DATABASE_ENGINES:
        raise EnvError("It names neither SQLite nor PostgreSQL.")
    return settings


def media_storage(name: str, default: str) -> dict[str, Any]:
    """Read the variable `name` as Django's settings of where uploads lie: s3://bucket?endpoint=…&region=…, or "".

    Raises EnvError for anything else.
    """
    url = env.str(name, default)
    if not url:
        return {"BACKEND": "partnerships.files.whole_files.MediaFiles"}
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint = options.get("endpoint", "")
    is_bucket = parts.scheme == "s3" and parts.netloc and set(parts.netloc) <= BUCKET and parts.path in {"", "/"}
    if not is_bucket or not set(options) <= {"endpoint", "region"}:
        raise EnvError("It must be s3://bucket, and may end with ?endpoint=https://host&region=name.")
    if "endpoint" in options and not (endpoint.startswith(("https://", "http://")) and urlsplit(endpoint).hostname):
        raise EnvError("Its endpoint must begin with https:// or, on a private network, http://.")
    names = {"endpoint": "endpoint_url", "region": "region_name"}
    told = {names[option]: value for option, value in options.items()}
    return {"BACKEND": "partnerships.files.s3_media.S3Media", "OPTIONS": {"bucket_name": parts.netloc, **told}}


def email_url(name: str, default: str) -> dict[str, Any]:
    """Read the variable `name` as Django's settings of outgoing mail.

    Raises EnvError for anything but a mail server or "file:", so that no mail is dropped by a typing mistake.
    """
    scheme = env.str(name, default).partition(":")[0]
    if scheme not in MAIL_SCHEMES:
        raise EnvError(f"It must begin with one of {', '.join(f'{known}:' for known in MAIL_SCHEMES)}")
    settings = env.dj_email_url(name, default)
    if scheme == "file":
        return settings | {"EMAIL_BACKEND": "partnerships.mail.file_backend.MailFiles"}
    if not settings["EMAIL_HOST"]:
        raise EnvError("It names no mail server.")
    return settings


def mail_address(name: str, default: str) -> str:
    """Read the variable `name` as one e-mail address; raises EnvError for anything else."""
    address = env.str(name, default)
    return _checked(address, address, "It is not an e-mail address.")


def sender(name: str, default: str) -> str:
    """Read the variable `name` as an e-mail address, with a name before it or not: "LCEP Directory <a@b.example>"."""
    value = env.str(name, default)
    address = parseaddr(value)[1] if value.isprintable() else ""
    return _checked(value, address, "It holds no e-mail address, or a line break.")


def _checked(value: str, address: str, reason: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise EnvError(reason) from None
    return value


def local_secret_key(folder: Path) -> str:
    """Return this machine's own secret key, made on first use and kept in `folder`, so that links survive a restart."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Whole or not at all, and the same for all who come at once.
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".") as part:
            part.write(secrets.token_urlsafe(50))
            part.flush()
            with contextlib.suppress(FileExistsError):
                os.link(part.name, path)
    return path.read_text().strip()
