"""Signing in by the real pages, with the code that an app would show."""

import time
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Person

PERIOD_SECONDS = 30
# The site accepts the codes of these periods, counted from now, and none of them twice.
ACCEPTED_PERIODS = (0, -1, 1)
_used: set[str] = set()
# The cookies of those who have signed in.
_cookies: dict[Person, list] = {}


def code_of(key: str) -> str:
    """Return a code the app with `key` shows about now that was not used before; wait for the next if need be."""
    while True:
        now = int(time.time()) // PERIOD_SECONDS
        codes = [format_hotp_value(hotp_value(key, now + period)) for period in ACCEPTED_PERIODS]
        for code in codes:
            if f"{key}:{code}" not in _used:
                _used.add(f"{key}:{code}")
                return code
        time.sleep(PERIOD_SECONDS - time.time() % PERIOD_SECONDS)


def give_password(page, email: str, password: str = PASSWORD) -> None:
    """Fill in and send the page to sign in, which is shown."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    follow(page, page.get_by_role("button", name="Sign in"))


def give_code(page, code: str) -> None:
    """Fill in and send the page for the second factor, which is shown."""
    page.get_by_label("Code", exact=True).fill(code)
    follow(page, page.get_by_role("button", name="Continue"))


def sign_in(page, person: Person, path: str = "/back-office/") -> None:
    """Open `path` as `person`, who comes back with the cookies of an earlier journey or signs in now."""
    page.context.add_cookies(_cookies.get(person, []))
    page.goto(path)
    if urlsplit(page.url).path != urlsplit(path).path:
        sign_in_anew(page, person, path)
        _cookies[person] = page.context.cookies()


def sign_in_anew(page, person: Person, path: str = "/back-office/") -> None:
    """Open `path` as `person`, by way of all the pages that ask who it is."""
    page.goto(path)
    give_password(page, person.email)
    give_code(page, code_of(person.key))
    expect(page.get_by_label("Code", exact=True)).to_have_count(0)
