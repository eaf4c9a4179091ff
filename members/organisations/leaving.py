"""Ending what an organisation takes part in, which says more than deleting it would."""

from django.db import transaction
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from partnerships.models.versions import revising
from partnerships.publishing import workflow
from partnerships.search import text_index


@transaction.atomic
def end_memberships(organisation: MemberOrganisation, *, by) -> int:
    """Let each current membership of `organisation` that is `by`'s to change end today; return how many did.

    Who may not publish changes nothing that is public.
    """
    today = timezone.localdate().isoformat()
    ending = (
        Membership.objects.editable_by(by).current().filter(organisation=organisation).select_for_update(of=("self",))
    )
    if not workflow.may_publish(by):
        ending = ending.exclude(partnership__publication=workflow.PUBLISHED)
    with revising(by=by, reason=f"Memberships ended: {organisation}"), text_index.following(organisation):
        memberships = list(ending)
        for membership in memberships:
            # One that was to begin later ends on the day it would have begun.
            membership.until = max(today, membership.since)
            membership.save(update_fields=["until"])
    return len(memberships)
