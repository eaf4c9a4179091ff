"""People are taken out of proposals in time, or when they ask; what was decided stays."""

import datetime

import pytest
from django.utils import timezone

from members.models import ChangeProposal, CheckRequest
from members.proposals import reviewing
from members.proposals.privacy import PROPOSALS
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import OutgoingMail
from partnerships.privacy import retention, subject_requests
from tests.factories import COORDINATOR, make_check_request, make_proposal, make_superuser
from tests.text_columns import mentions

pytestmark = pytest.mark.django_db

VERA = "vera@visitor.example"
DAY = datetime.timedelta(days=1)


def ago(days):
    """Return the moment so many days ago."""
    return timezone.now() - days * DAY


def from_vera(**fields):
    """Make a correction of hers."""
    defaults = {"source": ProposalSource.VISITOR, "email": VERA, "note": f"Write to {VERA}."}
    return make_proposal(**defaults | fields)


def decided(days, **fields):
    """Make one that was declined so many days ago."""
    by = make_superuser()
    review = {"state": ProposalState.DECLINED, "reason": "No.", "reviewed_by": by, "reviewed_at": ago(days)}
    return from_vera(**review | fields)


@pytest.mark.parametrize(("state", "days"), [(ProposalState.UNCONFIRMED, 7), (ProposalState.HELD, 30)])
def test_what_nobody_confirmed_or_that_was_held_back_is_deleted(state, days):
    from_vera(state=state, proposed_at=ago(days + 0.1))
    kept = from_vera(state=state, proposed_at=ago(days - 0.1))

    retention.apply_all()

    assert [*ChangeProposal.objects.all()] == [kept]


def test_six_months_after_the_decision_the_person_goes_and_the_decision_stays():
    old, fresh = decided(185), decided(170)

    retention.apply_all()

    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.email, old.note, old.state, old.reason) == ("", "", ProposalState.DECLINED, "No.")
    assert old.changes == {"summary": ["Old words.", "New words."]}
    assert (fresh.email, fresh.anonymised_at) == (VERA, None)


def test_contact_addresses_among_the_changes_go_too():
    changes = {"contact_email": [COORDINATOR, "new@partnership.example"]}
    old = decided(185, changes=changes)

    retention.apply_all()

    old.refresh_from_db()
    assert old.changes == {"contact_email": ["Address removed", "Address removed"]}


def test_what_nobody_decides_on_for_a_year_is_withdrawn():
    old = from_vera(proposed_at=ago(370))

    retention.apply_all()

    old.refresh_from_db()
    assert (old.state, old.email) == (ProposalState.WITHDRAWN, "")


def test_requests_to_check_are_deleted_after_two_years():
    make_check_request(sent_at=ago(740), revoked_at=ago(740))
    kept = make_check_request(sent_at=ago(700), revoked_at=ago(700))

    retention.apply_all()

    assert [*CheckRequest.objects.all()] == [kept]


def test_a_second_run_does_nothing_more():
    decided(185)
    retention.apply_all()

    assert {name: count for name, count in retention.apply_all().items() if count} == {}


def test_what_is_held_about_somebody_is_found_whatever_the_capitals():
    from_vera()

    [found] = subject_requests.find(VERA.upper())[PROPOSALS.name]

    assert (found["email"], found["note"], found["state"]) == (VERA, f"Write to {VERA}.", "To review")


def test_erased_the_address_stands_nowhere_any_more():
    proposal = from_vera(changes={"contact_email": [COORDINATOR, VERA]})
    reviewing.decline(proposal=proposal, reason=f"Not {VERA}.", by=make_superuser())
    before = mentions(VERA)

    subject_requests.erase(VERA, by=make_superuser())

    assert (before != [], mentions(VERA)) == (True, [])
    assert OutgoingMail.objects.get().to == ""


def test_erased_before_a_decision_it_is_withdrawn():
    proposal = from_vera()

    subject_requests.erase(VERA, by=make_superuser())

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
