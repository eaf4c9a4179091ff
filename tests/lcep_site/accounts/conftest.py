"""Here the pages and the gate are tested themselves, so nothing is signed in on the side."""

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture
def client():
    """Django's own client: its `force_login` gives no second factor."""
    return Client()


@pytest.fixture(autouse=True)
def no_tries_counted(db):
    """Begin without any tries counted: the cache is no model's table, so what some tests leave there stays."""
    cache.clear()
