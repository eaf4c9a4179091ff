"""The page that lists partnerships."""

import re

import pytest

from partnerships.search import results, text_index
from partnerships.views import directory
from partnerships.vocabulary import NameKind, PublicationState, Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_partnership,
    make_priority,
    make_region,
)
from tests.reading import names_on_cards, words_of

pytestmark = pytest.mark.django_db


def title_and_heading(response):
    """Return the words of the title, without the site's name, and of the h1."""
    html = response.content.decode()
    title, heading = (re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1] for tag in ("title", "h1"))
    return title.split(" – ")[0].strip(), heading


def test_the_list_says_how_many_it_holds(client):
    make_partnership(name="A")
    make_partnership(name="B", stage=Stage.PROPOSED)
    make_partnership(name="C", publication=PublicationState.DRAFT)

    response = client.get("/partnerships/")

    assert (names_on_cards(response), title_and_heading(response)) == (["A"], ("1 partnership", "1 partnership"))


def test_the_list_comes_in_pages_that_keep_what_was_chosen(client, monkeypatch):
    monkeypatch.setattr(directory, "PARTNERSHIPS_A_PAGE", 1)
    for name in ("A", "B", "C"):
        make_partnership(name=name, stage=Stage.EMERGING)

    response = client.get("/partnerships/?stage=emerging&page=2")

    heading = "3 partnerships (page 2 of 3)"
    assert (names_on_cards(response), title_and_heading(response)) == (["B"], (heading, heading))
    assert "Partnerships 2 to 2" in words_of(response)
    assert '<a rel="next" href="?stage=emerging&amp;page=3">' in response.content.decode()


def test_one_page_has_no_links_to_others(client):
    make_partnership()

    assert 'class="pagination"' not in client.get("/partnerships/").content.decode()


def test_choosing_or_sorting_starts_again_at_the_first_page(client, monkeypatch):
    monkeypatch.setattr(directory, "PARTNERSHIPS_A_PAGE", 1)
    for _ in range(2):
        make_partnership(stage=Stage.EMERGING)

    html = client.get("/partnerships/?stage=emerging&page=2").content.decode()

    assert 'name="page"' not in html
    assert 'class="chosen-filter" href="/partnerships/"' in html


def test_every_value_says_how_many_it_would_show(client):
    make_partnership([make_authority(region=make_region(name="North East"))], stage=Stage.EMERGING)
    make_region(name="London")

    words = words_of(client.get("/partnerships/"))

    assert "North East 1 result London 0 results" in words
    assert (
        "Emerging 1 result Established 0 results Dormant 0 results Ended 0 results Not known today 0 results" in words
    )


def test_a_value_that_would_show_nothing_cannot_be_chosen(client):
    make_partnership(stage=Stage.EMERGING)

    html = client.get("/partnerships/").content.decode()

    assert '<input type="checkbox" name="stage" value="emerging">' in html
    assert '<input type="checkbox" name="stage" value="ended" disabled>' in html


def test_a_chosen_value_can_be_unticked_even_when_it_matches_nothing(client):
    make_partnership(stage=Stage.EMERGING)

    html = client.get("/partnerships/?stage=ended").content.decode()

    assert '<input type="checkbox" name="stage" value="ended" checked>' in html


def test_the_long_list_of_authorities_offers_only_those_with_partnerships(client):
    make_partnership([make_authority(name="Leeds")])
    make_partnership([make_authority(name="Hull")])
    make_authority(name="Nowhere")

    words = words_of(client.get("/partnerships/?authority=leeds"))

    assert "Leeds 1 result Or another No other Hull (1)" in words
    assert "Nowhere" not in words


def test_a_list_that_is_too_long_is_offered_once_it_is_narrowed(client, monkeypatch):
    monkeypatch.setattr(results, "MOST_OFFERED", 1)
    region = make_region(slug="north")
    for name in ("Leeds", "Hull"):
        make_partnership([make_authority(name=name, region=region if name == "Leeds" else make_region())])

    all_of_them, of_a_region = (client.get(f"/partnerships/{query}") for query in ("", "?region=north"))

    assert "Choose a region first, or type a name" in words_of(all_of_them)
    assert 'name="authority"' not in all_of_them.content.decode()
    assert "Choose one All Leeds (1)" in words_of(of_a_region)


def test_chosen_filters_are_links_that_take_them_away(client):
    make_partnership(stage=Stage.EMERGING, takes_new_members=True)

    response = client.get("/partnerships/?stage=emerging&joining=yes")

    told = "Remove filter Stage: Emerging Remove filter Takes new members: Yes Show all partnerships"
    assert told in words_of(response)
    assert 'href="/partnerships/?joining=yes"' in response.content.decode()


def test_nothing_chosen_means_nothing_to_clear(client):
    make_partnership()

    assert "Show all partnerships" not in words_of(client.get("/partnerships/"))


def test_words_are_searched_for_and_kept_in_the_box(client):
    make_partnership(name="Leeds33").names.create(name="LeedsCEP", kind=NameKind.FORMER)
    make_partnership(name="Hull")
    text_index.rebuild()

    response = client.get("/partnerships/", {"q": 'leedscep "'})

    assert names_on_cards(response) == ["Leeds33"]
    assert 'value="leedscep &quot;"' in response.content.decode()


