"""The map of England, the maps on other pages, and the list of cold spots."""

import gzip
import re

import pytest
from django.template import Context, Template
from django.utils import timezone

from partnerships.coverage import map as coverage_map
from partnerships.coverage.everywhere import coverage_in
from partnerships.models import Partnership
from partnerships.search import cards
from partnerships.search.results import PartnershipResults
from partnerships.vocabulary import Stage
from tests.factories import THIS_YEAR, make_authority, make_partnership, make_region
from tests.figures import make_figures
from tests.reading import words_of

QUERIES = {"/map/": 3, "/map/need/": 7, "/cold-spots/": 13}
pytestmark = pytest.mark.django_db

LEEDS, BRADFORD, CAMDEN = "E08000035", "E08000032", "E09000007"


def all_cards():
    results = PartnershipResults()
    return cards.of_matches(results.snapshot, results.matches[0 : results.count])


def drawn(source, **context):
    """Return what a template of `source` draws with the tags of the map."""
    return Template("{% load maps %}" + source).render(Context(context))


def test_the_map_has_the_same_facts_as_links_and_as_a_table(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))
    make_authority(name="Bradford", gss_code=BRADFORD, region=leeds.region)
    make_partnership([leeds], name="Leeds33", stage=Stage.ESTABLISHED)

    response = client.get("/map/")

    html, words = response.content.decode(), words_of(response)
    assert '<a class="map-shape" href="/authorities/leeds/"><title>' in html
    assert f"<title>Leeds: Leeds33, established as of {THIS_YEAR}</title>" in html
    assert "Everything: 2 Covered: 1 Established: 1 Nobody we know of: 1" in words
    row = f"Leeds Leeds33, established as of {THIS_YEAR}"
    told = "Yorkshire 1 of 2 without a partnership Local authority Who covers it"
    assert f"{told} Bradford No partnership we know of, none proposed {row}" in words


