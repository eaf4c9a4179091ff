"""The need on the pages of a local authority, a region and a Bridge Organisation."""

import pytest

from tests.factories import make_authority, make_bridge, make_partnership, make_region
from tests.figures import make_figures
from tests.reading import words_of

pytestmark = pytest.mark.django_db
CAREFUL = "The figures are of areas: they say nothing about a child or a school."


@pytest.fixture
def places():
    """Two cold spots in the North East and one covered place in London, all of one Bridge Organisation."""
    bridge, north = make_bridge(name="Culture Bridge"), make_region(name="North East", slug="north-east")
    for name, code, share in [("Arun", "E07000001", 0.2), ("Zeal", "E07000002", 0.45)]:
        make_authority(name=name, gss_code=code, region=north, bridge=bridge)
        make_figures(code, share, children_rank=3)
    covered = make_authority(name="Kent", gss_code="E07000003", region=make_region(name="London"), bridge=bridge)
    make_figures("E07000003", 0.6)
    make_partnership([covered], bridge=bridge)


def test_a_local_authority_has_its_share_beside_those_in_the_middle(client, places):
    words = words_of(client.get("/authorities/zeal/"))

    assert "45.0% of the children under 16 here, 3rd of 3 local authorities" in words
    assert "The middle authority in the North East: 20.0%. The middle authority in England: 45.0%" in words
    assert f"{CAREFUL} Source: Indices of 2025. See Zeal on the map of need" in words


def test_a_region_says_where_nobody_covers_and_its_middle(client, places):
    response = client.get("/regions/north-east/")

    words = words_of(response)
    assert "2 local authorities are without a partnership we know of: which they are, by need." in words
    assert "In the middle authority in the North East, 20.0% of children under 16" in words
    assert "in the middle authority in England, 45.0%. Source: Indices of 2025. The figures" in words
    assert 'href="/cold-spots/?region=north-east"' in response.content.decode()


def test_a_bridge_names_the_places_of_its_area_nobody_covers_by_need(client, places):
    make_authority(name="Elsewhere")

    words = words_of(client.get("/bridges/culture-bridge/"))

    assert "Places nobody covers 2 With the share" in words
    assert f"{CAREFUL} Zeal 45.0% Arun 20.0% All places nobody covers, by need" in words


def test_without_figures_no_page_promises_any(client):
    bridge, region = make_bridge(name="Culture Bridge"), make_region(name="London")
    make_authority(name="Arun", region=region, bridge=bridge)

    pages = [
        words_of(client.get(path)) for path in ("/authorities/arun/", "/regions/london/", "/bridges/culture-bridge/")
    ]

    assert ["low-income" in words for words in pages] == [False, False, False]
    assert "Places nobody covers 1 Arun All places" in pages[2]
