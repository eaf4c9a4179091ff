"""An entry with a row of every kind, and the request to check it."""

import pytest

from tests.factories import (
    COORDINATOR,
    make_authority,
    make_check_request,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_sector,
)


@pytest.fixture
def full_entry():
    """An entry with a row of every kind."""
    partnership = make_partnership(
        [make_authority(name="Leeds", gss_code="E08000035")],
        name="Leeds33",
        summary="Old.",
        website="http://leeds.example",
        contact_email=COORDINATOR,
        about="One.\r\n\r\nTwo.",
    )
    sector = make_sector(name="Museums", slug="museums")
    partnership.names.create(name="LCEP Leeds")
    partnership.links.create(label="Plan", url="https://plan.example/")
    partnership.stated_priorities.create(priority=make_priority(name="Voice", slug="voice"), wording="Listen")
    make_membership(partnership=partnership, organisation=make_organisation(name="Lowry", sector=sector))
    return partnership


@pytest.fixture
def check_request(full_entry):
    """The open request to check it."""
    return make_check_request(partnership=full_entry)
