"""Asking partnerships whether their entry is still true: who is due, what they are sent, and what they answer.

`send_check_requests` does the daily part. A link goes to the entry's contact address; nobody needs an account.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from members import proposals
from members.models import ChangeProposal, CheckRequest
from members.proposals.links import check_link
from members.vocabulary import BY_THE_PARTNERSHIP, CheckAnswer, ProposalSource
from partnerships import audit
from partnerships.dates.months import months_before
from partnerships.enquiries import routing
from partnerships.enquiries.links import fingerprint
from partnerships.mail import outbox
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.vocabulary import CHECK_EVERY_MONTHS, AuditAction, RevisionKind

REMIND_AFTER = datetime.timedelta(weeks=3)
TELL_BRIDGE_AFTER = datetime.timedelta(weeks=6)


class NoContact(Exception):
    """The entry has no contact address, is not public, or is never due a check."""


class AlreadyAnswered(Exception):
    """The link was answered, or taken back, before."""


def can_be_asked() -> QuerySet[Partnership]:
    """Return the partnerships that can be asked to check their entry."""
    never = [stage for stage, months in CHECK_EVERY_MONTHS.items() if months is None]
    return Partnership.objects.published().exclude(contact_email="").exclude(stage__in=never)


def to_ask(today: datetime.date) -> list[Partnership]:
    """Return those that are due a check and were not asked at this address since their last one was due."""
    due = can_be_asked().due_a_check(today).prefetch_related("check_requests")
    return [partnership for partnership in due if not _was_asked_lately(partnership, today)]


def _was_asked_lately(partnership: Partnership, today: datetime.date) -> bool:
    since = months_before(today, CHECK_EVERY_MONTHS[partnership.stage])
    here = fingerprint(partnership.contact_email)
    return any(
        timezone.localdate(asked.sent_at) > since and asked.fingerprint == here
        for asked in partnership.check_requests.all()
    )


@transaction.atomic
def ask(*, partnership: Partnership, by=None) -> CheckRequest:
    """Mail the partnership a link to check its entry, and return the request; one still open is taken back for it.

    `by` is the user who wants it now, None for the site itself. Raises NoContact.
    """
    partnership = can_be_asked().select_for_update().filter(pk=partnership.pk).first()
    if partnership is None:
        raise NoContact
    partnership.check_requests.unanswered().update(revoked_at=timezone.now())
    request = CheckRequest.objects.create(
        partnership=partnership, fingerprint=fingerprint(partnership.contact_email), asked_by=by
    )
    _write(request)
    if by:
        audit.record(AuditAction.CHECK_ASKED_FOR, by=by, about=str(partnership))
    return request


@transaction.atomic
def revoke(*, request: CheckRequest, by) -> None:
    """Let the link of `request` work no longer. Raises AlreadyAnswered."""
    if not CheckRequest.objects.unanswered().filter(pk=request.pk).update(revoked_at=timezone.now()):
        raise AlreadyAnswered
    audit.record(AuditAction.LINK_REVOKED, by=by, about=str(request.partnership))


def send_due(today: datetime.date) -> int:
    """Ask every partnership that is due; return how many. Each is asked in a transaction of its own."""
    asked = 0
    for partnership in to_ask(today):
        ask(partnership=partnership)
        asked += 1
    return asked


def remind(now: datetime.datetime) -> int:
    """Remind, once, those who have not answered for REMIND_AFTER; return how many."""
    reminded = 0
    for request in _unanswered(now - REMIND_AFTER).filter(reminded_at__isnull=True, expires_at__gt=now):
        with transaction.atomic():
            is_first = CheckRequest.objects.filter(pk=request.pk, reminded_at__isnull=True).update(reminded_at=now)
            if is_first and fingerprint(request.partnership.contact_email) == request.fingerprint:
                _write(request, is_reminder=True)
                reminded += 1
    return reminded


@transaction.atomic
def tell_bridges(now: datetime.datetime) -> int:
    """Tell each Bridge Organisation which of its entries got no answer for TELL_BRIDGE_AFTER; return how many entries.

    One mail names all of a Bridge's, and each request is told of once.
    """
    late = _unanswered(now - TELL_BRIDGE_AFTER).filter(told_bridge_at__isnull=True)
    late = list(late.select_for_update(of=("self",)).order_by("partnership__name"))
    CheckRequest.objects.filter(pk__in=[request.pk for request in late]).update(told_bridge_at=now)
    by_bridge: dict[BridgeOrganisation, list[Partnership]] = {}
    for request in late:
        by_bridge.setdefault(request.partnership.bridge, []).append(request.partnership)
    for bridge, partnerships in by_bridge.items():
        _tell(bridge, partnerships, now)
    return len(late)


@transaction.atomic
def confirm(*, request: CheckRequest) -> Partnership:
    """Keep that the partnership says all of its entry is still true; return the entry. Raises AlreadyAnswered."""
    _answer(request, CheckAnswer.ALL_TRUE)
    partnership = Partnership.objects.select_for_update().get(pk=request.partnership_id)
    with revising(kind=RevisionKind.CHECK, reason="By its link"), text_index.following(partnership):
        partnership.checked_on, partnership.checked_by = timezone.localdate(), BY_THE_PARTNERSHIP
        partnership.save()
    audit.record(AuditAction.CHECKED, about=str(partnership))
    return partnership


@transaction.atomic
def send_changes(*, request: CheckRequest, changes: dict, note: str) -> ChangeProposal:
    """Keep what the partnership proposes to change, and return the proposal.

    Raises AlreadyAnswered and proposals.NothingProposed.
    """
    _answer(request, CheckAnswer.CHANGES)
    return proposals.propose(partnership=request.partnership, proposer=proposer_by(request), changes=changes, note=note)


def proposer_by(request: CheckRequest) -> proposals.Proposer:
    """Return the partnership as whom the link of `request` speaks."""
    return proposals.Proposer(ProposalSource.LINK, email=request.partnership.contact_email, check_request=request)


def _answer(request: CheckRequest, answer: CheckAnswer) -> None:
    # In one statement, so that of two at the same moment one is refused.
    open_ones = CheckRequest.objects.unanswered().filter(pk=request.pk, expires_at__gt=timezone.now())
    if not open_ones.update(answered_at=timezone.now(), answer=answer):
        raise AlreadyAnswered


def _unanswered(before: datetime.datetime) -> QuerySet[CheckRequest]:
    """Return what was asked before and nobody answered, of entries that still are public."""
    published = Partnership.objects.published().values("pk")
    unanswered = CheckRequest.objects.unanswered().filter(sent_at__lte=before, partnership__in=published)
    return unanswered.select_related("partnership__bridge")


def _write(request: CheckRequest, *, is_reminder: bool = False) -> None:
    outbox.write(
        key=f"check:{request.pk}:{'reminder' if is_reminder else 'asked'}",
        to=request.partnership.contact_email,
        template="check_request",
        context={
            "partnership": request.partnership,
            "link": check_link(request),
            "link_until": request.expires_at,
            "is_reminder": is_reminder,
        },
        reply_to=settings.ENQUIRY_REPLY_TO,
    )


def _tell(bridge: BridgeOrganisation, partnerships: list[Partnership], now: datetime.datetime) -> None:
    entries = [
        {"name": one.name, "link": settings.SITE_URL + reverse("admin:partnership-check", args=[one.pk])}
        for one in partnerships
    ]
    for address in routing.addresses_of(bridge) or [settings.NATIONAL_DESK_EMAIL]:
        outbox.write(
            key=f"checks-unanswered:{bridge.pk}:{now:%Y%m%d%H%M%S}:{fingerprint(address)}",
            to=address,
            template="checks_unanswered",
            context={"bridge": bridge, "entries": entries, "weeks": TELL_BRIDGE_AFTER.days // 7},
        )
