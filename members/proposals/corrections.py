"""What a visitor says is wrong in an entry: kept, confirmed by its sender, and then reviewed like any proposal."""

from collections.abc import Iterable

from django.db import transaction

from members import proposals
from members.models import ChangeProposal
from members.proposals import facts, mails
from members.proposals.proposing import supersede_earlier
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import Partnership

FORM = "correction"


@transaction.atomic
def suggest(
    *,
    partnership: Partnership,
    proposer: proposals.Proposer,
    changes: facts.Changes,
    note: str,
    suspicions: Iterable[str] = (),
) -> ChangeProposal:
    """Keep a correction and ask the owner of the address to confirm it; return the proposal.

    With `suspicions`, which are sentences for staff, it is held back and nobody is asked.
    Raises proposals.NothingProposed.
    """
    held_back = " ".join(suspicions)[:250]
    state = ProposalState.HELD if held_back else ProposalState.UNCONFIRMED
    proposal = proposals.propose(partnership=partnership, proposer=proposer, changes=changes, note=note, state=state)
    if held_back:
        proposal.suspicions = held_back
        proposal.save(update_fields=["suspicions"])
    else:
        mails.ask_to_confirm(proposal)
    return proposal


@transaction.atomic
def confirm(proposal: ChangeProposal) -> ChangeProposal:
    """Hand a correction to staff for review, since its sender has confirmed the address; return it as it is now.

    Confirming again changes nothing.
    """
    Partnership.objects.select_for_update().get(pk=proposal.partnership_id)
    locked = ChangeProposal.objects.select_for_update(of=("self",)).select_related("partnership__bridge")
    proposal = locked.get(pk=proposal.pk)
    if proposal.state == ProposalState.UNCONFIRMED and proposal.source == ProposalSource.VISITOR:
        proposal.state = ProposalState.WAITING
        supersede_earlier(proposal)
        proposal.save()
    return proposal
