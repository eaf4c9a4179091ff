"""An answer is kept as nearly all browsers take it, and as others ask for it once one has."""

import datetime
import gzip
import pickle

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lcep_site import encodings
from lcep_site.kept_answers.answer import kept_from

NOW = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)
CONTENT = b"<p>Who covers my school?" * 100


@pytest.fixture
def compressions(monkeypatch):
    """The encodings in which something was compressed."""
    done, compressed = [], encodings.compressed
    monkeypatch.setattr(encodings, "compressed", lambda *how: done.append(how[1]) or compressed(*how))
    return done


def asked(encoding):
    return RequestFactory().get("/", headers={"accept-encoding": encoding})


def test_it_is_compressed_once_in_each_encoding_that_somebody_asks_for(compressions):
    answer = kept_from(HttpResponse(CONTENT), 1, NOW)
    assert brotli.decompress(answer.given_to(asked("gzip, br")).content) == CONTENT
    assert compressions == ["br"]

    for _ in range(2):
        assert gzip.decompress(answer.given_to(asked("gzip")).content) == CONTENT
        assert answer.given_to(asked("identity")).content == CONTENT

    assert compressions == ["br", "gzip"]


def test_what_one_process_gives_another_is_all_of_it(compressions):
    answer = kept_from(HttpResponse(CONTENT), 1, NOW)
    answer.given_to(asked("gzip"))

    again = pickle.loads(pickle.dumps(answer))

    assert list(again.compressed) == ["br"] and again.headers == answer.headers
    assert again.given_to(asked("gzip")).content == answer.given_to(asked("gzip")).content
