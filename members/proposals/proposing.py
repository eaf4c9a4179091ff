"""Keeping what somebody proposes. The entry stays as it is."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from members.models import ChangeProposal, CheckRequest
from members.proposals import mails
from members.vocabulary import ProposalSource, ProposalState
from partnerships import audit
from partnerships.enquiries.links import fingerprint
from partnerships.models import Partnership
from partnerships.vocabulary import AuditAction


class NothingProposed(Exception):
    """There is neither a change nor a note."""


class AlreadyDecided(Exception):
    """It does not wait any more."""


@dataclass(frozen=True)
class Proposer:
    """Who proposes something: the partnership by its link, a user, or a visitor with an address."""

    source: ProposalSource
    email: str = ""
    user: object = None
    check_request: CheckRequest | None = None
    consent_version: str = ""

    @property
    def key(self) -> str:
        """What stands for them: the same for the same, and no address."""
        return f"user:{self.user.pk}" if self.user else f"{self.source}:{fingerprint(self.email)}"


@transaction.atomic
def propose(
    *,
    partnership: Partnership,
    proposer: Proposer,
    changes: dict,
    note: str = "",
    state: ProposalState = ProposalState.WAITING,
) -> ChangeProposal:
    """Keep `changes` ({key: [old, new]}, see facts) and a `note`, and return the proposal.

    There is one at a time from the same proposer: what waited from them before is withdrawn, a visitor's goes into
    the new one. Raises NothingProposed.
    """
    if not changes and not note.strip():
        raise NothingProposed
    # Two at the same moment follow one another.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    proposal = ChangeProposal(
        partnership=partnership,
        source=proposer.source,
        email="" if proposer.user else proposer.email,
        proposed_by=proposer.user,
        check_request=proposer.check_request,
        proposer=proposer.key,
        consent_version=proposer.consent_version,
        changes=changes,
        note=note.strip(),
        base_revision=_latest_revision(partnership),
        state=state,
    )
    if state == ProposalState.WAITING:
        take_the_place_of_earlier(proposal)
    proposal.save()
    if "contact_email" in changes:
        mails.tell_of_contact(proposal, is_done=False)
    return proposal


def waiting_from(partnership: Partnership, proposer: Proposer) -> ChangeProposal | None:
    """Return what waits to be reviewed from `proposer` for `partnership`."""
    return ChangeProposal.objects.waiting().filter(partnership=partnership, proposer=proposer.key).first()


def take_the_place_of_earlier(proposal: ChangeProposal) -> None:
    """Withdraw what waits from the same proposer, before `proposal` is saved as waiting itself.

    A form shows the whole entry, so a later one says all that an earlier said. A visitor's says one thing only.
    """
    same = ChangeProposal.objects.waiting().filter(partnership=proposal.partnership, proposer=proposal.proposer)
    for earlier in same.exclude(pk=proposal.pk):
        if proposal.source == ProposalSource.VISITOR:
            proposal.changes = earlier.changes | proposal.changes
            proposal.note = "\n\n".join(filter(None, [earlier.note, proposal.note]))
        _withdraw(earlier)


@transaction.atomic
def withdraw(*, proposal: ChangeProposal, by) -> None:
    """Take back what `by`, its proposer, proposed. Raises AlreadyDecided."""
    proposal = ChangeProposal.objects.select_for_update().get(pk=proposal.pk, proposed_by=by)
    if not proposal.is_waiting:
        raise AlreadyDecided
    _withdraw(proposal)
    audit.record(AuditAction.PROPOSAL_WITHDRAWN, by=by, about=f"{proposal}: {proposal.partnership}")


def _withdraw(proposal: ChangeProposal) -> None:
    proposal.state, proposal.withdrawn_at = ProposalState.WITHDRAWN, timezone.now()
    proposal.save(update_fields=["state", "withdrawn_at"])


def _latest_revision(partnership: Partnership):
    latest = partnership.versions.select_related("revision").first()
    return latest.revision if latest else None
