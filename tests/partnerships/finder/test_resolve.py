"""What a text means."""

import pytest

from partnerships import finder
from partnerships.finder.results import Ambiguous, Beginning, Elsewhere, Entry, FullPostcode, InEngland, Nowhere, Place
from partnerships.schools import kept
from partnerships.search import text_index
from partnerships.vocabulary import NameKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
)
from tests.postcode_lists import ISLINGTON, LEEDS, make_postcode
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    """Leeds, with a postcode in it, and an island with one of many Newports."""
    make_postcode("LS1 3AB", LEEDS, 429824, 433862)
    make_authority(name="Isle of Wight", gss_code="E06000046")
    return make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="North East", gss_code="E12000001"))


@pytest.mark.parametrize(
    ("text", "meaning", "name"),
    [
        ("ls13ab, please", FullPostcode, "LS1 3AB"),
        ("LS1", Beginning, "LS1"),
        ("leeds city council", Place, "Leeds"),
        ("Cardiff", Elsewhere, "Cardiff"),
        ("Leeds33", Entry, "Leeds33"),
        ("the north east", Entry, "North East"),
        ("curious minds", Entry, "Curious Minds"),
        ("Opera North", Entry, "Opera North"),
        ("Newport", Ambiguous, "Newport"),
    ],
)
def test_a_text_means_what_it_is_the_name_of(leeds, text, meaning, name):
    make_bridge(name="Curious Minds")
    partnership = make_partnership([leeds], name="Leeds33")
    make_membership(organisation=make_organisation(name="Opera North"), partnership=partnership)
    text_index.rebuild()

    resolved = finder.resolve(text)

    assert (type(resolved), resolved.name) == (meaning, name)


@pytest.mark.parametrize("text", ["", "\0", "?", "zzzzzz", "ZZ9 9ZZ", "LS", "x" * 3000])
def test_any_other_text_means_nothing_and_says_what_to_type(text):
    assert isinstance(finder.resolve(text), Nowhere)


def test_a_postcode_and_a_beginning_have_a_point(leeds):
    make_postcode("TD15 1AA", "E06000057", 100, 200)
    make_postcode("TD15 1AB", "E06000057", 201, 301)
    make_postcode("TD15 2AA", "S", 900, 900)

    assert finder.resolve("LS1 3AB").point == (429824, 433862)
    assert finder.resolve("TD15").point == (150, 250)


@pytest.mark.parametrize("text", ["Leeds", "LS", "LS1 9ZZ", "ZE1", "CF10 1AA", "CF10", "N1P 1AA", "LS1 4AB"])
def test_without_sources_only_a_postcode_in_our_list_has_a_point(leeds, text):
    make_postcode("CF10 1AA", "W", 318000, 176000)
    make_postcode("N1P 1AA")
    make_postcode("LS1 4AB", ISLINGTON)

    resolved = finder.resolve(text, sources=())

    assert not isinstance(resolved, InEngland) or resolved.is_widened or resolved.point is None


def test_names_are_asked_for_in_as_many_queries_however_many_there_are(kept_snapshot, django_assert_num_queries):
    for number in range(3):
        make_partnership().names.create(name=f"Other {number}", kind=NameKind.ALSO)
        make_membership(organisation=make_organisation(name=f"Opera {number}"))
    text_index.rebuild()
    kept_snapshot()
    # That of another test may be kept.
    kept.current()

    with django_assert_num_queries(14):
        finder.resolve("Opera 1")


class TestOrganisations:
    """Member organisations, which another app registers."""

    def test_its_exact_name_leads_to_it_however_it_is_written(self):
        organisation = make_organisation(name="St. Mary’s Arts & Crafts", other_names="Old Mill; New Mill")
        membership = make_membership(organisation=organisation)
        text_index.rebuild()

        for text in ("Saint Marys arts and crafts", "new mill"):
            resolved = finder.resolve(text)

            assert (resolved.row, resolved.partnerships) == (organisation, [membership.partnership])
        assert isinstance(finder.resolve("Arts and Crafts"), Nowhere)

    def test_a_place_or_partnership_of_its_name_comes_first(self, leeds):
        for name in ("Leeds City Council", "Leeds33"):
            make_membership(organisation=make_organisation(name=name))
        make_partnership([leeds], name="Leeds33")
        text_index.rebuild()

        assert isinstance(finder.resolve("Leeds City Council"), Place)
        assert finder.resolve("Leeds33").row.name == "Leeds33"
        assert finder.resolve("Leeds City Council").others == ()

    def test_one_in_no_published_partnership_is_not_known(self):
        make_organisation(name="Opera North")
        text_index.rebuild()

        assert isinstance(finder.resolve("Opera North"), Nowhere)

    def test_one_that_left_is_in_no_partnership(self):
        organisation = make_organisation(name="Opera North")
        make_membership(organisation=organisation, until="2020")
        text_index.rebuild()

        assert finder.resolve("Opera North").sentence == "Opera North takes part in no partnership today."

    def test_the_name_of_today_comes_before_one_of_old(self):
        for name, other_names in (("Able Arts", "Opera North"), ("Opera North", "")):
            make_membership(organisation=make_organisation(name=name, other_names=other_names))
        text_index.rebuild()

        assert finder.resolve("opera north").name == "Opera North"

    @pytest.mark.parametrize("text", ["Opera Nrth", "opera norht", "north"])
    def test_one_whose_name_is_like_it_is_offered(self, text):
        make_membership(organisation=make_organisation(name="Opera North"))
        make_organisation(name="North Opera")
        make_membership(organisation=make_organisation(name="Ballet"))
        text_index.rebuild()

        choices = [choice.label for choice in finder.resolve(text).choices]

        assert choices[0] == "Opera North"
        assert not {"North Opera", "Ballet"} & set(choices)

    def test_one_whose_name_has_it_is_offered_beside_a_school_that_may_not_be_meant(self):
        make_membership(organisation=make_organisation(name="Tate Liverpool"))
        load_schools(school_row("Beatrice Tate School"))
        text_index.rebuild()

        resolved = finder.resolve("Tate")

        assert [choice.label for choice in resolved.choices] == [
            "Beatrice Tate School, Leeds LS11 5TT",
            "Tate Liverpool",
        ]
        assert (resolved.question, resolved.hint) == ("Is “Tate” one of these?", "")
