"""The mails of proposals. None of them holds what a stranger wrote: a decision names parts and gives our reason."""

from django.conf import settings

from members.models import ChangeProposal
from members.proposals import facts
from members.proposals.links import correction_link
from members.vocabulary import Decision, ProposalState
from partnerships.enquiries.links import fingerprint
from partnerships.mail import outbox
from partnerships.privacy.retention import Period

UNCONFIRMED_KEPT = Period(days=7)


def ask_to_confirm(proposal: ChangeProposal) -> None:
    """Ask whoever owns the address of a correction whether it is theirs."""
    outbox.write(
        key=f"proposal:{proposal.pk}:confirm",
        to=proposal.email,
        template="correction_confirm",
        context={
            "partnership": proposal.partnership,
            "link": correction_link(proposal),
            "kept_for": UNCONFIRMED_KEPT,
        },
        reply_to=settings.ENQUIRY_REPLY_TO,
    )


def tell_proposer(proposal: ChangeProposal) -> None:
    """Tell whoever proposed it what was decided, with the reason staff gave."""
    if not proposal.answer_address:
        return
    words = facts.Words()
    acts = {key: words.act(key, *change) for key, change in facts.in_order(proposal.changes)}
    left = [act for key, act in acts.items() if proposal.decisions[key] == Decision.LEFT]
    outbox.write(
        key=f"proposal:{proposal.pk}:decided",
        to=proposal.answer_address,
        template="proposal_decided",
        context={
            "partnership": proposal.partnership,
            "is_declined": proposal.state == ProposalState.DECLINED,
            "taken": [act for key, act in acts.items() if proposal.decisions[key] != Decision.LEFT],
            "left": left,
            "reason": proposal.reason,
        },
        reply_to=settings.ENQUIRY_REPLY_TO,
    )


def tell_of_contact(proposal: ChangeProposal, *, is_done: bool) -> None:
    """Tell the old and the new contact address that it shall change, or has: neither should learn of it by silence."""
    old, new = proposal.changes["contact_email"]
    if is_done:
        new = proposal.partnership.contact_email
    for address in dict.fromkeys(filter(None, [old, new])):
        outbox.write(
            key=f"proposal:{proposal.pk}:contact-{'changed' if is_done else 'asked'}:{fingerprint(address)}",
            to=address,
            template="contact_change",
            context={"partnership": proposal.partnership, "is_done": is_done, "is_new": address == new},
            reply_to=settings.ENQUIRY_REPLY_TO,
        )
