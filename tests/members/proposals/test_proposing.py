"""What somebody proposes is kept beside the entry; one at a time from the same person waits."""

import pytest
from django.db import IntegrityError, transaction

from members.models import ChangeProposal
from members.proposals import proposing
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import OutgoingMail
from tests.factories import COORDINATOR, make_officer, make_partnership, make_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

VISITOR = proposing.Proposer(ProposalSource.VISITOR, email="vera@visitor.example")
CHANGES = {"summary": ["Old.", "New."]}


@pytest.fixture
def entry():
    """An entry with something to change."""
    return make_partnership(name="Leeds33", summary="Old.", contact_email=COORDINATOR)


@pytest.fixture
def coordinator(entry):
    """The partnership, as it speaks by its link."""
    return proposing.Proposer(ProposalSource.LINK, email=COORDINATOR)


def test_a_proposal_leaves_the_entry_as_it_is(entry, coordinator):
    proposal = proposing.propose(partnership=entry, proposer=coordinator, changes=CHANGES, note=" Please. ")

    entry.refresh_from_db()
    assert entry.summary == "Old."
    assert (proposal.state, proposal.changes, proposal.note) == (ProposalState.WAITING, CHANGES, "Please.")
    assert proposal.base_revision == entry.versions.first().revision


@pytest.mark.parametrize("note", ["", " \n "])
def test_nothing_is_no_proposal(entry, coordinator, note):
    with pytest.raises(proposing.NothingProposed):
        proposing.propose(partnership=entry, proposer=coordinator, changes={}, note=note)

    assert ChangeProposal.objects.count() == 0


def test_the_key_of_who_proposes_is_no_address(entry, coordinator):
    proposal = proposing.propose(partnership=entry, proposer=coordinator, changes=CHANGES)

    assert "@" not in proposal.proposer


def test_a_later_one_of_the_partnership_takes_the_place_of_its_earlier(entry, coordinator):
    first = proposing.propose(partnership=entry, proposer=coordinator, changes=CHANGES)

    second = proposing.propose(partnership=entry, proposer=coordinator, changes={"vision": ["", "Art."]})

    first.refresh_from_db()
    assert (first.state, second.changes) == (ProposalState.WITHDRAWN, {"vision": ["", "Art."]})
    assert proposing.waiting_from(entry, coordinator) == second


def test_a_later_one_of_a_visitor_takes_in_their_earlier(entry):
    website = {"website": ["", "https://a.example"]}
    first = proposing.confirm(proposing.propose(partnership=entry, proposer=VISITOR, changes=CHANGES, note="One."))

    second = proposing.confirm(proposing.propose(partnership=entry, proposer=VISITOR, changes=website))

    first.refresh_from_db()
    assert first.state == ProposalState.WITHDRAWN
    assert (list(second.changes), second.note) == (["summary", "website"], "One.")


def test_others_do_not_stand_in_each_others_way(entry, coordinator):
    for proposer in (coordinator, VISITOR, proposing.Proposer(ProposalSource.ACCOUNT, proposed_by=make_officer())):
        proposing.confirm(proposing.propose(partnership=entry, proposer=proposer, changes=CHANGES))

    assert ChangeProposal.objects.waiting().count() == 3


def test_the_database_refuses_two_that_wait_from_the_same(entry):
    make_proposal(partnership=entry, proposer="link:a")
    make_proposal(partnership=entry, proposer="link:a", state=ProposalState.WITHDRAWN)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_proposal(partnership=entry, proposer="link:a")


def test_both_addresses_hear_that_the_contact_shall_change_and_neither_reads_the_note(entry, coordinator):
    changes = {"contact_email": [COORDINATOR, "new@partnership.example"]}

    proposing.propose(partnership=entry, proposer=coordinator, changes=changes, note="Buy pills")

    mails = OutgoingMail.objects.order_by("pk")
    assert [(mail.to, mail.subject) for mail in mails] == [
        (COORDINATOR, "A new contact address for Leeds33?"),
        ("new@partnership.example", "A new contact address for Leeds33?"),
    ]
    assert [mail.to for mail in mails if "pills" in mail.text + mail.html or "new@" in mail.text] == []


def test_its_proposer_takes_it_back_once():
    user = make_officer()
    proposal = make_proposal(proposed_by=user, source=ProposalSource.ACCOUNT)

    proposing.withdraw(proposal=proposal, by=user)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN
    with pytest.raises(proposing.AlreadyDecided):
        proposing.withdraw(proposal=proposal, by=user)


def test_nobody_takes_back_anothers():
    proposal = make_proposal(proposed_by=make_officer(), source=ProposalSource.ACCOUNT)

    with pytest.raises(ChangeProposal.DoesNotExist):
        proposing.withdraw(proposal=proposal, by=make_officer())


@pytest.mark.parametrize(("suspicions", "state"), [([], "unconfirmed"), (["It was sent too fast."], "held")])
def test_what_a_visitor_proposes_waits_for_nobody_before_its_sender_confirms_it(entry, suspicions, state):
    proposal = proposing.propose(partnership=entry, proposer=VISITOR, changes=CHANGES, suspicions=suspicions)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.suspicions) == (state, " ".join(suspicions))
    assert [mail.key for mail in OutgoingMail.objects.all()] == (
        [] if suspicions else [f"proposal:{proposal.pk}:confirm"]
    )
    assert not ChangeProposal.objects.waiting().exists()