def test_what_the_map_shows_is_never_older_than_what_is_known(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    partnership = make_partnership([leeds], name="Leeds33")
    client.get("/map/")

    partnership.name = "Leeds & friends"
    partnership.save()
    html = client.get("/map/").content.decode()

    assert "<title>Leeds: Leeds &amp; friends, stage not known today</title>" in html
    assert ">Leeds &amp; friends</a>" in html
    assert "Leeds33" not in html


def test_from_five_partnerships_the_page_does_not_grow_with_them(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    for _ in range(5):
        make_partnership([leeds])
    shorter = client.get("/map/").content.decode()
    for _ in range(4):
        make_partnership([leeds])
    html = client.get("/map/").content.decode()

    assert "<title>Leeds: 9 partnerships (9 stage not known today)</title>" in html
    assert '<a href="/partnerships/?authority=leeds">9 partnerships</a>' in html
    assert len(html) == len(shorter)


def test_the_map_of_need_says_its_scale_in_words_and_has_the_same_facts_as_a_table(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))
    make_authority(name="Bradford", gss_code=BRADFORD, region=leeds.region)
    make_partnership([leeds], name="Leeds33")
    make_figures(LEEDS, 0.402)
    make_figures(BRADFORD, 0.524)

    response = client.get("/map/need/")

    html, words = response.content.decode(), words_of(response)
    assert "<title>Bradford: 52.4% of children; no partnership we know of</title>" in html
    # In the legend, and in Bradford.
    assert html.count('<circle class="map-mark') == 2
    assert '<circle class="map-mark of-none"' in html
    assert "50% of children or more: 1 40% to 49.9%: 1" in words
    assert "A dot: 1 local authority is without a partnership we know of." in words
    assert "Yorkshire 1 of 2 without a partnership; middle authority 40.2%" in words
    assert "Bradford 52.4% None we know of Leeds 40.2% Covered" in words
    assert "The figures are of areas: they say nothing about a child or a school." in words


def test_each_layer_of_the_map_leads_to_the_other(client):
    for path, other in (("/map/", "/map/need/"), ("/map/need/", "/map/")):
        html = client.get(path).content.decode()

        assert re.search(f'<a href="{path}" aria-current="page">.+?</a></li>', html)
        assert re.search(f'<a href="{other}">.+?</a></li>', html)


def test_the_map_of_england_opens_london_on_the_same_page(client):
    make_authority(name="Camden", gss_code=CAMDEN, region=make_region(gss_code=coverage_map.LONDON, name="London"))

    html = client.get("/map/").content.decode()
    opened = client.get("/map/?region=london").content.decode()

    assert html.count('<a class="map-shape" href="?region=london"><title>London: open the region</title>') == 1
    assert '<a class="map-shape" href="/authorities/camden/">' not in html
    assert html.count('<svg class="map"') == opened.count('<svg class="map"') == 1
    assert opened.count('<a class="map-shape" href="/authorities/camden/"><title>') == 1


def test_the_map_without_any_place_is_a_page_all_the_same(client):
    assert client.get("/map/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("path", ["/map/", "/map/need/", "/cold-spots/"])
def test_pages_of_the_map_ask_the_database_the_same_for_any_number(
    kept_snapshot, client, django_assert_num_queries, path, number
):
    for index in range(number):
        cold = make_authority(gss_code=f"E0800003{index}", easting=400_000, northing=400_000)
        make_partnership([cold], stage=Stage.PROPOSED)
        make_partnership([make_authority(easting=410_000, northing=400_000)])

    kept_snapshot()
    with django_assert_num_queries(QUERIES[path]):
        client.get(path)


@pytest.mark.parametrize("path", ["/map/", "/cold-spots/"])
def test_pages_of_the_map_are_only_read(client, path):
    assert client.post(path).status_code == 405


def test_a_partnerships_map_is_drawn_with_its_name_and_links(client):
    partnership = make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds & friends")

    html = client.get(partnership.get_absolute_url()).content.decode()

    assert 'aria-label="Map of the area of Leeds &amp; friends"' in html
    assert html.count('<a class="map-shape" href="/authorities/leeds/"><title>Leeds</title>') == 1
    assert len(gzip.compress(html.encode())) < 10_000


def test_the_name_of_whom_the_map_is_about_stands_out():
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    html = drawn("{% map_of_authority authority %}", authority=leeds)

    assert re.search('<text [^>]*class="is-subject"><tspan[^>]*>Leeds<', html)


def test_a_regions_map_an_authoritys_map_and_a_lists_map_are_drawn():
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    make_partnership([leeds], name="Leeds33")
    title = "<title>Leeds: Leeds33, stage not known today</title>"

    assert title in drawn(
        "{% map_of_region region coverages %}", region=leeds.region, coverages=coverage_in(leeds.region)
    )
    assert title in drawn("{% map_of_authority authority %}", authority=leeds)
    assert title in drawn(
        "{% map_of_results found %}",
        found=all_cards(),
    )


def test_a_map_beside_text_says_what_its_numbers_count_if_it_has_any(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    of_one = make_partnership([leeds]).get_absolute_url()
    with_numbers = ["/partnerships/", leeds.region.get_absolute_url(), f"/find/?q={leeds.name}"]

    told = [path for path in [*with_numbers, of_one] if "The numbers count local" in words_of(client.get(path))]

    assert told == with_numbers


def test_a_lists_map_shows_what_has_changed_since_it_was_drawn():
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    partnership = make_partnership([leeds], name="Leeds33")
    before = drawn("{% map_of_results found %}", found=all_cards())
    Partnership.objects.filter(pk=partnership.pk).update(stage=Stage.ENDED)
    make_partnership([leeds], name="Newer", stage=Stage.EMERGING)
    after = drawn("{% map_of_results found %}", found=all_cards())

    assert f"<title>Leeds: Newer, emerging as of {THIS_YEAR}</title>" in after
    assert ("Leeds33" in before, "Leeds33" in after) == (True, False)


def test_nothing_is_drawn_where_there_is_nothing_to_draw():
    assert drawn("{% map_of_results found %}", found=[]).strip() == ""


def test_what_was_found_leads_to_it_on_the_map_which_marks_it_and_says_so(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))
    make_partnership([leeds], name="Leeds33", stage=Stage.ESTABLISHED)

    found = client.get("/find/?q=Leeds").content.decode()
    response = client.get("/map/?authority=leeds")

    assert '<a href="/map/?authority=leeds">See Leeds on the map</a>' in found
    assert "Map of Leeds and the places around it" in words_of(response)
    told = f"The pin stands in Leeds, in Yorkshire. Leeds33, established as of {THIS_YEAR} Go to Leeds Open Yorkshire"
    assert told in words_of(response)
    assert '<path class="map-mark" d="M' in response.content.decode()


def test_what_the_map_does_not_know_is_said_and_all_england_shown(client):
    make_authority(name="Leeds", gss_code=LEEDS)

    response = client.get("/map/?region=lundon&authority=ls1+3ab&show=blue")

    words = words_of(response)
    assert "Map of England" in words
    assert "We ignored “lundon”: it is not one of the regions." in words
    assert "We ignored “ls1 3ab”: it is not one of the local authorities." in words
    assert "We ignored “blue”: the map does not tell that apart." in words
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/map/", "/map/need/"])
def test_the_table_is_folded_by_region_but_for_the_one_that_is_open(client, path):
    yorkshire = make_region(name="Yorkshire")
    make_authority(name="Leeds", gss_code=LEEDS, region=yorkshire)
    make_authority(name="Camden", gss_code=CAMDEN, region=make_region(name="South"))

    for address, folded in ((path, 2), (f"{path}?region={yorkshire.slug}", 1)):
        html = client.get(address).content.decode()
        assert html.count('<details class="map-folded">') == folded
        # A fragment opens what it lies in.
        assert html.count(f'id="{yorkshire.slug}"') == 1
        assert html.count("<tbody>") == 2


def test_lines_of_the_legend_keep_the_region_and_dim_the_rest(client):
    yorkshire = make_region(name="Yorkshire")
    make_authority(name="Leeds", gss_code=LEEDS, region=yorkshire)

    html = client.get(f"/map/?region={yorkshire.slug}&show=none").content.decode()

    assert f'<a href="?region={yorkshire.slug}" data-leaves="">' in html
    shown = re.search(r'<a href="\?show=none&amp;region=yorkshire" data-leaves="([^"]+)" aria-current="true">', html)
    assert [f"no-{level}" for level in shown[1].split()] == re.search('class="map-frame ([^"]+)"', html)[1].split()
    assert '<meta name="robots" content="noindex, follow">' in html


@pytest.mark.parametrize("path", ["/map/", "/map/need/"])
def test_whoever_copies_a_figure_gets_its_day_its_source_and_the_address_of_what_they_see(client, path):
    make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))
    make_figures(LEEDS, 0.402)

    words = words_of(client.get(f"{path}?region=yorkshire"))

    today = f"{timezone.localdate():%-d %B %Y}"
    told = f"LCEP Directory, “[^”]*Yorkshire”, {today}, http://127.0.0.1:8000{path}[?]region=yorkshire"
    assert re.search(told, words)
    assert ("Shares of children: Indices of 2025." in words) == ("need" in path)


