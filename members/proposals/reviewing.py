"""What staff do with a proposal: accept it part by part, decline it with a reason, or compare it with the entry anew.

Every action takes `by`, the user who does it, and raises ChangeProposal.DoesNotExist for a proposal that is not theirs
to review.
"""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from members.models import ChangeProposal
from members.proposals import facts, mails, proposing
from members.vocabulary import BY_THE_PARTNERSHIP, Decision, ProposalSource, ProposalState
from partnerships import audit
from partnerships.models import Partnership
from partnerships.models.versions import revising
from partnerships.publishing import at_once
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, RevisionKind

# How an entry names where a row or its stage is known from.
SOURCE_TEXTS = {
    ProposalSource.LINK: "The partnership itself",
    ProposalSource.ACCOUNT: "The partnership itself",
    ProposalSource.VISITOR: "A correction that staff looked at",
}
assert set(SOURCE_TEXTS) == set(ProposalSource)
OWN_WORDS = (
    "Accept each change as it is, or leave it: you are the second person for what others wrote, and not for words of "
    "your own."
)
AUDIT_ACTIONS = {
    ProposalState.ACCEPTED: AuditAction.PROPOSAL_ACCEPTED,
    ProposalState.PARTLY: AuditAction.PROPOSAL_PARTLY_ACCEPTED,
    ProposalState.DECLINED: AuditAction.PROPOSAL_DECLINED,
}


def reviewers_of(partnership: Partnership) -> str:
    """Return who would read a proposal to `partnership`, as a sentence begins: its Bridge Organisation's staff, if any.

    One query beside that of its Bridge Organisation.
    """
    officers = partnership.bridge.officers.filter(is_active=True, is_staff=True)
    return (
        f"Staff of {partnership.bridge.name} or of this directory" if officers.exists() else "Staff of this directory"
    )


class AlreadyReviewed(Exception):
    """The proposal is not in a state in which this can be done: it was decided on or withdrawn."""


class NothingChosen(Exception):
    """None of the proposed changes was chosen."""


class NoReason(Exception):
    """The proposal is declined without a reason."""


class OwnWords(Exception):
    """The words are the reviewer's own, and a second person has to look at these; the message says what to do."""


class Parted(Exception):
    """A stage was chosen without its date, or the date without the stage."""


class StaleProposal(Exception):
    """The entry has changed since it was proposed: `parts` are the present values, by key."""

    def __init__(self, parts: facts.Values) -> None:
        super().__init__(parts)
        self.parts = parts


def why_as_proposed(proposal: ChangeProposal, by: User) -> str:
    """Return in a sentence why `by` accepts only what others wrote; "" where they may put it in words of their own.

    Who accepts what somebody else proposed is the second person, and of their own words they are the first.
    """
    entry = proposal.partnership
    return f"{OWN_WORDS} {at_once.refusal(entry)}" if at_once.must_ask(by, entry) else ""


def stale_parts(proposal: ChangeProposal) -> facts.Values:
    """Return the present values, by key, of the parts that are not what the proposal starts from.

    Parts that by now are as proposed are among them.
    """
    return {key: value for key, value in _present(proposal).items() if value != proposal.changes[key][0]}


def _present(proposal: ChangeProposal) -> facts.Values:
    current = facts.read(proposal.partnership)
    return {key: facts.now(current, key, new) for key, (_, new) in proposal.changes.items()}


@transaction.atomic
def accept(
    *, proposal: ChangeProposal, keys: Collection[str], edited: facts.Values | None = None, reason: str = "", by: User
) -> ChangeProposal:
    """Apply the changes with these `keys` to the entry, mail the decision to the proposer, and return the proposal.

    `edited` holds by key the reviewer's values, which replace the proposed ones; its keys are among `keys`. A `reason`
    may say why the rest is left. What the partnership itself proposed counts as a check. Raises AlreadyReviewed,
    NothingChosen, Parted, OwnWords, StaleProposal for parts that were changed in the meantime, and facts.Invalid.
    """
    proposal, edited = _locked(proposal, by), edited or {}
    if (edited or proposal.proposed_by_id == by.pk) and (refusal := why_as_proposed(proposal, by)):
        raise OwnWords(refusal)
    if proposal.changes and not keys:
        raise NothingChosen
    present = _present(proposal)
    # A part that is by now as proposed needs no change and no decision.
    already = {key for key, (_, new) in proposal.changes.items() if key not in edited and present[key] == new}
    of_stage = facts.OF_STAGE & proposal.changes.keys() - already
    if of_stage & set(keys) not in (set(), of_stage):
        raise Parted
    taken = {key: change for key, change in proposal.changes.items() if key in keys and key not in already}
    if stale := {key: present[key] for key, (old, _) in taken.items() if present[key] != old}:
        raise StaleProposal(stale)
    # A stage is written with its date, also where that is so already.
    beside = already & facts.OF_STAGE if not facts.OF_STAGE.isdisjoint(taken) else set()
    written = {key: change for key, change in proposal.changes.items() if key in taken or key in beside}
    _apply(proposal, {key: edited.get(key, new) for key, (_, new) in written.items()}, by)
    accepted = {key: Decision.EDITED if key in edited else Decision.ACCEPTED for key in keys}
    decisions = dict.fromkeys(proposal.changes, Decision.LEFT) | accepted | dict.fromkeys(already, Decision.ALREADY_SO)
    proposal.decisions = {key: decisions[key] for key in proposal.changes}
    is_whole = Decision.LEFT not in proposal.decisions.values()
    return _record_review(proposal, ProposalState.ACCEPTED if is_whole else ProposalState.PARTLY, reason, by)


