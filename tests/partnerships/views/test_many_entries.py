"""Pages that show the first of many partnerships, and lead to all of them."""

import pytest

from partnerships.coverage import who_covers
from partnerships.models import LocalAuthority
from partnerships.views import directory, places
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_bridge, make_membership, make_partnership, make_priority, make_region
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch):
    """Two places in one region and territory, and pages that show two partnerships at most."""
    for module in (directory, places):
        monkeypatch.setattr(module, "ENTRIES_SHOWN", 2)
    monkeypatch.setattr(directory, "STATEMENTS_SHOWN", 2)
    monkeypatch.setattr(directory, "PROPOSED_A_PAGE", 2)
    region, bridge = make_region(name="North East"), make_bridge(name="Arch")
    return [make_authority(name=name, region=region, bridge=bridge) for name in ("Ashton", "Brinton")]


@pytest.mark.parametrize(
    ("path", "words", "all_of_them"),
    [
        ("/regions/north-east/", "All 3 partnerships of the North East", "/partnerships/?region=north-east"),
        ("/bridges/arch/", "All 3 partnerships of its area", "/partnerships/?bridge=arch"),
    ],
)
def test_a_page_shows_the_first_partnerships_by_name_and_leads_to_all(client, few, path, words, all_of_them):
    for name in ("Cedar", "Alder", "Birch"):
        make_partnership(few, name=name)
    make_partnership(few, name="Suggested", stage=Stage.PROPOSED)

    response = client.get(path)

    section = words_of(response).partition("Partnerships 3")[2].partition("All 3 partnerships")[0]
    assert [name for name in ("Alder", "Birch", "Cedar") if name in section] == ["Alder", "Birch"]
    assert f'href="{all_of_them}">{words}' in response.content.decode()
    assert len(client.get(all_of_them).context["page"].object_list) == 3


@pytest.mark.parametrize("path", ["/regions/north-east/", "/bridges/arch/", "/priorities/youth-voice/"])
def test_a_page_that_shows_all_does_not_lead_to_all(client, few, path):
    make_partnership(few).stated_priorities.create(priority=make_priority(name="Youth voice"), wording="Listen")

    words = words_of(client.get(path))

    assert ("All 1" in words, "See all" in words, "the first by name" in words) == (False, False, False)


def test_members_of_partnerships_on_cards_are_counted_where_only_the_first_are_read(client, few):
    partnership = make_partnership(few, name="Alder")
    make_membership(partnership=partnership)
    make_membership(partnership=make_partnership(few, name="Birch"))

    response = client.get("/regions/north-east/")

    assert [card.partnership.member_count for card in response.context["cards"]] == [1, 1]


def test_a_priority_shows_the_first_statements_and_leads_to_all_partnerships(client, few):
    voice = make_priority(name="Youth voice")
    for name in ("Cedar", "Alder", "Birch"):
        make_partnership(few, name=name).stated_priorities.create(priority=voice, wording=f"{name} listens")

    words = words_of(client.get("/priorities/youth-voice/"))

    assert ("Alder listens" in words, "Cedar listens" in words) == (True, False)
    assert "See all 3 partnerships They open as a list that you can narrow by place." in words


def test_many_proposed_ones_come_on_pages(client, few):
    for name in ("Cedar", "Alder", "Birch"):
        make_partnership(few, name=name, stage=Stage.PROPOSED)

    first, second = client.get("/proposed/"), client.get("/proposed/?page=2")

    assert [card.partnership.name for page in (first, second) for card in page.context["cards"]] == [
        "Alder",
        "Birch",
        "Cedar",
    ]
    assert "3 places" in words_of(first)
    assert 'href="?page=2"' in first.content.decode()
    assert "There is no page 9" in words_of(client.get("/proposed/?page=9"))


def test_proposed_ones_of_a_region_lead_to_the_list_of_them(client, few):
    for _ in range(3):
        make_partnership(few, stage=Stage.PROPOSED)

    for path in ("/regions/north-east/", "/bridges/arch/"):
        response = client.get(path)
        assert len(response.context["proposed"]) == 2
        assert 'href="/proposed/">All proposed partnerships of England' in response.content.decode()


def test_a_place_with_many_partnerships_says_how_many_in_the_table(client, few):
    for _ in range(5):
        make_partnership(few[:1])

    for path in ("/regions/north-east/", "/authorities/"):
        assert "Ashton 5 partnerships Brinton Nobody we know of" in words_of(client.get(path))


@pytest.mark.parametrize("path", ["/authorities/ashton/", "/find/?q=Ashton"])
def test_a_place_shows_the_first_of_many_partnerships_and_leads_to_all(client, few, monkeypatch, path):
    monkeypatch.setattr(who_covers, "SHOWN", 1)
    for stage in ("", Stage.PROPOSED, Stage.ENDED):
        for number in (1, 2, 3):
            make_partnership(few[:1], name=f"{stage or 'at work'} {number}", stage=stage)

    page = client.get(path).content.decode()

    shown = [name for stage in ("at work", "proposed", "ended") for name in _numbered(stage) if f">{name}</a>" in page]
    assert shown == ["at work 1", "proposed 1", "ended 1"]
    assert 'href="/partnerships/?authority=ashton">All 3 partnerships of Ashton' in page
    assert 'href="/partnerships/?authority=ashton&amp;stage=ended">All 3 that have closed' in page
    assert 'href="/proposed/">All proposed partnerships of England' in page


def _numbered(stage):
    return [f"{stage} {number}" for number in (1, 2, 3)]


def test_a_place_of_several_authorities_shows_the_first_of_many_partnerships(client, few, monkeypatch):
    LocalAuthority.objects.update(county="Kent")
    monkeypatch.setattr(who_covers, "SHOWN", 2)
    for number in range(5):
        make_partnership(few[:1], name=f"At work {number}")
    make_partnership(few[1:], name="Brinton CEP")

    page, words = client.get("/find/?q=Kent").content.decode(), words_of(client.get("/find/?q=Kent"))
    found = client.get("/api/v1/find/?q=Kent").json()

    assert "Ashton 5 partnerships Brinton Brinton CEP Partnerships that work there 6" in words
    assert ("At work 1" in words, "At work 2" in words) == (True, False)
    assert 'href="/partnerships/?authority=ashton&amp;authority=brinton">All partnerships' in page
    assert [len(place["partnerships"]) for place in (found, *found["authorities"])] == [6, 5, 1]
