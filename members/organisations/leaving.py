"""Ending the memberships of an organisation, which keeps on record what deleting it would lose."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from partnerships.models.versions import revising
from partnerships.publishing import steps, workflow
from partnerships.search import text_index


@transaction.atomic
def end_memberships(organisation: MemberOrganisation, *, by: User) -> int:
    """End today each current membership of `organisation` that `by` may work with; return how many.

    Those in published partnerships only if `by` may publish, and not those that are `kept`.
    """
    today = timezone.localdate().isoformat()
    ending = Membership.objects.editable_by(by).current().filter(organisation=organisation)
    if not workflow.may_publish(by):
        ending = ending.exclude(partnership__publication=steps.PUBLISHED)
    ending = ending.exclude(pk__in=kept(organisation, by=by).values("pk"))
    with revising(by=by, reason=f"Memberships ended: {organisation}"), text_index.following(organisation):
        memberships = list(ending.select_for_update(of=("self",)))
        for membership in memberships:
            # One that was to begin later ends on the day it would have begun.
            membership.until = max(today, membership.since)
            membership.save(update_fields=["until"])
    return len(memberships)


def kept(organisation: MemberOrganisation, *, by: User) -> QuerySet[Membership]:
    """Return the current memberships of `organisation`, of those `by` may work with, that nobody ends at once.

    Their partnerships are public, and the Bridge Organisations of these want a second person.
    """
    current = Membership.objects.editable_by(by).current().filter(organisation=organisation)
    return current.filter(partnership__publication=steps.PUBLISHED, partnership__bridge__needs_second_person=True)
