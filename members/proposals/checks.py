"""Asking partnerships whether their entry is still true: who is due, what they are sent, and what they answer.

The command `send_check_requests` does the daily part. A link is mailed to the entry's contact address; nobody needs an
account.
"""

import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from members.models import ChangeProposal, CheckRequest
from members.proposals import facts, links, proposing
from members.proposals.shown import seal_of, shown_facts
from members.vocabulary import BY_THE_PARTNERSHIP, CheckAnswer, ProposalSource
from partnerships import audit
from partnerships.dates.months import months_before
from partnerships.enquiries import routing
from partnerships.enquiries.partnership_replies import fingerprint, is_fingerprint_of
from partnerships.mail import outbox
from partnerships.models import BridgeOrganisation
from partnerships.models.directory import Partnership, PartnershipQuerySet
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.vocabulary import CHECK_EVERY_MONTHS, AuditAction, RevisionKind

REMIND_AFTER = datetime.timedelta(weeks=3)
TELL_BRIDGE_AFTER = datetime.timedelta(weeks=6)


class NoContact(Exception):
    """The entry has no contact address, is not public, or is never due a check."""


class AlreadyAnswered(Exception):
    """The request was answered or revoked before, or has expired."""


class ChangedSince(Exception):
    """What would be confirmed is not what was shown: the entry has changed meanwhile."""


def can_be_asked() -> PartnershipQuerySet:
    """Return the partnerships that can be asked for a check: public, with an address, at a stage that is checked."""
    never = [stage for stage, months in CHECK_EVERY_MONTHS.items() if months is None]
    return Partnership.objects.published().exclude(contact_email="").exclude(stage__in=never)


def to_ask(today: datetime.date) -> list[Partnership]:
    """Return those due a check that were not asked at their present address within the period of their stage."""
    due = can_be_asked().due_a_check(today).prefetch_related("check_requests")
    return [partnership for partnership in due if not _was_asked_lately(partnership, today)]


def _was_asked_lately(partnership: Partnership, today: datetime.date) -> bool:
    months = CHECK_EVERY_MONTHS[partnership.stage]
    assert months is not None, "A stage that is never due a check can never be asked."
    since = months_before(today, months)
    lately = [each for each in partnership.check_requests.all() if timezone.localdate(each.sent_at) > since]
    return any(is_fingerprint_of(partnership.contact_email, check_request.fingerprint) for check_request in lately)


@transaction.atomic
def ask(*, partnership: Partnership, by: User | None = None) -> CheckRequest:
    """Mail the partnership a link to check its entry, and return the request; an open one is revoked for it.

    `by` is the user who wants it now, None for the site itself. Raises NoContact.
    """
    current = can_be_asked().select_for_update().filter(pk=partnership.pk).first()
    if current is None:
        raise NoContact
    current.check_requests.unanswered().update(revoked_at=timezone.now())
    present = fingerprint(current.contact_email)
    check_request = CheckRequest.objects.create(partnership=current, fingerprint=present, asked_by=by)
    _write(check_request)
    if by:
        audit.record(AuditAction.CHECK_ASKED_FOR, by=by, about=str(current))
    return check_request


@transaction.atomic
def revoke(*, partnership: Partnership, by: User) -> None:
    """Make the link with which `partnership` is asked now stop working. Raises AlreadyAnswered if there is none."""
    if not partnership.check_requests.unanswered().update(revoked_at=timezone.now()):
        raise AlreadyAnswered
    audit.record(AuditAction.LINK_REVOKED, by=by, about=str(partnership))


def send_due(today: datetime.date) -> int:
    """Ask every partnership that is due; return how many. Each is asked in a transaction of its own."""
    return len([ask(partnership=partnership) for partnership in to_ask(today)])


def remind(now: datetime.datetime) -> int:
    """Remind, once, those who have not answered for REMIND_AFTER; return how many."""
    reminded = 0
    for check_request in _unanswered(now - REMIND_AFTER).filter(reminded_at__isnull=True, expires_at__gt=now):
        address = check_request.partnership.contact_email
        with transaction.atomic():
            not_reminded = CheckRequest.objects.filter(pk=check_request.pk, reminded_at__isnull=True)
            if not_reminded.update(reminded_at=now) and is_fingerprint_of(address, check_request.fingerprint):
                _write(check_request, is_reminder=True)
                reminded += 1
    return reminded


