"""Staff take a proposal over part by part, or decline it with a reason that is mailed back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import ChangeProposal
from members.proposals import facts, reviewing
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import AuditEntry, OutgoingMail, Partnership, Revision
from partnerships.search import text_index
from partnerships.vocabulary import RevisionKind, Stage
from tests.factories import COORDINATOR, make_officer, make_proposal, make_sector
from tests.members.proposals.conftest import TWO

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def told():
    """Return the last mail."""
    return OutgoingMail.objects.latest("pk")


def test_all_is_taken_over_in_one_revision_that_names_the_proposal(proposal, entry, officer):
    done = reviewing.accept(proposal=proposal, keys=list(TWO), by=officer)

    entry.refresh_from_db()
    revision = Revision.objects.latest("pk")
    assert (entry.summary, entry.vision) == ("New.", "Art for all.")
    assert (revision.kind, revision.reason, revision.by) == (RevisionKind.PROPOSAL, f"Proposal {proposal.pk}", officer)
    assert (done.state, done.reviewed_by) == (ProposalState.ACCEPTED, officer)
    assert done.decisions == {"summary": "accepted", "vision": "accepted"}
    assert AuditEntry.objects.latest("pk").action == "proposal_accepted"


def test_what_the_partnership_proposes_counts_as_its_check(proposal, entry, officer):
    reviewing.accept(proposal=proposal, keys=["vision"], by=officer)

    entry.refresh_from_db()
    assert (entry.checked_on, entry.checked_by) == (timezone.localdate(), "the partnership")


@pytest.mark.parametrize("changes", [{"stage": ["emerging", "dormant"]}, {"stage_as_of": ["2016", "2019"]}])
def test_a_stage_it_does_not_confirm_is_not_dated_by_its_check(entry, officer, changes):
    Partnership.objects.update(stage=Stage.EMERGING, stage_as_of="2016")
    proposal = make_proposal(partnership=entry, changes=changes | TWO)

    reviewing.accept(proposal=proposal, keys=["summary"], by=officer)

    entry.refresh_from_db()
    assert (entry.stage, entry.stage_as_of, entry.checked_on) == (Stage.EMERGING, "2016", timezone.localdate())


@pytest.mark.parametrize("part", ["stage", "stage_as_of"])
def test_a_stage_and_its_date_are_taken_over_together_or_not_at_all(entry, officer, part):
    changes = {"stage": ["", "dormant"], "stage_as_of": ["", "2019"]}
    proposal = make_proposal(partnership=entry, changes=changes)

    with pytest.raises(reviewing.Parted):
        reviewing.accept(proposal=proposal, keys=[part], by=officer)

    Partnership.objects.update(**{part: changes[part][1]})
    reviewing.accept(proposal=proposal, keys=changes, by=officer)
    entry.refresh_from_db()
    assert (entry.stage, entry.stage_as_of) == (Stage.DORMANT, "2019")


def test_a_visitors_correction_is_no_check_of_the_whole_entry(entry, officer):
    proposal = make_proposal(partnership=entry, source=ProposalSource.VISITOR)

    reviewing.accept(proposal=proposal, keys=["summary"], by=officer)

    entry.refresh_from_db()
    assert (entry.summary, entry.checked_on) == ("New words.", None)


def test_a_part_is_taken_over_and_the_rest_is_left_with_a_reason(proposal, entry, officer):
    done = reviewing.accept(proposal=proposal, keys=["vision"], reason="Too short.", by=officer)

    entry.refresh_from_db()
    assert (entry.summary, entry.vision) == ("Old.", "Art for all.")
    assert (done.state, done.decisions) == (ProposalState.PARTLY, {"summary": "left", "vision": "accepted"})
    assert (told().to, told().subject) == (COORDINATOR, "Your changes to Leeds33: some taken over")
    assert ("- Vision: changed" in told().text, "The reason: Too short." in told().text) == (True, True)
    assert AuditEntry.objects.latest("pk").action == "proposal_partly_accepted"


def test_of_rows_alike_the_mail_says_which_was_taken_and_which_was_left(entry, officer):
    links = {f"link:+{n}": [None, {"kind": "page", "label": "L", "url": f"https://{n}.example/"}] for n in (1, 2)}
    old = entry.links.create(kind="page", label="Old", url="https://old.example/")
    before = {"kind": "page", "label": "Old", "url": "https://old.example/"}
    proposal = make_proposal(partnership=entry, changes=links | {f"link:{old.pk}": [before, before | {"label": "New"}]})

    reviewing.accept(proposal=proposal, keys=["link:+2"], by=officer)

    taken, left = told().text.split("These we have left as they were:")
    assert "- Link: L, https://2.example/ (page about it) – added" in taken
    assert "- Link: L, https://1.example/ (page about it) – added" in left
    assert "- Link: Old, https://old.example/ (page about it) – changed" in left


def test_the_reviewers_words_stand_in_for_the_proposed(proposal, entry, officer):
    done = reviewing.accept(proposal=proposal, keys=list(TWO), edited={"summary": "Better."}, by=officer)

    entry.refresh_from_db()
    assert entry.summary == "Better."
    assert (done.state, done.decisions["summary"]) == (ProposalState.ACCEPTED, "edited")


def test_no_mail_holds_what_a_visitor_proposed_or_noted(entry, officer):
    link = {"kind": "page", "label": "Pills", "url": "https://pills.example/"}
    changes = {"summary": ["Old.", "Buy pills"], "link:+1": [None, link]}
    visitor = {"source": ProposalSource.VISITOR, "note": "Buy more pills"}
    proposal = make_proposal(partnership=entry, changes=changes, **visitor)

    reviewing.accept(proposal=proposal, keys=["summary"], by=officer)

    assert "pills" not in told().text + told().html + told().subject


def test_the_answer_goes_to_our_mailbox(proposal, officer, settings):
    settings.ENQUIRY_REPLY_TO = "mailbox@directory.example"

    reviewing.accept(proposal=proposal, keys=list(TWO), by=officer)

    assert told().reply_to == "mailbox@directory.example"


def test_a_coordinator_with_an_account_hears_at_its_address(entry, officer):
    coordinator = make_officer()
    coordinator.email = "with@account.example"
    coordinator.save()
    proposal = make_proposal(partnership=entry, source=ProposalSource.ACCOUNT, proposed_by=coordinator, email="")

    reviewing.accept(proposal=proposal, keys=["summary"], by=officer)

    assert told().to == "with@account.example"


def test_a_new_member_and_new_words_are_found_at_once(entry, officer):
    make_sector(slug="museums")
    member = {"name": "Tetley", "sector": "museums", "role": "member"}
    changes = {"member:+1": [None, member], "summary": ["Old.", "Ceramics."]}
    proposal = make_proposal(partnership=entry, changes=changes)

    reviewing.accept(proposal=proposal, keys=list(changes), by=officer)

    everywhere = Partnership.objects.all()
    assert [[*text_index.find(everywhere, query)] for query in ("tetley", "ceramics")] == [[entry], [entry]]


def test_a_part_changed_meanwhile_makes_it_stale_and_nothing_is_taken_over(proposal, entry, officer):
    entry.summary = "Changed meanwhile."
    entry.save()

    with pytest.raises(reviewing.StaleProposal) as refused:
        reviewing.accept(proposal=proposal, keys=list(TWO), by=officer)

    entry.refresh_from_db()
    assert refused.value.parts == {"summary": "Changed meanwhile."}
    assert (entry.summary, entry.vision) == ("Changed meanwhile.", "")
    assert OutgoingMail.objects.count() == 0


def test_what_is_not_stale_can_still_be_taken_over(proposal, entry, officer):
    entry.summary = "Changed meanwhile."
    entry.save()

    reviewing.accept(proposal=proposal, keys=["vision"], by=officer)

    entry.refresh_from_db()
    assert (entry.summary, entry.vision) == ("Changed meanwhile.", "Art for all.")


def test_rebased_it_starts_from_the_entry_as_it_is_now(proposal, entry, officer):
    entry.summary = "Changed meanwhile."
    entry.save()

    rebased = reviewing.rebase(proposal=proposal, by=officer)
    reviewing.accept(proposal=proposal, keys=list(TWO), by=officer)

    entry.refresh_from_db()
    assert rebased.changes["summary"] == ["Changed meanwhile.", "New."]
    assert rebased.base_revision == entry.versions.all()[1].revision
    assert entry.summary == "New."


def test_what_was_put_right_by_hand_meanwhile_is_so_already(proposal, entry, officer):
    entry.summary = "New."
    entry.save()

    done = reviewing.accept(proposal=proposal, keys=list(TWO), by=officer)

    assert done.decisions == {"summary": "already", "vision": "accepted"}
    assert done.state == ProposalState.ACCEPTED


def test_a_row_that_is_gone_meanwhile_is_stale_until_rebased(entry, officer):
    link = entry.links.create(label="Plan", url="https://plan.example/")
    old = {"kind": "page", "label": "Plan", "url": "https://plan.example/"}
    key = f"link:{link.pk}"
    proposal = make_proposal(partnership=entry, changes={key: [old, old | {"label": "Action plan"}]})
    link.delete()

    with pytest.raises(reviewing.StaleProposal):
        reviewing.accept(proposal=proposal, keys=[key], by=officer)
    reviewing.rebase(proposal=proposal, by=officer)
    reviewing.accept(proposal=proposal, keys=[key], by=officer)

    assert [link.label for link in entry.links.all()] == ["Action plan"]


def test_what_the_entry_cannot_say_takes_nothing_over(entry, officer):
    changes = {"vision": ["", "Art."], "website": ["", "no address"]}
    proposal = make_proposal(partnership=entry, changes=changes)

    with pytest.raises(facts.Invalid):
        reviewing.accept(proposal=proposal, keys=list(changes), by=officer)

    entry.refresh_from_db()
    proposal.refresh_from_db()
    assert (entry.vision, proposal.state) == ("", ProposalState.WAITING)


def test_nothing_chosen_is_no_decision(proposal, officer):
    with pytest.raises(reviewing.NothingChosen):
        reviewing.accept(proposal=proposal, keys=[], by=officer)


def test_a_note_alone_is_dealt_with_and_changes_no_entry(entry, officer):
    proposal = make_proposal(partnership=entry, changes={}, note="Wrong town.", source=ProposalSource.VISITOR)
    before = entry.versions.count()

    done = reviewing.accept(proposal=proposal, keys=[], by=officer)

    assert (done.state, entry.versions.count()) == (ProposalState.ACCEPTED, before)
    assert "We have looked into it and done what was needed." in told().text


def test_the_old_and_the_new_contact_hear_that_it_has_changed(entry, officer):
    changes = {"contact_email": [COORDINATOR, "new@partnership.example"]}
    proposal = make_proposal(partnership=entry, changes=changes)

    reviewing.accept(proposal=proposal, keys=["contact_email"], by=officer)

    entry.refresh_from_db()
    mails = OutgoingMail.objects.filter(subject="The contact address of Leeds33 has changed")
    assert entry.contact_email == "new@partnership.example"
    assert sorted(mail.to for mail in mails) == [COORDINATOR, "new@partnership.example"]


def test_a_contact_that_is_left_tells_nobody_that_it_changed(proposal, entry, officer):
    proposal.changes["contact_email"] = [COORDINATOR, "new@partnership.example"]
    proposal.save()

    reviewing.accept(proposal=proposal, keys=["summary"], by=officer)

    assert [mail.to for mail in OutgoingMail.objects.all()] == [COORDINATOR]


def test_declined_with_a_reason_that_is_mailed_back(proposal, entry, officer):
    done = reviewing.decline(proposal=proposal, reason=" It is not so. ", by=officer)

    entry.refresh_from_db()
    assert (done.state, done.reason, entry.summary) == (ProposalState.DECLINED, "It is not so.", "Old.")
    assert told().subject == "Your changes to Leeds33: not taken over"
    assert "The reason: It is not so." in told().text
    assert AuditEntry.objects.latest("pk").action == "proposal_declined"


def test_declining_needs_a_reason(proposal, officer):
    with pytest.raises(reviewing.NoReason):
        reviewing.decline(proposal=proposal, reason=" \n", by=officer)

    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeProposal.objects.update(state=ProposalState.DECLINED, reviewed_by=officer, reviewed_at=timezone.now())


def test_who_was_held_back_is_told_nothing_when_declined(entry, officer):
    proposal = make_proposal(partnership=entry, state=ProposalState.HELD, suspicions="Too fast.")

    reviewing.decline(proposal=proposal, reason="Spam", by=officer)

    assert OutgoingMail.objects.count() == 0


def test_what_was_held_back_wrongly_is_asked_to_be_confirmed(entry, officer):
    proposal = make_proposal(
        partnership=entry, source=ProposalSource.VISITOR, state=ProposalState.HELD, email="vera@visitor.example"
    )

    done = reviewing.release(proposal=proposal, by=officer)

    assert done.state == ProposalState.UNCONFIRMED
    assert (told().to, told().subject) == ("vera@visitor.example", "Confirm your correction to Leeds33")
