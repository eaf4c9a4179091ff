"""Bridge Organisations, their offers and programmes in questions about many."""

import pytest

from partnerships.models import BridgeOrganisation, Programme, ProgrammeParticipation, SupportOffer
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_partnership,
    make_programme,
    make_region,
    make_support_offer,
)

pytestmark = pytest.mark.django_db


def test_a_bridge_counts_its_authorities_and_partnerships_but_not_proposed_ones():
    bridge = make_bridge()
    authorities = [make_authority(bridge=bridge) for _ in range(3)]
    make_partnership(authorities, bridge=bridge)
    make_partnership(authorities[:1], bridge=bridge)
    make_partnership(authorities[1:], bridge=bridge, stage=Stage.PROPOSED)

    counted = BridgeOrganisation.objects.with_counts().get(pk=bridge.pk)

    assert (counted.authority_count, counted.partnership_count) == (3, 2)


def test_a_bridge_serves_the_regions_its_authorities_lie_in():
    region, elsewhere = make_region(), make_region()
    bridge = make_bridge()
    make_authority(bridge=bridge, region=region)
    make_authority(bridge=bridge, region=elsewhere)
    make_authority(bridge=make_bridge(), region=elsewhere)

    [serving] = BridgeOrganisation.objects.serving(region)

    assert (serving, serving.authority_count) == (bridge, 1)


def test_national_programmes_come_first():
    make_programme(name="A Bridge's", bridge=make_bridge())
    make_programme(name="The nation's", run_by="Arts Council England")

    assert [row.name for row in Programme.objects.national_first()] == ["The nation's", "A Bridge's"]


def test_an_offer_of_a_bridge_is_not_a_national_one():
    make_support_offer(name="A Bridge's", bridge=make_bridge())
    make_support_offer(name="The nation's", provider="Arts Council England")

    assert [row.name for row in SupportOffer.objects.national()] == ["The nation's"]


def test_taking_part_in_a_draft_programme_is_not_shown():
    partnership = make_partnership()
    seen = make_programme(name="Seen").participations.create(partnership=partnership)
    make_programme(name="Draft", publication=PublicationState.DRAFT).participations.create(partnership=partnership)

    assert list(ProgrammeParticipation.objects.in_published_programmes()) == [seen]


def test_a_draft_partnership_is_not_shown_as_taking_part():
    programme = make_programme()
    seen = programme.participations.create(partnership=make_partnership())
    programme.participations.create(partnership=make_partnership(publication=PublicationState.DRAFT))

    assert list(programme.participations.of_published_partnerships()) == [seen]
