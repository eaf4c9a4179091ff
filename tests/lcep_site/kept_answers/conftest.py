"""Visitors of a site that keeps answers."""

import pytest
from django.test import Client

from lcep_site.kept_answers.store import Store


@pytest.fixture
def new_worker(settings, tmp_path):
    """A function that returns a client of a worker of its own: each keeps answers for itself, and files for all."""
    settings.KEPT_ANSWERS_MB, settings.KEPT_FILES_FOLDER = 4, tmp_path / "kept-files"
    return Client


@pytest.fixture
def visitor(new_worker):
    return new_worker()


@pytest.fixture
def kept(monkeypatch):
    """What is kept, as it is asked for: a list that grows."""
    pages, put = [], Store.put
    monkeypatch.setattr(Store, "put", lambda self, page, answer: pages.append(page) or put(self, page, answer))
    return pages
