"""What checks and proposals hold about people: how long, and where it is found when somebody asks."""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models.proposals import ChangeProposal, ChangeProposalQuerySet, CheckRequest
from members.proposals.mails import UNCONFIRMED_KEPT
from members.vocabulary import DECIDED_STATES, ProposalState
from partnerships.models import OutgoingMail
from partnerships.privacy import anonymise
from partnerships.privacy.stores import DataStore, HeldItem, Period, Rule, accounts_of

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


def _decided(before: datetime.datetime) -> ChangeProposalQuerySet:
    is_expired = Q(reviewed_at__lt=before) | Q(withdrawn_at__lt=before)
    return ChangeProposal.objects.filter(is_expired, state__in=DECIDED_STATES, anonymised_at__isnull=True)


def _of(address: str) -> list[ChangeProposalQuerySet]:
    proposals = ChangeProposal.objects.filter(Q(email__iexact=address) | Q(proposed_by__in=accounts_of(address)))
    return [proposals.select_related("partnership")]


def _describe(proposal: ChangeProposal) -> HeldItem:
    return {
        "partnership": str(proposal.partnership),
        "from": proposal.get_source_display(),
        "email": proposal.email,
        "proposed_at": proposal.proposed_at,
        "changes": proposal.changes,
        "note": proposal.note,
        "consent": proposal.consent_version,
        "state": proposal.get_state_display(),
        "reason": proposal.reason,
    }


PROPOSAL_RULES = (
    Rule(
        name="unconfirmed corrections",
        what="A correction to an entry that nobody has confirmed: the e-mail address and what was written",
        keep=UNCONFIRMED_KEPT.since("from the day it was sent"),
        why="Its sender needs some days to open the mail and confirm.",
        expired=lambda before: ChangeProposal.objects.filter(state=ProposalState.UNCONFIRMED, proposed_at__lt=before),
    ),
    Rule(
        name="corrections held back",
        what="A correction held back as suspected spam",
        keep=Period(days=30).since("from the day it was sent"),
        why="Staff need time to see whether we held it back wrongly.",
        expired=lambda before: ChangeProposal.objects.held().filter(proposed_at__lt=before),
    ),
    Rule(
        name="decided proposals",
        what="Your e-mail address, and what you wrote to explain it, with a correction or change that was decided on",
        keep=Period(months=6).since("from the day it was decided"),
        why="You may ask us why we decided so.",
        then="We remove both. The change itself and our decision stay.",
        expired=_decided,
        apply=anonymise_proposals,
    ),
    Rule(
        name="undecided proposals",
        what="A correction or change that nobody has decided on",
        keep=Period(months=12).since("from the day it was sent"),
        why="After a year it hardly fits the entry any more.",
        then="We close it and remove the same details.",
        expired=lambda before: ChangeProposal.objects.waiting().filter(proposed_at__lt=before),
        apply=anonymise_proposals,
    ),
)
PROPOSALS = DataStore(
    "Proposals and corrections",
    rules=PROPOSAL_RULES,
    # Contact addresses among the changes are found and erased by the store that looks through all texts.
    rows=_of,
    describe=_describe,
    erase_rows=anonymise_proposals,
    order=15,
)
CHECK_REQUESTS = DataStore(
    "Requests to check an entry",
    rules=[
        Rule(
            name="requests to check an entry",
            what="That we asked a partnership to check its entry, with a code made from its address",
            keep=Period(months=24).since("from the day we asked"),
            why="It shows whether entries are kept true. The code cannot be turned back into the address.",
            expired=lambda before: CheckRequest.objects.filter(sent_at__lt=before),
        )
    ],
)
