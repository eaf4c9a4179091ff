"""An entry, what is proposed for it, and who may review that, for all that tests the review in the back office."""

import pytest

from tests.factories import COORDINATOR, make_bridge, make_officer, make_partnership, make_proposal

REVIEW = ["view_changeproposal", "change_changeproposal", "publish_partnership", "view_partnership"]


@pytest.fixture
def bridge():
    """Arch."""
    return make_bridge(name="Arch")


@pytest.fixture
def entry(bridge):
    """An entry of Arch."""
    return make_partnership(name="Leeds33", bridge=bridge, summary="Old.", contact_email=COORDINATOR)


@pytest.fixture
def proposal(entry):
    """Two changes to it."""
    changes = {"summary": ["Old.", "New."], "vision": ["", "Art for all."]}
    return make_proposal(partnership=entry, changes=changes, base_revision=entry.versions.first().revision)


@pytest.fixture
def officer(client, bridge):
    """An officer of Arch who may review, signed in."""
    user = make_officer(bridge, permissions=REVIEW)
    client.force_login(user)
    return user
