"""Nothing is decided twice, and nobody decides on what is another's."""

import pytest

from members.models import ChangeProposal
from members.proposals import reviewing
from members.vocabulary import ProposalState
from tests.factories import make_bridge, make_officer, make_proposal
from tests.members.proposals.conftest import TWO

pytestmark = pytest.mark.django_db

ACTIONS = {
    "accept": lambda **review: reviewing.accept(keys=["summary"], **review),
    "decline": lambda **review: reviewing.decline(reason="No", **review),
    "rebase": reviewing.rebase,
}


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_is_decided_twice(proposal, officer, action):
    reviewing.accept(proposal=proposal, keys=list(TWO), by=officer)

    with pytest.raises(reviewing.AlreadyReviewed):
        ACTIONS[action](proposal=proposal, by=officer)


@pytest.mark.parametrize("action", ACTIONS)
def test_another_bridges_officer_finds_no_such_proposal(proposal, entry, action):
    with pytest.raises(ChangeProposal.DoesNotExist):
        ACTIONS[action](proposal=proposal, by=make_officer(make_bridge()))

    entry.refresh_from_db()
    assert entry.summary == "Old."


def test_the_count_is_of_what_waits_for_this_person(proposal, officer):
    make_proposal()
    make_proposal(partnership=proposal.partnership, state=ProposalState.HELD)

    counts = [
        ChangeProposal.objects.editable_by(user).waiting().count() for user in (officer, make_officer(make_bridge()))
    ]

    assert counts == [1, 0]
