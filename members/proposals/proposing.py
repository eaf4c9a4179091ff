"""Keeping, confirming and withdrawing proposals. The entry stays as it is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from members.models import ChangeProposal, CheckRequest
from members.proposals import facts, mails
from members.vocabulary import ProposalSource, ProposalState
from partnerships import audit
from partnerships.enquiries.partnership_replies import fingerprint
from partnerships.models import Partnership, Revision
from partnerships.vocabulary import AuditAction

# Who was not told that a correction was kept presses the button again by then.
SENT_AGAIN = datetime.timedelta(minutes=10)


class NothingProposed(Exception):
    """There is neither a change nor a note."""


class AlreadyDecided(Exception):
    """The proposal no longer waits for review."""


@dataclass(frozen=True)
class Proposer:
    """Who proposes something: the partnership by its link, a user, or a visitor with an address.

    Its fields are those of the proposal.
    """

    source: ProposalSource
    email: str = ""
    proposed_by: User | None = None
    check_request: CheckRequest | None = None
    consent_version: str = ""

    @property
    def key(self) -> str:
        """A text that identifies the proposer without containing an address."""
        return f"user:{self.proposed_by.pk}" if self.proposed_by else f"{self.source}:{fingerprint(self.email)}"


@transaction.atomic
def propose(
    *,
    partnership: Partnership,
    proposer: Proposer,
    changes: facts.Changes,
    note: str = "",
    suspicions: Iterable[str] = (),
) -> ChangeProposal:
    """Keep `changes` ({key: [old, new]}, see facts) and a `note`, and return the proposal.

    A visitor is asked by mail to confirm theirs, unless there are `suspicions`, sentences for staff: then it is held
    back. The same sent again within SENT_AGAIN is the one there is. Any other waits for review, only one of each
    proposer at a time: it replaces the earlier, see supersede_earlier. When the contact address is to change, the old
    and the new address are told. Raises
    NothingProposed.
    """
    if not changes and not note.strip():
        raise NothingProposed
    # Of two at the same moment, the second waits for the first.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    proposal = ChangeProposal(
        partnership=partnership, proposer=proposer.key, **vars(proposer), changes=changes, note=note.strip()
    )
    if proposer.source == ProposalSource.VISITOR and (earlier := _same_as(proposal)):
        return earlier
    proposal.base_revision, proposal.suspicions = latest_revision(partnership), " ".join(suspicions)[:250]
    if proposer.source == ProposalSource.VISITOR:
        proposal.state = ProposalState.HELD if proposal.suspicions else ProposalState.UNCONFIRMED
    else:
        supersede_earlier(proposal)
    proposal.save()
    if "contact_email" in proposal.changes:
        mails.tell_of_contact(proposal, is_done=False)
    if proposal.state == ProposalState.UNCONFIRMED:
        mails.ask_to_confirm(proposal)
    return proposal


def _same_as(proposal: ChangeProposal) -> ChangeProposal | None:
    """Return what a visitor sent just before in the same words, None if that is nothing."""
    lately = ChangeProposal.objects.filter(proposed_at__gt=timezone.now() - SENT_AGAIN, withdrawn_at=None)
    lately = lately.filter(partnership=proposal.partnership, proposer=proposal.proposer, note=proposal.note)
    return next((earlier for earlier in lately if earlier.changes == proposal.changes), None)


@transaction.atomic
def confirm(proposal: ChangeProposal) -> ChangeProposal:
    """Hand a visitor's proposal to staff for review, since its sender has confirmed the address; return it as it is.

    Confirming again changes nothing.
    """
    Partnership.objects.select_for_update().get(pk=proposal.partnership_id)
    locked = ChangeProposal.objects.select_for_update(of=("self",)).select_related("partnership__bridge")
    proposal = locked.get(pk=proposal.pk)
    if proposal.state == ProposalState.UNCONFIRMED:
        proposal.state = ProposalState.WAITING
        supersede_earlier(proposal)
        proposal.save()
    return proposal


def waiting_from(partnership: Partnership, proposer: Proposer) -> ChangeProposal | None:
    """Return the proposal of `proposer` for `partnership` that waits for review, None if there is none."""
    return ChangeProposal.objects.waiting().filter(partnership=partnership, proposer=proposer.key).first()


def supersede_earlier(proposal: ChangeProposal) -> None:
    """Withdraw the waiting proposal of the same proposer. Call it before `proposal` is saved as waiting.

    The partnership's form shows the whole entry, so a later proposal contains the earlier one. A visitor's correction
    is about one part only, so changes and note of the earlier one are added to `proposal`, which is not saved here.
    """
    waiting = ChangeProposal.objects.waiting().filter(partnership=proposal.partnership, proposer=proposal.proposer)
    for earlier in waiting.exclude(pk=proposal.pk):
        if proposal.source == ProposalSource.VISITOR:
            proposal.changes = earlier.changes | proposal.changes
            proposal.note = "\n\n".join(filter(None, [earlier.note, proposal.note]))
        _withdraw(earlier)


@transaction.atomic
def withdraw(*, proposal: ChangeProposal, by: User) -> None:
    """Withdraw a proposal for `by`, its proposer.

    Raises AlreadyDecided, and ChangeProposal.DoesNotExist if `by` did not propose it.
    """
    proposal = ChangeProposal.objects.select_for_update().get(pk=proposal.pk, proposed_by=by)
    if not proposal.is_waiting:
        raise AlreadyDecided
    _withdraw(proposal)
    audit.record(AuditAction.PROPOSAL_WITHDRAWN, by=by, about=f"{proposal}: {proposal.partnership}")


def _withdraw(proposal: ChangeProposal) -> None:
    proposal.state, proposal.withdrawn_at = ProposalState.WITHDRAWN, timezone.now()
    proposal.save(update_fields=["state", "withdrawn_at"])


def latest_revision(partnership: Partnership) -> Revision | None:
    """Return the revision that last changed the entry itself, None if no version of it is kept."""
    latest = partnership.versions.select_related("revision").first()
    return latest.revision if latest else None
