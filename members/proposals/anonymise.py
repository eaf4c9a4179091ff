"""Removing people from proposals: addresses and notes go, what was proposed and decided stays."""

from django.db import transaction
from django.utils import timezone

from members.models import ChangeProposal
from members.models.proposals import ChangeProposalQuerySet
from members.vocabulary import DECIDED_STATES, ProposalState
from partnerships.models import OutgoingMail
from partnerships.privacy import anonymise

REMOVED = "Address removed"


@transaction.atomic
def anonymise_proposals(proposals: ChangeProposalQuerySet) -> int:
    """Remove the address and note of each of `proposals`, and the text of mails about it; return how many there were.

    Their senders can no longer be answered, so those not decided yet are withdrawn.
    """
    now = timezone.now()
    rows = list(ChangeProposal.objects.filter(pk__in=list(proposals.values_list("pk", flat=True))))
    for proposal in rows:
        proposal.email = proposal.note = ""
        proposal.proposer = f"forgotten:{proposal.pk}"
        proposal.anonymised_at = now
        if "contact_email" in proposal.changes:
            proposal.changes["contact_email"] = [REMOVED, REMOVED]
        if proposal.state not in DECIDED_STATES:
            proposal.state, proposal.withdrawn_at = ProposalState.WITHDRAWN, now
        proposal.save()
        anonymise.empty_mails(OutgoingMail.objects.filter(key__startswith=f"proposal:{proposal.pk}:"))
    return len(rows)
