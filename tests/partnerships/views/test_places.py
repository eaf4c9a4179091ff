"""Pages of regions and local authorities."""

import pytest

from partnerships.vocabulary import NameKind, PublicationState, Stage
from tests.factories import make_authority, make_bridge, make_partnership, make_region, make_support_offer
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def test_the_region_list_counts_partnerships_and_proposed_ones_apart(client):
    region = make_region(name="North East")
    here, there = make_authority(region=region), make_authority(region=region)
    make_partnership([here])
    make_partnership([there], stage=Stage.PROPOSED)

    assert "North East 1 1 1 of 2" in words_of(client.get("/regions/"))


def test_a_region_says_who_covers_each_of_its_authorities(client):
    region = make_region(name="North East")
    covered, proposed, neither = (make_authority(name=name, region=region) for name in ("Ashton", "Brinton", "Corby"))
    make_partnership([covered], name="Ashton LCEP")
    make_partnership([proposed], name="Brinton idea", stage=Stage.PROPOSED, stage_as_of="2020")
    make_partnership([neither], name="Draft", publication=PublicationState.DRAFT)

    words = words_of(client.get("/regions/north-east/"))

    assert "1 partnership works here. 1 of the 3 local authorities is covered by at least one." in words
    assert "LCEP, stage not known today Brinton Nobody we know of; Brinton idea, proposed, 2020 Corby Nobody" in words
    assert "Draft" not in words


def test_a_region_names_its_bridge_organisations_with_their_dates(client):
    region = make_region(name="North East")
    bridge = make_bridge(name="Culture Bridge", role_from="2015-04-01", role_until="2023-03-31")
    make_authority(region=region, bridge=bridge)

    words = words_of(client.get("/regions/north-east/"))

    assert "Culture Bridge: 1 of the region’s local authorities, from 1 April 2015 to 31 March 2023" in words


def test_the_authority_list_stands_by_region_and_names_uncovered_places(client):
    north, south = make_region(name="North", position=1), make_region(name="South", position=2)
    make_partnership([make_authority(name="Zeal", region=north)], name="Zeal LCEP")
    make_authority(name="Ashton", region=south)

    words = words_of(client.get("/authorities/"))

    assert "1 local authority is without a partnership we know of." in words
    assert words.index("Zeal LCEP") < words.index("Ashton Nobody we know of")


@pytest.mark.parametrize("path", ["/regions/north/", "/authorities/"])
def test_from_five_partnerships_lists_of_places_say_how_many_there_are(client, path):
    leeds = make_authority(name="Leeds", region=make_region(name="North"))
    for stage in ("", "", "", "", "", Stage.PROPOSED):
        make_partnership([leeds], stage=stage)

    html = client.get(path).content.decode()

    assert '<a href="/partnerships/?authority=leeds">5 partnerships</a>' in html


def test_an_authority_with_one_partnership_names_it(client):
    make_partnership([make_authority(name="Leeds")], name="Leeds33")

    words = words_of(client.get("/authorities/leeds/"))

    assert "Leeds33 is the partnership here." in words
    assert "What you can do" not in words


def test_of_one_whose_area_is_told_in_words_a_place_says_these(client):
    make_partnership([make_authority(name="Leeds")], name="Leeds33", coverage_note="Three wards.")

    words = words_of(client.get("/authorities/leeds/"))

    assert "Leeds33 is the partnership here, as far as its area is known: Three wards." in words


def test_an_authority_with_several_says_how_they_differ(client):
    dover, thanet = make_authority(name="Dover", county="Kent"), make_authority(name="Thanet", county="Kent")
    make_partnership([dover], name="Dover LCEP")
    make_partnership([dover, thanet], name="Kent LCEP", coverage_note="The coast only.")

    words = words_of(client.get("/authorities/dover/"))

    assert "2 partnerships work here." in words
    assert "Works in Dover alone." in words
    assert "Works in parts of Kent. The coast only." in words


def test_an_authority_with_only_a_proposal_says_so_and_what_to_do(client):
    make_partnership([make_authority(name="Leeds")], name="Leeds idea", stage=Stage.PROPOSED)

    words = words_of(client.get("/authorities/leeds/"))

    assert "We know of no partnership here yet, though one was proposed." in words
    assert "Leeds idea" in words
    assert "What else you can do" in words


def test_an_authority_nobody_covers_says_who_can_help(client):
    bridge = make_bridge(name="Curious Minds", role_until="2023-03-31")
    make_authority(name="Nowhere", bridge=bridge, easting=400_000, northing=400_000)
    make_partnership([make_authority(easting=410_000, northing=400_000)], name="Next Door LCEP")
    make_support_offer(name="Peer network", provider="Arts Council England", description="Open to all")
    make_support_offer(name="Hidden", provider="Nobody", publication=PublicationState.DRAFT)

    words = words_of(client.get("/authorities/nowhere/"))

    assert "Until March 2023 Curious Minds was the Bridge Organisation here." in words
    assert "We know of nobody who says that they support partnerships here today." in words
    assert "Peer network (Arts Council England), undated: Open to all" in words
    assert "Next Door LCEP" in words
    assert "Hidden" not in words


def test_an_authority_whose_partnership_closed_says_so(client):
    make_partnership([make_authority(name="Leeds")], stage=Stage.ENDED)

    assert "The partnership here has closed, and we know of no other." in words_of(client.get("/authorities/leeds/"))


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "page",
    [("/regions/north-east/", 24), ("/authorities/", 3), ("/authorities/a-0/", 19)],
)
def test_pages_of_places_ask_the_database_the_same_for_any_number(
    client, kept_snapshot, django_assert_num_queries, page, number
):
    region = make_region(name="North East")
    first = make_authority(name="a 0", region=region, county="Kent", easting=400_000, northing=400_000)
    for index in range(number):
        authority = make_authority(region=region, easting=410_000, northing=400_000 + index)
        for stage in ("", Stage.PROPOSED):
            make_partnership([first, authority], stage=stage).names.create(name="Old", kind=NameKind.FORMER)
        make_partnership([authority]).names.create(name="Older", kind=NameKind.FORMER)
        make_support_offer()
    kept_snapshot()
    path, queries = page

    with django_assert_num_queries(queries):
        client.get(path)


def test_the_list_of_regions_asks_the_database_only_whether_anything_changed(
    client, kept_snapshot, django_assert_num_queries
):
    make_partnership()
    kept_snapshot()

    with django_assert_num_queries(1):
        client.get("/regions/")
