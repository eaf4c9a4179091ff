"""What staff do with a proposal: take it over part by part, decline it with a reason, or set it against the entry now.

Every deed takes `by`, who does it, and raises ChangeProposal.DoesNotExist for a proposal that is not theirs to review.
"""

from django.db import transaction
from django.utils import timezone

from members.models import ChangeProposal
from members.proposals import facts, mails
from members.vocabulary import BY_THE_PARTNERSHIP, Decision, ProposalSource, ProposalState
from partnerships import audit
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, RevisionKind

KNOWN_FROM = {
    ProposalSource.LINK: "The partnership itself",
    ProposalSource.ACCOUNT: "The partnership itself",
    ProposalSource.VISITOR: "A correction that staff looked at",
}
assert set(KNOWN_FROM) == set(ProposalSource)
STATE_WORDS = {
    ProposalState.ACCEPTED: AuditAction.PROPOSAL_ACCEPTED,
    ProposalState.PARTLY: AuditAction.PROPOSAL_PARTLY_ACCEPTED,
    ProposalState.DECLINED: AuditAction.PROPOSAL_DECLINED,
}


class AlreadyReviewed(Exception):
    """It does not wait any more."""


class NothingChosen(Exception):
    """No change was chosen, though there are some."""


class NoReason(Exception):
    """It is declined without a word why."""


class StaleProposal(Exception):
    """The entry has changed since: `parts` are what they are now, by key."""

    def __init__(self, parts: dict):
        super().__init__(parts)
        self.parts = parts


def stale_parts(proposal: ChangeProposal, current: dict | None = None) -> dict:
    """Return the parts whose value is not what the proposal starts from, with what they are now, by key.

    Those that are by now as proposed are among them. `current` is what facts.read returns, if it is at hand.
    """
    current = facts.read(proposal.partnership) if current is None else current
    found = {key: facts.now(current, key, new) for key, (_, new) in proposal.changes.items()}
    return {key: value for key, value in found.items() if value != proposal.changes[key][0]}


def waiting_count(user) -> int:
    """Return how many proposals wait for `user` to review them."""
    return ChangeProposal.objects.editable_by(user).waiting().count()


@transaction.atomic
def accept(*, proposal: ChangeProposal, fields: list[str], edited: dict | None = None, reason: str = "", by):
    """Give the entry the proposed values of `fields`, those in `edited` with the reviewer's value instead; return it.

    `edited` holds plain values by key, and its keys are among `fields`. A `reason` may say why the rest is left. What
    the partnership itself proposed counts as a check. Raises AlreadyReviewed, NothingChosen, StaleProposal for what
    changed meanwhile, and facts.Invalid.
    """
    proposal, edited = _taken_up(proposal, by), edited or {}
    if proposal.changes and not fields:
        raise NothingChosen
    current = facts.read(proposal.partnership)
    now = stale_parts(proposal, current)
    # What is so by now needs no deed, and no question.
    already = {
        key for key, (_, new) in proposal.changes.items() if key not in edited and facts.now(current, key, new) == new
    }
    if stale := {key: value for key, value in now.items() if key in fields and key not in already}:
        raise StaleProposal(stale)
    values = {key: edited.get(key, new) for key, (_, new) in proposal.changes.items() if key in set(fields) - already}
    _take_over(proposal, values, by)
    taken = {key: Decision.EDITED if key in edited else Decision.ACCEPTED for key in fields}
    decided = dict.fromkeys(proposal.changes, Decision.LEFT) | taken | dict.fromkeys(already, Decision.ALREADY_SO)
    proposal.decisions = {key: decided[key] for key in proposal.changes}
    is_whole = Decision.LEFT not in proposal.decisions.values()
    return _reviewed(proposal, ProposalState.ACCEPTED if is_whole else ProposalState.PARTLY, reason, by)


@transaction.atomic
def decline(*, proposal: ChangeProposal, reason: str, by) -> ChangeProposal:
    """Leave the entry as it is and mail the `reason` to whoever proposed it; what was held back is told nothing.

    Raises NoReason and AlreadyReviewed.
    """
    proposal = _taken_up(proposal, by, ProposalState.WAITING, ProposalState.HELD)
    if not reason.strip():
        raise NoReason
    is_told = proposal.is_waiting
    proposal.decisions = dict.fromkeys(proposal.changes, Decision.LEFT)
    return _reviewed(proposal, ProposalState.DECLINED, reason, by, is_told=is_told)


@transaction.atomic
def rebase(*, proposal: ChangeProposal, by) -> ChangeProposal:
    """Let the proposal start from the entry as it is now. Raises AlreadyReviewed."""
    proposal = _taken_up(proposal, by)
    for key, value in stale_parts(proposal).items():
        proposal.changes[key][0] = value
    latest = proposal.partnership.versions.select_related("revision").first()
    proposal.base_revision = latest.revision if latest else None
    proposal.save()
    return proposal


@transaction.atomic
def release(*, proposal: ChangeProposal, by) -> ChangeProposal:
    """Treat a correction that was held back as genuine: its sender is asked to confirm it. Raises AlreadyReviewed."""
    proposal = _taken_up(proposal, by, ProposalState.HELD)
    proposal.state, proposal.proposed_at = ProposalState.UNCONFIRMED, timezone.now()
    proposal.save()
    mails.ask_to_confirm(proposal)
    return proposal


def _taken_up(proposal: ChangeProposal, by, *states: ProposalState) -> ChangeProposal:
    """Return the proposal as it is now, locked together with its entry."""
    rows = ChangeProposal.objects.editable_by(by).select_related("partnership__bridge", "proposed_by")
    found = rows.select_for_update(of=("self", "partnership")).get(pk=proposal.pk)
    if found.state not in (states or (ProposalState.WAITING,)):
        raise AlreadyReviewed
    return found


def _take_over(proposal: ChangeProposal, values: dict, by) -> None:
    partnership = proposal.partnership
    is_check = proposal.source != ProposalSource.VISITOR
    if not values and not is_check:
        return
    source = f"{KNOWN_FROM[proposal.source]}, {timezone.localdate():%B %Y}"
    with revising(by=by, kind=RevisionKind.PROPOSAL, reason=str(proposal)), text_index.following(partnership):
        if is_check:
            partnership.checked_on, partnership.checked_by = timezone.localdate(), BY_THE_PARTNERSHIP
        facts.apply(partnership, values, source)


def _reviewed(proposal: ChangeProposal, state: ProposalState, reason: str, by, *, is_told: bool = True):
    contact = proposal.changes.get("contact_email")
    proposal.state, proposal.reason = state, reason.strip()
    proposal.reviewed_by, proposal.reviewed_at = by, timezone.now()
    proposal.save()
    audit.record(
        STATE_WORDS[state],
        by=by,
        about=f"{proposal}: {proposal.partnership}",
        details={key: str(decision) for key, decision in proposal.decisions.items()},
    )
    if is_told:
        mails.tell_proposer(proposal)
        if contact and proposal.decisions["contact_email"] in {Decision.ACCEPTED, Decision.EDITED}:
            mails.tell_of_contact(proposal, is_done=True)
    return proposal
