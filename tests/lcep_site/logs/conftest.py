"""What the site writes to its log while a test runs."""

import io
import json
import logging

import pytest

from lcep_site.logs.lines import JsonLine, PlainLine
from lcep_site.logs.repeats import Repeats


class Log:
    """What was written, as one text, in lines, and read from JSON."""

    def __init__(self, stream):
        self._stream = stream

    @property
    def text(self):
        return self._stream.getvalue()

    @property
    def lines(self):
        return self.text.splitlines()

    @property
    def events(self):
        return [json.loads(line) for line in self.lines]


@pytest.fixture
def console(monkeypatch):
    """The handler of the site, with nothing told before and nothing kept back after."""
    [handler] = [each for each in logging.getLogger().handlers if each.name == "console"]
    monkeypatch.setattr(handler, "repeats", Repeats(handler.handle))
    return handler


@pytest.fixture
def log(console, monkeypatch):
    """What is written in plain words."""
    stream = io.StringIO()
    monkeypatch.setattr(console, "formatter", PlainLine())
    before = console.setStream(stream)
    yield Log(stream)
    console.setStream(before)


@pytest.fixture
def json_log(log, console, monkeypatch):
    monkeypatch.setattr(console, "formatter", JsonLine())
    return log


@pytest.fixture
def access_lines(settings):
    settings.LOG_REQUESTS = True


@pytest.fixture
def visitor(client):
    """A client that gets the page of an error as a browser does."""
    client.raise_request_exception = False
    return client
