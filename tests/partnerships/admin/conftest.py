"""A Bridge Organisation with a partnership, and staff who look after them, signed in."""

import pytest

from tests.factories import make_bridge, make_partnership
from tests.partnerships.admin.copy_steps import officer_of, signed_in
from tests.partnerships.admin.editorial_forms import in_role


@pytest.fixture
def bridge():
    """A Bridge Organisation."""
    return make_bridge()


@pytest.fixture
def partnership(bridge):
    """A published partnership of the Bridge."""
    return make_partnership(bridge=bridge)


@pytest.fixture
def publisher(client, bridge):
    """An officer of the Bridge, signed in."""
    officer = in_role("Bridge officer", bridge)
    client.force_login(officer)
    return officer


@pytest.fixture
def coordinator(client, partnership):
    """A coordinator of the partnership, signed in."""
    coordinator = in_role("Coordinator")
    partnership.editors.add(coordinator)
    client.force_login(coordinator)
    return coordinator


@pytest.fixture
def jo(bridge):
    return officer_of(bridge, "jo")


@pytest.fixture
def sam(bridge):
    return officer_of(bridge, "sam")


@pytest.fixture
def jos(jo):
    """The browser of Jo."""
    return signed_in(jo)


@pytest.fixture
def sams(sam):
    return signed_in(sam)


@pytest.fixture
def coordinators(partnership):
    coordinator = in_role("Coordinator")
    coordinator.email = "coordinator@leeds.example"
    coordinator.save()
    partnership.editors.add(coordinator)
    return signed_in(coordinator)