def test_the_map_of_need_tells_the_share_of_the_place_that_is_marked_and_counts_no_dots_elsewhere(client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))
    make_figures(LEEDS, 0.402, children_rank=81)

    need, coverage = (words_of(client.get(f"{path}?authority={leeds.slug}")) for path in ("/map/need/", "/map/"))

    share = "40.2% of the children under 16 here, 81st of 1 local authorities, the highest share being first."
    assert f"No partnership we know of, none proposed {share} The middle authority in Yorkshire: 40.2%." in need
    assert "A dot: a local authority without a partnership we know of." in need
    assert "of the children" not in coverage


def test_what_is_known_is_dated_above_the_list_of_cold_spots_and_quoted_below_it(client):
    make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))

    words = words_of(client.get("/cold-spots/?region=yorkshire"))

    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"As known on {today}. Quote these figures or take the list away" in words
    address = "http://127.0.0.1:8000/cold-spots/?region=yorkshire"
    assert f"“Places nobody covers: Yorkshire”, {today}, {address} What we" in words


def test_whoever_looks_for_one_priority_is_led_from_the_map_to_the_list_of_the_same_region(client):
    make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="Yorkshire"))

    england, region = (client.get(path).content.decode() for path in ("/map/", "/map/?region=yorkshire"))

    assert '<a href="/partnerships/#filter-panel">narrow the list</a>' in england
    assert '<a href="/partnerships/?region=yorkshire#filter-panel">narrow the list</a>' in region