@transaction.atomic
def decline(*, proposal: ChangeProposal, reason: str, by: User) -> ChangeProposal:
    """Leave the entry as it is, mail the `reason` to the proposer, and return the proposal.

    The sender of a correction that was held back gets no mail. Raises NoReason and AlreadyReviewed.
    """
    proposal = _locked(proposal, by, ProposalState.WAITING, ProposalState.HELD)
    if not reason.strip():
        raise NoReason
    proposal.decisions = dict.fromkeys(proposal.changes, Decision.LEFT)
    return _record_review(proposal, ProposalState.DECLINED, reason, by, is_mailed=proposal.is_waiting)


@transaction.atomic
def rebase(*, proposal: ChangeProposal, by: User) -> ChangeProposal:
    """Make the proposal start from the entry as it is now, and return it. Raises AlreadyReviewed."""
    proposal = _locked(proposal, by)
    for key, value in stale_parts(proposal).items():
        proposal.changes[key][0] = value
    proposal.base_revision = proposing.latest_revision(proposal.partnership)
    proposal.save()
    return proposal


@transaction.atomic
def release(*, proposal: ChangeProposal, by: User) -> ChangeProposal:
    """Treat a correction that was held back as genuine: ask its sender to confirm it, and return it.

    Raises AlreadyReviewed.
    """
    proposal = _locked(proposal, by, ProposalState.HELD)
    proposal.state, proposal.proposed_at = ProposalState.UNCONFIRMED, timezone.now()
    proposal.save()
    mails.ask_to_confirm(proposal)
    return proposal


def _locked(proposal: ChangeProposal, by: User, *states: ProposalState) -> ChangeProposal:
    """Return the proposal as it is now, locked together with its entry.

    Raises AlreadyReviewed if it is in none of `states`; without any, if it does not wait for review.
    """
    rows = ChangeProposal.objects.editable_by(by).select_related("partnership__bridge", "proposed_by")
    proposal = rows.select_for_update(of=("self", "partnership")).get(pk=proposal.pk)
    if proposal.state not in (states or (ProposalState.WAITING,)):
        raise AlreadyReviewed
    return proposal


def _apply(proposal: ChangeProposal, values: facts.Values, by: User) -> None:
    partnership = proposal.partnership
    is_check = proposal.source != ProposalSource.VISITOR
    if not values and not is_check:
        return
    said_on = timezone.localdate(proposal.proposed_at)
    source = f"{SOURCE_TEXTS[ProposalSource(proposal.source)]}, {said_on:%B %Y}"
    with revising(by=by, kind=RevisionKind.PROPOSAL, reason=str(proposal)), text_index.following(partnership):
        if is_check:
            _mark_checked(proposal)
        facts.apply(partnership, values, source, said_on)


def _mark_checked(proposal: ChangeProposal) -> None:
    """Note that the partnership looked at the entry on the day it proposed this, unless a later check is known.

    Its stage is dated only if the partnership let it stand, as it is still: not where it said another stage or day,
    whether or not staff take that over.
    """
    partnership, day = proposal.partnership, timezone.localdate(proposal.proposed_at)
    if partnership.checked_on is None or partnership.checked_on <= day:
        base = proposal.base_revision
        # Once staff have set it against the entry as it is now, it starts from what the partnership did not see.
        is_as_shown = base == proposing.latest_revision(partnership) and (not base or base.at <= proposal.proposed_at)
        is_so = is_as_shown and facts.OF_STAGE.isdisjoint(proposal.changes)
        partnership.mark_checked(day, BY_THE_PARTNERSHIP, stage_is_so=is_so)


def _record_review(
    proposal: ChangeProposal, state: ProposalState, reason: str, by: User, *, is_mailed: bool = True
) -> ChangeProposal:
    proposal.state, proposal.reason = state, reason.strip()
    proposal.reviewed_by, proposal.reviewed_at = by, timezone.now()
    proposal.save()
    details = {key: str(decision) for key, decision in proposal.decisions.items()}
    audit.record(AUDIT_ACTIONS[state], by=by, about=f"{proposal}: {proposal.partnership}", details=details)
    if is_mailed:
        mails.tell_proposer(proposal)
        if proposal.decisions.get("contact_email") in {Decision.ACCEPTED, Decision.EDITED}:
            mails.tell_of_contact(proposal, is_done=True)
    return proposal