@transaction.atomic
def tell_bridges(now: datetime.datetime) -> int:
    """Mail each Bridge Organisation which entries got no answer for TELL_BRIDGE_AFTER; return how many entries.

    One mail names all entries of a Bridge Organisation, and no request is named twice.
    """
    untold = _unanswered(now - TELL_BRIDGE_AFTER).filter(told_bridge_at__isnull=True)
    late = list(untold.select_for_update(of=("self",)).order_by("partnership__name"))
    CheckRequest.objects.filter(pk__in=[check_request.pk for check_request in late]).update(told_bridge_at=now)
    by_bridge: dict[BridgeOrganisation, list[Partnership]] = {}
    for check_request in late:
        by_bridge.setdefault(check_request.partnership.bridge, []).append(check_request.partnership)
    for bridge, partnerships in by_bridge.items():
        _tell_bridge(bridge, partnerships, now)
    return len(late)


@transaction.atomic
def confirm(*, check_request: CheckRequest, seal: str) -> Partnership:
    """Record that the partnership says all of its entry that was shown is still true; return the entry.

    `seal` is that of what was shown. Raises AlreadyAnswered and ChangedSince.
    """
    _answer(check_request, CheckAnswer.ALL_TRUE)
    partnership = Partnership.objects.select_for_update().get(pk=check_request.partnership_id)
    if not constant_time_compare(seal, seal_of(shown_facts(partnership))):
        raise ChangedSince
    with revising(kind=RevisionKind.CHECK, reason="By its link"), text_index.following(partnership):
        partnership.mark_checked(timezone.localdate(), BY_THE_PARTNERSHIP)
        partnership.save()
    audit.record(AuditAction.CHECKED, about=str(partnership))
    return partnership


@transaction.atomic
def send_changes(*, check_request: CheckRequest, changes: facts.Changes, note: str) -> ChangeProposal:
    """Keep what the partnership proposes to change, and return the proposal.

    Raises AlreadyAnswered and proposing.NothingProposed.
    """
    _answer(check_request, CheckAnswer.CHANGES)
    proposer = proposer_by(check_request)
    return proposing.propose(partnership=check_request.partnership, proposer=proposer, changes=changes, note=note)


def proposer_by(check_request: CheckRequest) -> proposing.Proposer:
    """Return whoever holds the link of `check_request` as a proposer: the partnership itself."""
    address = check_request.partnership.contact_email
    return proposing.Proposer(ProposalSource.LINK, email=address, check_request=check_request)


def _answer(check_request: CheckRequest, answer: CheckAnswer) -> None:
    # In one statement, so that of two at the same moment one is refused.
    still_open = CheckRequest.objects.unanswered().filter(pk=check_request.pk, expires_at__gt=timezone.now())
    if not still_open.update(answered_at=timezone.now(), answer=answer):
        raise AlreadyAnswered


def _unanswered(before: datetime.datetime) -> QuerySet[CheckRequest]:
    """Return the unanswered requests that were sent `before`, of entries that are still public."""
    published = Partnership.objects.published().values("pk")
    unanswered = CheckRequest.objects.unanswered().filter(sent_at__lte=before, partnership__in=published)
    return unanswered.select_related("partnership__bridge")


def _write(check_request: CheckRequest, *, is_reminder: bool = False) -> None:
    partnership, until = check_request.partnership, check_request.expires_at
    link = links.CHECK_LINK.url(check_request)
    context = {"partnership": partnership, "link": link, "link_until": until, "is_reminder": is_reminder}
    key, address = f"check:{check_request.pk}:{'reminder' if is_reminder else 'asked'}", partnership.contact_email
    outbox.write(key=key, to=address, template="check_request", context=context, reply_to=settings.ENQUIRY_REPLY_TO)


def _tell_bridge(bridge: BridgeOrganisation, partnerships: list[Partnership], now: datetime.datetime) -> None:
    entries = [
        {"name": entry.name, "link": settings.SITE_URL + reverse("admin:partnership-check", args=[entry.pk])}
        for entry in partnerships
    ]
    context = {"bridge": bridge, "entries": entries, "weeks": TELL_BRIDGE_AFTER.days // 7}
    for address in routing.addresses_of(bridge) or [settings.NATIONAL_DESK_EMAIL]:
        key = f"checks-unanswered:{bridge.pk}:{now:%Y%m%d%H%M%S}:{fingerprint(address)}"
        outbox.write(key=key, to=address, template="checks_unanswered", context=context)
