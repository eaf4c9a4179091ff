"""The mails about proposals. None contains what a stranger wrote: a decision names parts and gives our reason.

It names rows by what they say, too. Only a partnership proposes those, about its own entry.
"""

from django.conf import settings

from members.models import ChangeProposal
from members.proposals import facts, links
from members.vocabulary import Decision, ProposalSource, ProposalState
from partnerships.enquiries.partnership_replies import fingerprint
from partnerships.mail import outbox
from partnerships.privacy.stores import Period

UNCONFIRMED_KEPT = Period(days=7)


def ask_to_confirm(proposal: ChangeProposal) -> None:
    """Ask the owner of the address of a correction whether it is theirs."""
    link = links.CORRECTION_LINK.url(proposal)
    _write(proposal, "confirm", proposal.email, "correction_confirm", link=link, kept_for=UNCONFIRMED_KEPT)


def tell_proposer(proposal: ChangeProposal) -> None:
    """Mail the decision, with the reason staff gave, to the proposer if there is an address."""
    if not proposal.answer_address:
        return
    labels = facts.Labels()
    name = labels.change if proposal.source == ProposalSource.VISITOR else labels.change_of_row
    changes = {key: name(key, *change) for key, change in facts.in_order(proposal.changes)}
    taken = [label for key, label in changes.items() if proposal.decisions[key] != Decision.LEFT]
    left = [label for key, label in changes.items() if proposal.decisions[key] == Decision.LEFT]
    is_declined = proposal.state == ProposalState.DECLINED
    context = {"is_declined": is_declined, "taken": taken, "left": left, "reason": proposal.reason}
    _write(proposal, "decided", proposal.answer_address, "proposal_decided", **context)


def tell_of_contact(proposal: ChangeProposal, *, is_done: bool) -> None:
    """Mail the old and the new contact address that it is to change or, with `is_done`, has changed."""
    old, new = proposal.changes["contact_email"]
    if is_done:
        new = proposal.partnership.contact_email
    for address in dict.fromkeys(filter(None, [old, new])):
        key = f"contact-{'changed' if is_done else 'asked'}:{fingerprint(address)}"
        _write(proposal, key, address, "contact_change", is_done=is_done, is_new=address == new)


def _write(proposal: ChangeProposal, key: str, to: str, template: str, **context: object) -> None:
    """Write one mail about `proposal` of this `key`."""
    key, context = f"proposal:{proposal.pk}:{key}", {"partnership": proposal.partnership} | context
    outbox.write(key=key, to=to, template=template, context=context, reply_to=settings.ENQUIRY_REPLY_TO)
