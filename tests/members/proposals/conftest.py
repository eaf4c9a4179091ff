"""An officer, an entry of theirs and what is proposed for it."""

import pytest

from tests.factories import COORDINATOR, make_bridge, make_officer, make_partnership, make_proposal

TWO = {"summary": ["Old.", "New."], "vision": ["", "Art for all."]}


@pytest.fixture
def officer():
    """An officer of Arch."""
    return make_officer(make_bridge(name="Arch"))


@pytest.fixture
def entry(officer):
    """An entry of Arch."""
    return make_partnership(
        name="Leeds33", bridge=officer.bridges.get(), summary="Old.", contact_email=COORDINATOR, website=""
    )


@pytest.fixture
def proposal(entry):
    """Two changes the partnership proposes to it."""
    return make_proposal(partnership=entry, changes=dict(TWO))
