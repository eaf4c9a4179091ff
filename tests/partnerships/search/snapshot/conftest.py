"""Workers that look at what is committed."""

import pytest

from partnerships.search.snapshot import keeping
from tests.partnerships.public_content.conftest import committed

__all__ = ["committed"]


@pytest.fixture
def worker(committed, monkeypatch):
    """Nothing is kept yet, in a database of the test's own."""
    monkeypatch.setattr(keeping, "_kept", None)
