"""Taking people out of proposals: addresses and notes go, what was proposed and decided stays."""

from django.db import transaction
from django.utils import timezone

from members.models import ChangeProposal
from members.vocabulary import DECIDED_STATES, ProposalState
from partnerships.models import OutgoingMail
from partnerships.privacy import anonymise

REMOVED = "Address removed"


@transaction.atomic
def anonymise_proposals(proposals) -> int:
    """Remove address and note of `proposals` (a queryset), and their mails' words; return how many that were.

    Nobody can be answered any more, so what is not decided yet is withdrawn.
    """
    now = timezone.now()
    found = list(ChangeProposal.objects.filter(pk__in=list(proposals.values_list("pk", flat=True))))
    for proposal in found:
        proposal.email = proposal.note = ""
        proposal.proposer = f"forgotten:{proposal.pk}"
        proposal.anonymised_at = now
        if "contact_email" in proposal.changes:
            proposal.changes["contact_email"] = [REMOVED, REMOVED]
        if proposal.state not in DECIDED_STATES:
            proposal.state, proposal.withdrawn_at = ProposalState.WITHDRAWN, now
        proposal.save()
        anonymise.empty_mails(OutgoingMail.objects.filter(key__startswith=f"proposal:{proposal.pk}:"))
    return len(found)
