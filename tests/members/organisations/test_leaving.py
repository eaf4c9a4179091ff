"""Ending what an organisation takes part in."""

import pytest
from django.utils import timezone

from members.models import Membership
from members.organisations.leaving import end_memberships
from partnerships import versions
from tests.factories import make_bridge, make_membership, make_officer, make_organisation, make_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def until(membership):
    return Membership.objects.get(pk=membership.pk).until


def test_current_memberships_of_ones_own_end_today():
    organisation, bridge = make_organisation(), make_bridge()
    ours = make_membership(organisation=organisation, partnership=make_partnership(bridge=bridge))
    past = make_membership(organisation=organisation, partnership=make_partnership(bridge=bridge), until="2019")
    later = make_membership(organisation=organisation, partnership=make_partnership(bridge=bridge), since="2199")
    theirs = make_membership(organisation=organisation)
    officer = make_officer(bridge, permissions=["publish_partnership"])

    count = end_memberships(organisation, by=officer)

    today = timezone.localdate().isoformat()
    assert (count, until(ours), until(past), until(later), until(theirs)) == (2, today, "2019", "2199", "")
    assert versions.revisions_of(organisation).first().by == officer


def test_who_may_not_publish_ends_nothing_in_a_public_partnership():
    organisation, coordinator = make_organisation(), make_officer()
    partnerships = [make_partnership(publication=state) for state in ("published", "draft")]
    public, draft = (
        make_membership(organisation=organisation, partnership=partnership) for partnership in partnerships
    )
    coordinator.coordinated_partnerships.set(partnerships)

    count = end_memberships(organisation, by=coordinator)

    assert (count, until(public)) == (1, "")
    assert until(draft) != ""
