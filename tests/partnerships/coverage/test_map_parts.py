"""Parts of authorities on the maps."""

import pytest

from partnerships.coverage import map as coverage_map
from partnerships.coverage.everywhere import coverage_by_authority, coverage_in
from partnerships.coverage.levels import CoverageLevel, LegendItem
from partnerships.geography.outline_geometry import path_around
from partnerships.publishing.entry_details import details_of
from partnerships.search import cards
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import Stage
from tests.area_parts import make_part
from tests.factories import THIS_YEAR, make_authority, make_partnership, make_region

pytestmark = pytest.mark.django_db
NORTH_YORKSHIRE = "E06000065"
CODES = [f"{NORTH_YORKSHIRE} {district}" for district in ("YO11", "YO12")]


@pytest.fixture
def scarborough():
    """A partnership that works in two postcode districts of North Yorkshire."""
    authority = make_authority(name="North Yorkshire", gss_code=NORTH_YORKSHIRE, region=make_region(name="Yorkshire"))
    partnership = make_partnership([authority], name="Scarborough LCEP", stage=Stage.EMERGING)
    make_part(partnership, kind="town", name="Scarborough", postcode_districts="YO11 YO12")
    return partnership


def drawings_of(partnership):
    """Return each map that shows `partnership`, by name."""
    [authority], snapshot = partnership.authorities.all(), keeping.current()
    shown = cards.first_of(snapshot, snapshot.formed, 9)
    return {
        "England": coverage_map.of_england(coverage_by_authority()),
        "its region": coverage_map.of_region(authority.region, coverage_in(authority.region)),
        "its authority": coverage_map.of_authority(authority),
        "a list": coverage_map.of_results(card.on_map for card in shown),
        "its page": coverage_map.of_partnership(snapshot, partnership, details_of(partnership).authorities),
    }


@pytest.mark.parametrize("name", ["England", "its region", "its authority", "a list", "its page"])
def test_every_map_draws_the_part_above_its_authority(scarborough, name):
    drawing = drawings_of(scarborough)[name]

    [authority], [part] = drawing.shapes, drawing.parts
    assert (authority.level, part.level) == (CoverageLevel.PART, CoverageLevel.EMERGING)
    assert part.outline == path_around(tuple(CODES)) != ""
    # Kilometres on the map of England, a quarter of one nearby.
    assert drawing.part_scale == (1 if drawing.is_close else 0.25)


def test_the_part_says_whose_it_is_and_leads_there(scarborough):
    [part] = drawings_of(scarborough)["England"].parts

    assert part.title == f"Scarborough LCEP, in Scarborough, emerging as of {THIS_YEAR}"
    assert part.url == "/partnerships/scarborough-lcep/"


def test_the_legend_counts_an_authority_covered_in_part_apart(scarborough):
    assert drawings_of(scarborough)["England"].legend == (LegendItem(CoverageLevel.PART, 1),)


def test_the_map_of_its_page_says_what_is_filled_and_what_is_hatched(scarborough):
    title = drawings_of(scarborough)["its page"].title
    scarborough.parts.update(postcode_districts="")

    assert title.endswith(", the part it works in filled, and the rest of the local authority hatched")
    assert drawings_of(scarborough)["its page"].title == "Map of the area of Scarborough LCEP"


def test_a_part_without_known_districts_has_no_shape_of_its_own(scarborough):
    scarborough.parts.update(postcode_districts="")

    drawing = drawings_of(scarborough)["England"]

    assert (drawing.parts, drawing.shapes[0].level) == ((), CoverageLevel.PART)


def test_districts_side_by_side_are_one_outline():
    apart = [path_around((code,)).count("M") for code in CODES]

    assert (apart, path_around(tuple(CODES)).count("M")) == ([1, 1], 1)
    assert path_around((f"{NORTH_YORKSHIRE} LS1", "E99999999 YO11")) == ""
