"""The signed links in mails about entries: to check one, and to confirm a correction.

A link names a row, and the row says when the link expires. Opening a link changes nothing, since mail programs open
every link; only the button on its page does. A link to check an entry is bound to the entry and its contact address:
once another address becomes the contact, it no longer works.
"""

import re
from typing import TypeVar

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet
from django.urls import reverse

from members.models import ChangeProposal, CheckRequest
from partnerships.enquiries.links import fingerprint

Row = TypeVar("Row", bound=Model)
# Characters that no mail program takes for the end of an address.
_SHAPE = re.compile(r"^(\d{1,18})\.[\w-]{10,64}$", re.ASCII)


class BrokenLink(Exception):
    """A link that is not ours, was damaged on its way, or whose row is gone."""


class ExpiredLink(BrokenLink):
    """A link of ours that has expired."""


class RevokedLink(BrokenLink):
    """A link that staff revoked, or that a later one replaced."""


def check_link(request: CheckRequest) -> str:
    """Return the whole address to put in the mail that asks to check an entry."""
    return settings.SITE_URL + reverse("members:entry-check", args=[check_token(request)])


def check_token(request: CheckRequest) -> str:
    """Return the last part of the address of a link to check an entry."""
    return _check_signer(request).sign(str(request.pk))


def check_request_of(token: str) -> CheckRequest:
    """Return the request that `token` is for, answered or not. Raises RevokedLink, ExpiredLink or BrokenLink."""
    request = _row_of(token, CheckRequest.objects.select_related("partnership__bridge"))
    _verify(_check_signer(request), token)
    partnership = request.partnership
    if not partnership.is_published or fingerprint(partnership.contact_email) != request.fingerprint:
        raise BrokenLink
    if request.revoked_at:
        raise RevokedLink
    if request.is_expired and not request.answered_at:
        raise ExpiredLink
    return request


def correction_link(proposal: ChangeProposal) -> str:
    """Return the whole address to put in the mail that asks whether a correction is theirs."""
    return settings.SITE_URL + reverse("members:correction-confirm", args=[correction_token(proposal)])


def correction_token(proposal: ChangeProposal) -> str:
    """Return the last part of the address of a link to confirm a correction."""
    return _correction_signer(proposal).sign(str(proposal.pk))


def correction_of(token: str) -> ChangeProposal:
    """Return the correction that `token` is for, confirmed or not. Raises BrokenLink, also for an expired link.

    The rules of retention delete an unconfirmed correction, and so the link expires.
    """
    proposal = _row_of(token, ChangeProposal.objects.select_related("partnership__bridge"))
    _verify(_correction_signer(proposal), token)
    return proposal


def _row_of(token: str, rows: QuerySet[Row]) -> Row:
    shape = _SHAPE.match(token)
    row = rows.filter(pk=int(shape.group(1))).first() if shape else None
    if row is None:
        raise BrokenLink
    return row


def _verify(signer: signing.Signer, token: str) -> None:
    try:
        signer.unsign(token)
    except signing.BadSignature:
        raise BrokenLink from None


def _check_signer(request: CheckRequest) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"members.proposal_links check {request.partnership_id} {request.fingerprint}")


def _correction_signer(proposal: ChangeProposal) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"members.proposal_links correction {proposal.proposer}")
