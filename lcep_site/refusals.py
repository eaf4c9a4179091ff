"""What the site does not start with, and why: settings by which it would be public and unsafe.

Each is refused in a sentence that names the variable and says what to set. What is only doubtful, `manage.py check
--deploy` warns of: see deploy_checks.py.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

MAKE_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
# As Django's own check asks for, but with more than one character again and again.
SHORTEST_KEY, FEWEST_CHARACTERS = 50, 10
EXAMPLE_KEY = re.compile(r"django-insecure|change.?me|example|secret|random|password", re.IGNORECASE)
HOST = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)

# Variables, each with the package that what they ask for stands on.
FOR_HOSTS = {"METRICS_TOKEN": "prometheus_client", "SENTRY_DSN": "sentry_sdk", "MEDIA_STORAGE": "storages"}


class SettingRefused(ImproperlyConfigured):
    """A variable of the environment is missing, not understood or unsafe. The message says to the operator what to do.

    So nobody needs to see where in the code that was found: see plain_ends.py.
    """


def refuse_forgotten_mode(variables: Mapping[str, str]) -> None:
    """Raise SettingRefused if `variables` are those of a public site, but LCEP_MODE is not set among them."""
    if variables.get("LCEP_MODE"):
        return
    beginnings = {"SITE_URL": ("https:",), "DATABASE_URL": ("postgres",), "EMAIL_URL": ("smtp", "submission")}
    found = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS") if variables.get(name)]
    found += [name for name, beginning in beginnings.items() if variables.get(name, "").startswith(beginning)]
    if found:
        named, verb = " and ".join(found), "is" if len(found) == 1 else "are"
        raise SettingRefused(
            f"{named} {verb} set as for a public site, but LCEP_MODE is not. Set LCEP_MODE=production for a site that "
            "others visit, or LCEP_MODE=local to try it on this machine."
        )


def refuse_missing_packages(variables: Mapping[str, str]) -> None:
    """Raise SettingRefused if one of `variables` asks for a package that is installed for some hosts only."""
    missing = [name for name, package in FOR_HOSTS.items() if variables.get(name) and not find_spec(package)]
    if missing:
        raise SettingRefused(
            f"For {' and '.join(missing)} a package is missing. Install those that requirements-hosting.lock names: "
            "python -m pip install --no-deps --require-hashes -r requirements-hosting.lock"
        )


def refuse_what_is_unsafe(
    keys: Sequence[str],
    allowed_hosts: Sequence[str],
    *,
    site_url: str,
    database: Mapping[str, Any],
    mail: Mapping[str, Any],
) -> None:
    """Raise SettingRefused for values with which a public site would be unsafe, with a sentence for each.

    `keys` are the secret key and those before it; `database` and `mail` are Django's settings of them.
    """
    reasons = [
        *_against_keys(*keys),
        *_against_hosts(allowed_hosts),
        *_against_address(site_url, allowed_hosts),
        *_against_database(database),
        *_against_mail(mail),
    ]
    if reasons:
        raise SettingRefused(" ".join(reasons))


def _against_keys(key: str, *earlier: str) -> Iterator[str]:
    if _is_easy_to_guess(key):
        yield f"SECRET_KEY is too easy to guess: whoever does can sign in as anybody. Make one with: {MAKE_KEY}."
    if any(map(_is_easy_to_guess, earlier)):
        yield (
            "SECRET_KEY_FALLBACKS has a key that is too easy to guess: what whoever does signs with it is taken for "
            "ours. Take it out."
        )


def _is_easy_to_guess(key: str) -> bool:
    is_long = len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS
    return not is_long or bool(EXAMPLE_KEY.search(key))


def _against_hosts(hosts: Sequence[str]) -> Iterator[str]:
    if not hosts:
        yield "ALLOWED_HOSTS is empty. Set it to the host names of the site, with commas between."
    for host in hosts:
        if "*" in host:
            yield "ALLOWED_HOSTS takes any host (*), so that mails could lead elsewhere. Name the hosts of the site."
        elif not HOST.fullmatch(host):
            yield f"ALLOWED_HOSTS has “{host}”, which is no host name: leave out https://, ports, paths and blanks."


def _against_address(address: str, hosts: Sequence[str]) -> Iterator[str]:
    try:
        parts = urlsplit(address)
        # Raises ValueError for a port that is none.
        extra = [parts.path, parts.query, parts.fragment, parts.username, parts.password, parts.port == 0]
    except ValueError:
        parts, extra = urlsplit(""), [True]
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    if not host or any(extra) or parts.scheme not in {"http", "https"}:
        yield "SITE_URL must be a scheme and a host, and nothing else, such as https://lcep.example."
    elif parts.scheme != "https":
        yield "SITE_URL must begin with https://, since visitors are led there, and cookies go nowhere else."
    elif not validate_host(host, list(hosts)):
        yield f"SITE_URL names “{host}”, which is not in ALLOWED_HOSTS. Add it there."


def _against_database(database: Mapping[str, Any]) -> Iterator[str]:
    if database["ENGINE"].endswith("sqlite3"):
        if not database["NAME"] or ":memory:" in str(database["NAME"]):
            yield "DATABASE_URL names a SQLite database in memory, which each restart empties. Name a file."
    elif database.get("PASSWORD") in {"password", "secret", "lcep", "postgres"}:
        yield "DATABASE_URL has a password that everybody knows. Give the database another."


def _against_mail(mail: Mapping[str, Any]) -> Iterator[str]:
    host = mail.get("EMAIL_HOST") or ""
    if host and not (mail["EMAIL_USE_TLS"] or mail["EMAIL_USE_SSL"] or is_near(host)):
        yield (
            f"EMAIL_URL sends passwords and enquiries to {host} for all to read. Begin it with submission://, or end "
            "it with ?ssl=true. A mail server on a private network may be named by its address or a name without dots."
        )


def is_near(host: str) -> bool:
    """Whether `host` is this machine or one of a private network, as far as its name tells."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host.rstrip(".")
    return address.is_private or address.is_loopback
