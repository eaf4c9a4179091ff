"""Pages of Bridge Organisations and programmes."""

import pytest

from partnerships.models import BridgeOrganisation
from partnerships.vocabulary import NameKind, OfferKind, PublicationState, Stage, SupportAnswer
from tests.factories import (
    make_authority,
    make_bridge,
    make_partnership,
    make_programme,
    make_region,
    make_support_offer,
)
from tests.reading import words_of
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db


def test_the_bridge_list_gives_role_dates_and_counts(client):
    bridge = make_bridge(name="Culture Bridge", role_from="2015-04-01", role_until="2023-03-31")
    make_partnership([make_authority(bridge=bridge)], bridge=bridge)

    words = words_of(client.get("/bridges/"))

    assert "1 partnership in 1 local authority; in the role from 1 April 2015 to 31 March 2023." in words


def test_a_bridge_shows_its_territory_by_region_and_county(client):
    bridge = make_bridge(name="Artswork")
    south, west = make_region(name="South", position=1), make_region(name="West", position=2)
    make_authority(name="Dover", county="Kent", region=south, bridge=bridge)
    make_authority(name="Ashford", county="Kent", region=south, bridge=bridge)
    make_authority(name="Bristol", region=west, bridge=bridge)

    words = words_of(client.get("/bridges/artswork/"))

    assert "The area it served 3 South Kent Ashford, Dover West Boroughs, cities and unitary areas Bristol" in words


def test_a_bridge_keeps_proposed_partnerships_apart(client):
    bridge = make_bridge(name="Artswork")
    make_partnership(name="Formed", bridge=bridge)
    make_partnership(name="Suggested", bridge=bridge, stage=Stage.PROPOSED)
    make_partnership(name="Draft", bridge=bridge, publication=PublicationState.DRAFT)

    response = client.get("/bridges/artswork/")

    assert [row.name for row in response.context["partnerships"]] == ["Formed"]
    assert [row.name for row in response.context["proposed"]] == ["Suggested"]


def test_a_bridge_says_whether_it_supports_partnerships_today(client):
    supported = make_authority(bridge=make_bridge(name="IVE"))
    make_present_support([supported.region], name="Curious Minds", as_of="2025-07")
    make_authority(bridge=make_bridge(name="Artswork"))

    told = words_of(client.get("/bridges/ive/"))

    assert "Curious Minds supports partnerships in its area today (as of July 2025)" in told
    assert "We know of nobody who says that they support" in words_of(client.get("/bridges/artswork/"))


def test_the_bridge_list_says_who_supports_partnerships_in_the_area_of_each_today(client):
    ours, shared = make_bridge(name="Arch"), make_bridge(name="Span")
    make_bridge(name="Vault")
    north = make_authority(bridge=ours).region
    make_authority(bridge=shared, region=north)
    make_authority(bridge=shared)
    make_present_support([north], name="Curious Minds")

    response = client.get("/bridges/")

    words = words_of(response)
    assert "Arch 0 partnerships in 1 local authority. In its area, Curious Minds supports partnerships today." in words
    assert "2 local authorities. In part of its area, Curious Minds supports partnerships today." in words
    assert "0 local authorities. We know of nobody who supports partnerships in its area today." in words
    assert 'href="/support/today/"' in response.content.decode()


def test_a_bridge_leads_to_whoever_supports_partnerships_in_its_area_today(client):
    giver = make_bridge(name="Curious Minds", enquiries_email="ask@curious.example")
    north = make_authority(bridge=make_bridge(name="IVE")).region
    make_authority(bridge=make_bridge(name="Artswork", enquiries_email="ask@artswork.example"))
    make_present_support([north], name="Curious Minds", bridge=giver, as_of="2025-07")
    artswork = BridgeOrganisation.objects.get(name="Artswork")
    make_present_support(bridge=artswork, name="Artswork", answer=SupportAnswer.NOT_KNOWN, as_of="2024")

    supported, nobody, own = (client.get(f"/bridges/{slug}/") for slug in ("ive", "artswork", "curious-minds"))

    assert 'href="/join/?bridge=ive&amp;topic=support"' in supported.content.decode()
    assert "Curious Minds, who supports partnerships in its area, reads what you ask." in words_of(supported)
    assert 'href="/join/?bridge=artswork&amp;topic=support"' in nobody.content.decode()
    assert "The national desk of this directory reads what you ask, and answers within 5" in words_of(nobody)
    assert f"It supports partnerships itself today in {north.name} (as of July 2025)." in words_of(own)
    assert "Whether it supports partnerships itself today is not known ( as of 2024)." in words_of(nobody)


def test_a_bridge_shows_its_published_offers_by_kind_and_its_programmes(client):
    bridge = make_bridge(name="Artswork")
    make_support_offer(bridge=bridge, name="Visits", kind=OfferKind.ADVICE, dates="2015-", description="On request")
    make_support_offer(bridge=bridge, name="Hidden", publication=PublicationState.DRAFT)
    make_support_offer(bridge=bridge, name="Stories", kind=OfferKind.NETWORK)
    make_programme(bridge=bridge, name="Better Lives", starts="2021", ends="2023")

    words = words_of(client.get("/bridges/artswork/"))

    assert "Advice and meetings Visits, 2015-: On request" in words
    assert "Better Lives, 2021 to 2023" in words
    assert "Stories, undated" in words
    assert "Hidden" not in words


def test_national_programmes_stand_first(client):
    make_programme(name="Of a Bridge", bridge=make_bridge(name="Artswork"))
    make_programme(name="Of the nation", run_by="Arts Council England")
    make_programme(name="Hidden", publication=PublicationState.DRAFT)

    words = words_of(client.get("/programmes/"))

    assert words.index("National Of the nation") < words.index("Artswork Of a Bridge")
    assert "Hidden" not in words


def test_a_programme_shows_who_took_part_and_where(client):
    programme = make_programme(name="Youth Performance")
    programme.participations.create(partnership=make_partnership(name="Medway CEP"), note="A pilot place")
    programme.participations.create(partnership=make_partnership(name="Draft", publication=PublicationState.DRAFT))
    programme.authorities.add(make_authority(name="Croydon", region=make_region(name="London")))

    words = words_of(client.get("/programmes/youth-performance/"))

    assert "Medway CEP" in words
    assert "A pilot place" in words
    assert "Croydon, London" in words
    assert "Draft" not in words


def test_a_draft_programme_has_no_page(client):
    programme = make_programme(publication=PublicationState.DRAFT)

    assert client.get(programme.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "page",
    [("/bridges/", 5), ("/bridges/artswork/", 27), ("/programmes/", 1), ("/programmes/better-lives/", 7)],
)
def test_pages_of_bridges_ask_the_database_the_same_for_any_number(
    client, kept_snapshot, django_assert_num_queries, page, number
):
    bridge = make_bridge(name="Artswork")
    programme = make_programme(name="Better Lives", bridge=bridge)
    for _ in range(number):
        authority = make_authority(bridge=bridge)
        for stage in ("", Stage.PROPOSED):
            partnership = make_partnership([authority], bridge=bridge, stage=stage)
            partnership.names.create(name="Old", kind=NameKind.FORMER)
            programme.participations.create(partnership=partnership)
        programme.authorities.add(authority)
        make_support_offer(bridge=bridge)
        make_programme(bridge=bridge)
    kept_snapshot()
    path, queries = page

    with django_assert_num_queries(queries):
        client.get(path)
