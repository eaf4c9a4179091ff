"""Which desks are read stays in memory while entries change, and is read anew when staff change."""

import pytest
from django.contrib.auth import get_user_model

from partnerships.enquiries import desks
from partnerships.models import BridgeOrganisation, Partnership
from tests.factories import make_bridge, make_officer, make_partnership

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def bridge():
    bridge = make_bridge(enquiries_email="")
    make_officer(bridge)
    bridge.officers.update(email="officer@bridge.example")
    return bridge


@pytest.fixture
def accounts(bridge):
    return get_user_model().objects.filter(pk__in=bridge.officers.all())


CHANGES = {
    "nobody looks after it": lambda bridge, accounts: bridge.officers.clear(),
    "the account ended": lambda bridge, accounts: accounts.update(is_active=False),
    "it is no staff": lambda bridge, accounts: accounts.update(is_staff=False),
    "it has no address": lambda bridge, accounts: accounts.update(email=""),
    "it was deleted": lambda bridge, accounts: accounts.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_desk_is_read_until_staff_change(bridge, accounts, change):
    assert desks.is_read(bridge)

    CHANGES[change](bridge, accounts)

    assert not desks.is_read(bridge)


def test_a_desk_that_gets_an_address_or_somebody_is_read(bridge):
    officer = bridge.officers.get()
    bridge.officers.clear()
    assert not desks.is_read(bridge)
    bridge.officers.add(officer)
    assert desks.is_read(bridge)

    other = make_bridge(enquiries_email="")
    assert desks.those_read() == {bridge.pk}
    BridgeOrganisation.objects.filter(pk=other.pk).update(enquiries_email="desk@bridge.example")
    assert desks.those_read() == {bridge.pk, other.pk}


def test_a_change_of_an_entry_reads_nothing_anew(bridge):
    partnership = make_partnership()
    before = desks.those_read()

    Partnership.objects.filter(pk=partnership.pk).update(summary="Changed")

    assert desks.those_read() is before
