"""Checks and proposals of every age and kind: for the tests that go through all rules and all constraints."""

import datetime

from django.utils import timezone

from members.vocabulary import ProposalSource, ProposalState
from partnerships.privacy.stores import Period
from tests.factories import make_check_request, make_proposal, make_superuser


def make_declined(**fields):
    """Make a visitor's correction that was declined just now, unless another moment is given."""
    review = {"reason": "No.", "reviewed_by": make_superuser(), "reviewed_at": timezone.now()}
    return make_proposal(**{"source": ProposalSource.VISITOR, "state": ProposalState.DECLINED} | review | fields)


def request_twice():
    """Ask an entry twice without an answer in between."""
    make_check_request(partnership=make_check_request().partnership)


def waiting_twice():
    """Let two proposals of the same wait for one entry."""
    make_proposal(partnership=make_proposal(proposer="link:a").partnership, proposer="link:a")


# For each rule of retention: how long what it is about is kept, and how to make such a row of a given age.
ROWS = {
    "unconfirmed corrections": (
        Period(days=7),
        lambda at: make_proposal(state=ProposalState.UNCONFIRMED, proposed_at=at),
    ),
    "corrections held back": (Period(days=30), lambda at: make_proposal(state=ProposalState.HELD, proposed_at=at)),
    "decided proposals": (Period(months=6), lambda at: make_declined(proposed_at=at, reviewed_at=at)),
    "undecided proposals": (Period(months=12), lambda at: make_proposal(proposed_at=at)),
    "requests to check an entry": (
        Period(months=24),
        lambda at: make_check_request(sent_at=at, expires_at=at + datetime.timedelta(days=42)),
    ),
}
# What the database refuses, by the name of the constraint.
REFUSED = {
    "check_answer_and_moment_together": lambda: make_check_request(answered_at=timezone.now()),
    "declined_with_a_reason": lambda: make_declined(reason=""),
    "anonymised_proposal_names_nobody": lambda: make_proposal(anonymised_at=timezone.now()),
    "one_open_check_request_each": request_twice,
    "one_waiting_proposal_each": waiting_twice,
    "proposal_reviewed_with_its_moment": lambda: make_proposal(state=ProposalState.ACCEPTED),
    "reviewed_by_and_at_together": lambda: make_declined(reviewed_by=None),
}
