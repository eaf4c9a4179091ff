"""The maps at their fullest, with every authority of England that is drawn."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from partnerships.coverage import map as coverage_map
from partnerships.geography import outlines
from partnerships.models import LocalAuthority
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_bridge, make_partnership, make_region
from tests.partnerships.views.test_maps import CAMDEN, all_cards, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def all_england(prepared_data):
    """Every authority that is drawn, half in London's region, a third of them covered."""
    with prepared_data():
        regions = [make_region(gss_code=coverage_map.LONDON), make_region(name="Wide"), make_region()]
        bridge = make_bridge()
        codes = sorted(code for code in outlines.of_england().shapes if code[0] == "E")
        for number, code in enumerate(codes):
            region = regions[0] if code.startswith("E09") else regions[1 + number % 2]
            authority = make_authority(gss_code=code, name=f"Authority of {code}", region=region, bridge=bridge)
            if number % 3 == 0:
                stage = ["", Stage.EMERGING, Stage.PROPOSED][number // 3 % 3]
                make_partnership([authority], name=f"Cultural Education Partnership of {code}", stage=stage)
        yield


def test_ids_are_unique_and_patterns_of_the_legend_are_those_of_the_map(client):
    html = client.get("/map/").content.decode()

    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {"map-england-emerging", "map-england-proposed"} <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


NORTH_YORKSHIRE, BARKING = "E06000065", "E09000002"
# Not the shapes of patchworks, which stand on the page itself.
USED = re.compile(r'<use [^>]*?href="([^"#]+)#([^"]+)"')


@pytest.mark.parametrize(
    ("page", "uses"),
    [
        ("/map/", 1 + 296),
        ("/partnerships/", 2 + 20),
        ("/regions/wide/", 2 + 132),
        (f"/authorities/authority-of-{NORTH_YORKSHIRE}/", 3 + 70),
        (f"/authorities/authority-of-{CAMDEN}/", 0),
        (f"/partnerships/cultural-education-partnership-of-{BARKING}/", 0),
    ],
)
def test_every_shape_a_page_takes_from_the_file_of_shapes_is_there(client, page, uses):
    html = client.get(page.lower()).content.decode()

    # What stands below a list is small.
    name = outlines.SMALL_SHAPES_FILE if page == "/partnerships/" else outlines.SHAPES_FILE
    with open(finders.find(name), encoding="utf-8") as file:
        ids = set(re.findall(r'\bid="([^"]+)"', file.read()))
    found = USED.findall(html)
    assert 'class="map"' in html
    assert {address for address, _ in found} <= {static(name)}
    assert {id for _, id in found} <= ids
    assert len(found) == html.count("<use") - html.count('<use href="#patch-') == uses


def test_the_map_can_be_skipped(client):
    html = client.get("/map/").content.decode()

    targets = re.findall(r'class="map-skip" href="#([^"]+)"', html)
    assert targets == ["map-england-end"]
    assert html.index('<svg class="map"') < html.index('id="map-england-end"')


def test_the_map_of_all_england_weighs_less_than_sixty_kilobytes(client):
    response = client.get("/map/")

    # London's 33 are one link.
    assert response.content.count(b'<a class="map-shape"') == 296 - 33 + 1
    assert len(gzip.compress(response.content)) < 60_000


def test_the_heaviest_maps_on_other_pages_stay_light():
    everybody = drawn(
        "{% map_of_results found %}",
        found=all_cards(),
    )
    authorities = LocalAuthority.objects.filter(gss_code__in=["E06000065", "E06000052", CAMDEN])
    heaviest = max(
        len(gzip.compress(drawn("{% map_of_authority a %}", a=authority).encode())) for authority in authorities
    )

    assert len(gzip.compress(everybody.encode())) < 25_000
    assert heaviest < 10_000
