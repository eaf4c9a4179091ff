"""Districts with lettered parts, postcodes that lie where mail is sorted, and those of no place in England."""

import re

import pytest
from django.urls import reverse

from partnerships import finder
from partnerships.finder.answers import Areas, Covered
from partnerships.finder.results import Beginning, FullPostcode, Nowhere
from partnerships.forms import enquiry_subject
from partnerships.forms.enquiry_subject import AmbiguousSubject
from partnerships.forms.search import PartnershipSearchForm
from partnerships.vocabulary import EnquiryTopic
from tests.factories import make_authority, make_partnership
from tests.postcode_lists import LEEDS, RG19_SORTED_AT, make_postcode

pytestmark = pytest.mark.django_db

WESTMINSTER, CAMDEN = "E09000033", "E09000007"
WEST_BERKSHIRE, READING = "E06000037", "E06000038"


@pytest.fixture
def london():
    """Two boroughs that share WC2, all of whose postcodes have a letter more."""
    for code, area in [("WC2N 4AA", WESTMINSTER), ("WC2N 4AB", WESTMINSTER), ("WC2A 1AA", CAMDEN)]:
        make_postcode(code, area, 530_000, 180_000)
    return [make_authority(name="Westminster", gss_code=WESTMINSTER), make_authority(name="Camden", gss_code=CAMDEN)]


@pytest.fixture
def berkshire():
    """RG19, which is West Berkshire's, with a post box in Reading."""
    make_postcode("RG19 1AA", WEST_BERKSHIRE, 450_000, 167_000)
    make_postcode("RG19 3DX", READING, *RG19_SORTED_AT)
    make_partnership([make_authority(name="Reading", gss_code=READING)], name="Reading CEP")
    return make_authority(name="West Berkshire", gss_code=WEST_BERKSHIRE)


class TestLetteredParts:
    """London's postcode districts are said without their last letter."""

    def test_a_district_is_answered_from_all_of_them_with_shares(self, london):
        answer = finder.answer("wc2")

        assert (type(answer), answer.heading) == (Areas, "WC2 lies in 2 local authorities")
        assert [(str(row.authority), row.share) for row in answer.rows] == [
            ("Westminster", "67% of its postcodes"),
            ("Camden", "33% of its postcodes"),
        ]

    def test_its_parts_are_the_districts_that_a_partnership_may_work_in(self, london):
        meaning = finder.resolve("WC2")

        assert {"WC2A", "WC2B", "WC2N", "WC2R"} <= meaning.districts and "WC1A" not in meaning.districts

    def test_a_list_is_shown_near_it(self, london, rf):
        form = PartnershipSearchForm(rf.get("/", {"near": "WC2"}).GET)

        assert form.near_postcode.name == "WC2"

    def test_who_wants_to_join_is_asked_in_which_borough(self, london):
        with pytest.raises(AmbiguousSubject) as asked:
            enquiry_subject.resolve(EnquiryTopic.JOIN, about="", place="WC2")

        assert [option.label for option in asked.value.options] == ["Westminster", "Camden"]

    def test_the_search_of_the_site_leads_to_the_answer(self, london, client):
        page = client.get(reverse("search"), {"q": "WC2"}).content.decode()

        (address,) = set(re.findall(r'href="(/find/\?q=WC2)"', page))
        assert "WC2 lies in 2 local authorities" in client.get(address).content.decode()


class TestWhereMailIsSorted:
    """Postcodes of post boxes and large organisations."""

    def test_one_whose_district_lies_elsewhere_is_answered_by_that_and_told(self, berkshire):
        answer = finder.answer("RG19 3DX")

        assert answer.heading == "We know of no partnership for RG19"
        assert answer.lede.startswith("Every postcode that begins RG19 is in West Berkshire")
        assert answer.notes == (
            "RG19 3DX is the postcode of a post box or a large organisation: its place in our list is where its mail "
            "is sorted, in Reading.",
            "This is the answer for other postcodes that begin RG19.",
        )

    def test_where_its_district_lies_in_several_it_is_not_asked_for_again(self, berkshire):
        make_postcode("RG19 2AA", LEEDS, 450_000, 167_000)
        make_postcode("RG19 2AB", LEEDS, 450_000, 167_000)

        assert finder.answer("RG19 3DX").lede == "We cannot tell in which of them your postcode is used."

    def test_one_where_its_district_is_says_so(self, berkshire):
        make_partnership([berkshire], name="West Berkshire CEP")
        make_postcode("RG19 3DZ", WEST_BERKSHIRE, *RG19_SORTED_AT)

        meaning = finder.resolve("RG19 3DZ")

        assert (type(meaning), str(meaning.sole_authority)) == (FullPostcode, "West Berkshire")
        assert [note.partition(":")[0] for note in meaning.notes] == [
            "RG19 3DZ is the postcode of a post box or a large organisation"
        ]

    def test_no_distance_is_measured_from_it(self, berkshire, rf):
        form = PartnershipSearchForm(rf.get("/", {"near": "RG19 3DX"}).GET)

        assert form.near_postcode is None

    def test_a_district_of_such_postcodes_alone_says_so(self, berkshire):
        meaning = finder.resolve("RG19 3D")

        assert isinstance(meaning, Beginning)
        assert meaning.notes == (
            "All postcodes that begin RG19 3D are of post boxes or large organisations. Their place in our list is "
            "where their mail is sorted.",
        )


@pytest.mark.parametrize("text", ["BFPO 1", "bfpo801", "B.F.P.O. 57"])
def test_a_number_of_the_forces_post_has_no_place(text):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Nowhere)
    assert meaning.error.startswith("BFPO numbers are those of the British Forces and have no place in England.")


@pytest.mark.parametrize(
    ("text", "where"),
    [("GX11 1AA", "Gibraltar"), ("fiqq1zz", "the Falkland Islands"), ("ASCN 1ZZ", "Ascension Island")],
)
def test_a_postcode_overseas_says_where_it_is(text, where):
    meaning = finder.resolve(text)

    assert meaning.error == f"“{text}” is of {where}. Partnerships are in England only: enter a place in England"


def test_a_capital_i_is_read_as_the_l_it_looks_like():
    make_postcode("LS1 3AB", LEEDS, 429_000, 433_000)

    meaning = finder.resolve("IS1 3AB")

    assert (type(meaning), meaning.name) == (FullPostcode, "LS1 3AB")
    assert meaning.notes == ("Showing LS1 3AB. There is no postcode “IS1 3AB”.",)


def test_a_letter_o_for_nought_is_read_even_if_our_list_lacks_the_postcode():
    make_postcode("LS1 3AB", LEEDS, 429_000, 433_000)
    make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds33")

    answer = finder.answer("LS1 OAB")

    assert (type(answer), answer.heading) == (Covered, "Leeds33 covers LS1")
    assert answer.notes == (
        "We do not know LS1 0AB, which we read in “LS1 OAB”. This is the answer for postcodes that begin LS1.",
    )