def test_proposed_partnerships_with_the_words_are_named_apart(client):
    make_partnership(name="Leeds", stage=Stage.PROPOSED, stage_as_of="2021-06")
    text_index.rebuild()

    response = client.get("/partnerships/?q=leeds")

    assert names_on_cards(response) == []
    assert "Not counted as partnerships: Leeds, proposed, June 2021." in words_of(response)


def test_nothing_found_says_what_to_take_away(client):
    make_partnership(name="Leeds", stage=Stage.EMERGING)
    text_index.rebuild()

    response = client.get("/partnerships/?q=leeds&stage=ended")

    assert title_and_heading(response) == ("No partnerships found", "No partnerships found")
    words = words_of(response)
    assert "No partnership matches all of that. Remove “Stage: Ended” to see 1 partnership" in words
    assert words.count("Show all partnerships") == 1


def test_where_nothing_is_found_what_could_be_chosen_is_folded(client):
    make_partnership([make_authority(region=make_region(name="London"))])

    all_of_them, nothing = (client.get(f"/partnerships/{query}").text for query in ("", "?q=zzzzz"))

    assert [page.count('<details class="facet" open>') for page in (all_of_them, nothing)] == [2, 0]


def test_words_are_named_as_themselves_where_they_can_be_taken_away(client):
    make_partnership(name="Leeds", stage=Stage.EMERGING)

    alone, beside_a_stage = (words_of(client.get(f"/partnerships/?q=zzzzz{more}")) for more in ("", "&stage=emerging"))

    assert "Remove filter “zzzzz” Show all partnerships No partnership matches that." in alone
    assert "Remove “zzzzz” to see 1 partnership" in beside_a_stage


def test_nothing_found_says_when_one_thing_less_is_not_enough(client):
    make_partnership(stage=Stage.EMERGING)

    words = words_of(client.get("/partnerships/?q=zzzz&stage=ended"))

    assert "Removing one of the filters is not enough." in words


def test_nothing_found_suggests_words_that_do_find_something(client):
    make_partnership(name="Leeds")
    text_index.rebuild()

    response = client.get("/partnerships/?q=leedz")

    assert "No partnership matches that. Did you mean leeds ? 1 result" in words_of(response)
    assert 'href="/partnerships/?q=leeds"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "region=atlantis",
        "region=%00&stage=%00&sort=%00&page=%00&q=%00",
        "page=abc",
        "page=9999",
        "page=99999999999999999999999",
        "page=1.5&page=&page=0",
        "stage=proposed",
        "&".join(f"region={number}" for number in range(300)),
        "joining=yes%27%20OR%201=1",
        f"q={'x' * 4_000}",
        "q=%22",
        "q=%F0%9F%8E%AD",
        "q[]=1&region[]=2&%00=1",
        "authority=%FF%FE",
    ],
)
def test_nonsense_never_breaks_or_empties_the_list(client, query):
    make_partnership(name="A")

    response = client.get(f"/partnerships/?{query}", follow=True)

    assert (response.status_code, names_on_cards(response)) == (200, ["A"])


def test_nonsense_is_named_in_a_notice(client):
    make_partnership()

    words = words_of(client.get("/partnerships/?region=atlantis&page=9"))

    assert "We ignored “atlantis”: it is not one of the regions. There is no page 9, so this is the first." in words


def test_nonsense_is_shown_as_text_only(client):
    make_partnership()

    html = client.get("/partnerships/", {"region": "<script>", "q": '"><script>'}).content.decode()

    assert "<script>" not in html


@pytest.mark.parametrize(
    ("query", "noindex"), [("", False), ("stage=ended", False), ("stage=ended&joining=yes", True), ("q=leeds", True)]
)
def test_search_engines_are_kept_out_of_deep_combinations(client, query, noindex):
    html = client.get(f"/partnerships/?{query}").content.decode()

    assert ('<meta name="robots" content="noindex, follow">' in html) == noindex


def test_the_list_only_answers_questions(client):
    assert client.post("/partnerships/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_the_same_for_any_number(client, kept_snapshot, django_assert_num_queries, number):
    for index in range(number):
        authority = make_authority(region=make_region(), bridge=make_bridge())
        partnership = make_partnership([authority, make_authority()], name=f"Leeds {index}", stage=Stage.EMERGING)
        partnership.names.create(name="Old", kind=NameKind.FORMER)
        partnership.stated_priorities.create(priority=make_priority(), wording="w")
        make_membership(partnership=partnership)
        make_partnership(name=f"Leeds idea {index}", stage=Stage.PROPOSED)
    text_index.rebuild()
    kept_snapshot()

    with django_assert_num_queries(7):
        response = client.get("/partnerships/?q=leeds&stage=emerging")
    # All cards are at hand now.
    with django_assert_num_queries(1):
        client.get("/partnerships/?stage=emerging")

    assert len(names_on_cards(response)) == number


def test_the_page_has_one_search_box_and_says_how_many_filters_are_chosen(client):
    make_partnership([make_authority(region=make_region(slug="north"))], stage=Stage.EMERGING)

    html = client.get("/partnerships/?region=north&stage=ended&q=x").content.decode()

    assert html.count('type="search"') == 1
    assert '<span class="facet-chosen">2<span class="visually-hidden"> chosen</span></span></a>' in html
    assert ">Filters</a>" in client.get("/partnerships/").content.decode()
