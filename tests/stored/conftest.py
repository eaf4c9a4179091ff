"""The key and the time of what is read here."""

import datetime

import pytest

KEY = "the key that all literals here were made with"
MADE_AT = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def key_of_then(settings):
    """Sign and read with KEY, at an address of its own."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, []
    settings.SITE_URL, settings.ENQUIRY_REPLY_TO = "https://lcep.example", "enquiries@lcep.example"


@pytest.fixture
def an_hour_later(monkeypatch):
    """Let it be an hour after the literals were made, for signatures and for all that asks what time it is."""
    now = MADE_AT + datetime.timedelta(hours=1)
    monkeypatch.setattr("time.time", now.timestamp)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
