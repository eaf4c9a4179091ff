"""Which postcode districts a part of a local authority takes in, by the committed files."""

import pytest

from partnerships.geography import postcode_districts
from partnerships.geography.parts import Whereabouts, of_districts, whereabouts_of
from partnerships.vocabulary.parts import PartKind

NORTH_YORKSHIRE, BRECKLAND, EAST_SUFFOLK = "E06000065", "E07000143", "E07000244"


@pytest.mark.parametrize(
    ("kind", "name", "gss_code", "districts"),
    [
        (PartKind.FORMER, "Scarborough", NORTH_YORKSHIRE, "TS13 YO11 YO12 YO13 YO14 YO21 YO22"),
        (PartKind.TOWN, "Scarborough", NORTH_YORKSHIRE, "YO11 YO12"),
        (PartKind.TOWN, "thetford", BRECKLAND, "IP24"),
        (PartKind.TOWN, "Lowestoft", EAST_SUFFOLK, "NR32 NR33"),
        (PartKind.DISTRICT, "YO14", NORTH_YORKSHIRE, "YO14"),
        (PartKind.DISTRICT, "LS1", NORTH_YORKSHIRE, ""),
        (PartKind.TOWN, "Nowhere", NORTH_YORKSHIRE, ""),
        (PartKind.FORMER, "Scarborough", BRECKLAND, ""),
        (PartKind.TOWN, "", NORTH_YORKSHIRE, ""),
    ],
)
def test_a_name_leads_to_the_districts_that_are_mostly_of_it(kind, name, gss_code, districts):
    assert list(whereabouts_of(kind, name, gss_code).districts) == districts.split()


def test_its_place_is_the_mean_of_its_postcodes():
    where = of_districts(["YO21", "YO22", "LS1"], NORTH_YORKSHIRE)

    assert where.districts == ("YO21", "YO22")
    # Whitby lies at 489800, 511100.
    assert (round(where.easting, -4), round(where.northing, -4)) == (490_000, 510_000)


def test_what_is_not_known_has_no_place():
    assert of_districts(["LS1"], NORTH_YORKSHIRE) == of_districts(["LS1"], "E99999999") == Whereabouts()


def test_most_districts_have_an_outline_and_no_other_has():
    codes = {district.code for district in postcode_districts.districts_of(NORTH_YORKSHIRE)}

    drawn = postcode_districts.paths_of(NORTH_YORKSHIRE)

    assert drawn.keys() <= codes
    assert {"YO11", "YO12", "YO13", "YO14", "YO21", "YO22", "TS13"} <= drawn.keys()
    assert postcode_districts.paths_of("E99999999") == {}
