"""A desk and who answers for it, for all that tests what staff do with enquiries."""

import pytest

from tests.factories import make_bridge, make_officer

CHANGE = ["view_enquiry", "change_enquiry"]


@pytest.fixture
def desk():
    """A Bridge Organisation with an address for enquiries."""
    return make_bridge(name="Arch", enquiries_email="arch@bridge.example")


@pytest.fixture
def officer(desk):
    """An officer of the desk who may answer its enquiries."""
    return make_officer(desk, permissions=CHANGE)
