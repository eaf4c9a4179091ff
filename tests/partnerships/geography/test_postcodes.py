"""What people type, read as postcodes, and where those lie."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.geography import postcodes
from partnerships.geography.postcodes import AuthorityShare, PostcodeKind
from tests.postcode_lists import LEEDS, RG19_SORTED_AT, THANET, make_postcode


def typed_postcodes():
    """Return the rows of the table of what people type: the text, and what it should be read as."""
    with (Path(__file__).parent / "typed_postcodes.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [pytest.param(json.loads(row["typed"]), row["kind"], row["postcode"], id=row["typed"]) for row in rows]


def test_the_table_has_more_than_400_ways_to_type():
    assert len(typed_postcodes()) > 400


@pytest.mark.parametrize(("text", "kind", "formatted"), typed_postcodes())
def test_what_people_type_is_read_as_they_mean_it(text, kind, formatted):
    if kind == "none":
        assert postcodes.read(text) is None
        return

    typed = postcodes.read(text)

    assert (typed.kind.name.lower(), typed.formatted) == (kind, formatted)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    typed = postcodes.read(text)

    assert typed is None or typed.code.isascii() and typed.code.isalnum() and typed.code == typed.code.upper()


@given(st.from_regex(r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}", fullmatch=True))
def test_reading_a_postcode_again_as_it_is_written_changes_nothing(text):
    typed = postcodes.read(text)

    assert typed is None or postcodes.read(typed.formatted).formatted == typed.formatted


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("LSI 3AB", "LS13AB"),
        ("0X1 1AA", "OX11AA"),
        ("S014 7DW", "SO147DW"),
        ("W1A OAX", "W1A0AX"),
        ("8S1 4DJ", "BS14DJ"),
    ],
)
def test_the_correction_with_the_fewest_changes_comes_first(text, first):
    assert postcodes.read(text).corrections[0] == first


def test_a_word_is_no_postcode_with_slips():
    assert postcodes.slips_of("BOLTON") == ()
    assert postcodes.slips_of("12345") == ()


@pytest.mark.django_db
class TestLookUp:
    """A full postcode in our list."""

    def test_a_postcode_is_found(self):
        make_postcode("LS1 3AB", LEEDS)

        assert str(postcodes.look_up(postcodes.read("ls13ab"))) == "LS1 3AB"

    @pytest.mark.parametrize("text", ["LSI 3AB", "L51 3AB"])
    def test_a_slip_is_corrected_to_a_postcode_there_is(self, text):
        make_postcode("LS1 3AB", LEEDS)

        assert str(postcodes.look_up(postcodes.read(text))) == "LS1 3AB"

    def test_a_postcode_there_is_wins_over_its_corrections(self):
        make_postcode("LS1 3AB", LEEDS)
        make_postcode("L51 3AB", "E08000012")

        assert str(postcodes.look_up(postcodes.read("L51 3AB"))) == "L51 3AB"

    @pytest.mark.parametrize("text", ["LS1 3AB", "LSI 3AB"])
    def test_what_is_not_in_the_list_is_not_found(self, text):
        assert postcodes.look_up(postcodes.read(text)) is None


@pytest.mark.django_db
class TestSpread:
    """Where the postcodes lie that begin alike."""

    def test_the_commonest_area_comes_first_with_its_share_and_mean_place(self):
        make_postcode("LS1 3AB", LEEDS, 100, 200)
        make_postcode("LS1 4AB", LEEDS, 300, 400)
        make_postcode("LS1 4AC", THANET, 500, 600)
        make_postcode("LS1 9ZZ")

        shares = postcodes.spread_of(postcodes.read("LS1"))

        assert shares == [AuthorityShare(LEEDS, 2, 2 / 3, 200, 300), AuthorityShare(THANET, 1, 1 / 3, 500, 600)]

    @pytest.mark.parametrize(
        ("text", "number"), [("LS1", 2), ("LS1 3", 1), ("LS1 3A", 1), ("LS13", 1), ("W1", 2), ("W1A", 1)]
    )
    def test_only_postcodes_with_that_very_beginning_count(self, text, number):
        for code in ["LS1 3AB", "LS1 4AB", "LS13 1AB", "LS10 1AB", "W1 1AA", "W1A 0AX", "W11 1AA"]:
            make_postcode(code, LEEDS)

        assert sum(share.number for share in postcodes.spread_of(postcodes.read(text))) == number

    def test_a_district_with_lettered_parts_is_all_of_them(self):
        for code, area in [("WC2 1AA", LEEDS), ("WC2A 1AA", THANET), ("WC2N 1AA", THANET), ("WC20 1AA", LEEDS)]:
            make_postcode(code, area)

        shares = [(share.area, share.number) for share in postcodes.spread_of(postcodes.read("WC2"))]

        assert shares == [(THANET, 2), (LEEDS, 1)]

    def test_postcodes_with_the_place_of_a_sorting_office_do_not_count(self):
        make_postcode("RG19 1AA", THANET, 450_000, 167_000)
        for code in ["RG19 3DX", "RG19 3DY"]:
            make_postcode(code, LEEDS, *RG19_SORTED_AT)

        shares = postcodes.spread_of(postcodes.read("RG19"))

        assert shares == [AuthorityShare(THANET, 1, 1, 450_000, 167_000)]

    def test_where_all_postcodes_are_of_post_boxes_it_is_said(self):
        make_postcode("RG19 3DX", LEEDS, *RG19_SORTED_AT)

        assert postcodes.spread_of(postcodes.read("RG19")) == [AuthorityShare(LEEDS, 1, 1, *RG19_SORTED_AT, True)]

    def test_postcodes_out_of_use_do_not_count_where_others_are_in_use(self):
        make_postcode("LS1 3AB", LEEDS, 100, 200)
        make_postcode("LS1 4AB", THANET, 300, 400, terminated="2019-06")

        shares = postcodes.spread_of(postcodes.read("LS1"))

        assert shares == [AuthorityShare(LEEDS, 1, 1, 100, 200)]

    def test_a_beginning_nothing_has_is_unknown(self):
        make_postcode("LS13 1AB", LEEDS)

        assert postcodes.spread_of(postcodes.read("LS1")) is None


def test_ls13_may_be_an_outward_code_or_a_sector():
    [other] = postcodes.widened(postcodes.read("LS13"))

    assert (other.kind, other.formatted) == (PostcodeKind.SECTOR, "LS1 3")


@pytest.mark.parametrize(("text", "wider"), [("LS1 3AB", ["LS1 3", "LS1"]), ("LS1 3", ["LS1"]), ("N1P", [])])
def test_what_is_not_there_is_sought_ever_wider(text, wider):
    assert [typed.formatted for typed in postcodes.widened(postcodes.read(text))] == wider
