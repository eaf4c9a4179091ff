"""The signed links in mails about entries: to check one, and to confirm a correction.

A link names a row, and the row says when the link expires. Opening a link changes nothing, since mail programs open
every link; only the button on its page does. A link to check an entry is bound to the entry and its contact address:
once another address becomes the contact, it no longer works.
"""

from members.models import ChangeProposal, CheckRequest
from partnerships.enquiries.partnership_replies import is_fingerprint_of
from partnerships.signed_links import ExpiredLink, NotOurLink, RowLink

CHECK_LINK = RowLink(
    salt="members.proposal_links check",
    page="members:entry-check",
    rows=CheckRequest.objects.select_related("partnership__bridge"),
    bound_to=lambda request: f"{request.partnership_id} {request.fingerprint}",
)
# The rules of retention delete an unconfirmed correction, and so the link expires.
CORRECTION_LINK = RowLink(
    salt="members.proposal_links correction",
    page="members:correction-confirm",
    rows=ChangeProposal.objects.select_related("partnership__bridge"),
    bound_to=lambda proposal: proposal.proposer,
)


class RevokedLink(ExpiredLink):
    """A link that staff revoked, or that a later one replaced."""


def check_request_of(token: str) -> CheckRequest:
    """Return the request that `token` is for, answered or not. Raises RevokedLink, ExpiredLink or NotOurLink."""
    request = CHECK_LINK.read(token)
    partnership = request.partnership
    if not partnership.is_published or not is_fingerprint_of(partnership.contact_email, request.fingerprint):
        raise NotOurLink
    if request.revoked_at:
        raise RevokedLink
    if request.is_expired and not request.answered_at:
        raise ExpiredLink
    return request
