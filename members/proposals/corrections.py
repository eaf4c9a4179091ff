"""What a visitor says is wrong in an entry: kept, confirmed by its sender, and then reviewed like any proposal."""

from collections.abc import Iterable

from django.db import transaction

from members import proposals
from members.models import ChangeProposal
from members.proposals import mails
from members.proposals.proposing import take_the_place_of_earlier
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import Partnership

FORM = "correction"


@transaction.atomic
def suggest(
    *,
    partnership: Partnership,
    proposer: proposals.Proposer,
    changes: dict,
    note: str,
    suspicions: Iterable[str] = (),
) -> ChangeProposal:
    """Keep a correction and ask whoever owns the address to confirm it; with `suspicions` it is only held back.

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
    """Let staff review a correction whose sender is known now. Doing so again changes nothing."""
    Partnership.objects.select_for_update().get(pk=proposal.partnership_id)
    found = ChangeProposal.objects.select_for_update(of=("self",)).select_related("partnership__bridge")
    proposal = found.get(pk=proposal.pk)
    if proposal.state == ProposalState.UNCONFIRMED and proposal.source == ProposalSource.VISITOR:
        proposal.state = ProposalState.WAITING
        take_the_place_of_earlier(proposal)
        proposal.save()
    return proposal
