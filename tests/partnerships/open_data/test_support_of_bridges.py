"""What is told of a Bridge Organisation's support follows from the records of present support."""

import pytest

from partnerships.open_data.directory_kinds import BRIDGES
from partnerships.vocabulary import PublicationState, SupportAnswer
from tests.factories import make_bridge, make_region
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db


def told_of(bridge):
    """Return whether `bridge` is said to support partnerships today, and with what."""
    row = BRIDGES.prepare(BRIDGES.rows()).get(pk=bridge.pk)
    fields = {field.name: field for field in BRIDGES.fields}
    return fields["supports_partnerships_today"].read(row), fields["support_today"].read(row)


def test_it_supports_partnerships_if_a_published_record_says_so_for_today():
    bridge = make_bridge()
    north = make_region()
    make_present_support([north], bridge=bridge, what="It met.", until="2024")
    make_present_support([north], bridge=bridge, what="It may.", answer=SupportAnswer.NOT_KNOWN)
    make_present_support([north], bridge=bridge, what="A draft.", publication=PublicationState.DRAFT)
    before = told_of(bridge)
    make_present_support([north], bridge=bridge, what="It convenes.")

    assert (before, told_of(bridge)) == ((False, ""), (True, "It convenes."))
