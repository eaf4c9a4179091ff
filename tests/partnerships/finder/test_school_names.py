"""Schools in the finder: which one a text means, when it asks, and what somebody who types one is told."""

import pytest

from partnerships import finder
from partnerships.finder.answers import Covered, NotFound, UnknownAuthority, WhichOne
from partnerships.finder.results import Ambiguous, Entry, FullPostcode, NamedSchool, Nowhere, Place
from partnerships.models import School
from partnerships.search import text_index
from partnerships.vocabulary import MembershipRole, PublicationState, SchoolState
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_region
from tests.postcode_lists import LEEDS, make_postcode
from tests.reading import words_of
from tests.schools import load_schools, make_school, names_not_in_register, school_row, whole_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    """Leeds, with a partnership and the postcode of a school."""
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)
    leeds = make_authority(name="Leeds", gss_code=LEEDS, region=make_region(name="North East", gss_code="E12000001"))
    make_partnership([leeds], name="Leeds33")
    return leeds


def labels(resolved):
    return [choice.label for choice in resolved.choices]


@pytest.mark.parametrize("text", ["Cockburn School", "cockburn leeds", "COCKBURN SCHOOL, LEEDS", "Cockburn Sch Leeds"])
def test_a_school_is_told_who_covers_the_place_it_is_in(leeds, text):
    load_schools(school_row())

    answer = finder.answer(text)

    assert (type(answer), answer.heading) == (Covered, "Leeds33 covers Cockburn School")
    assert answer.lede.startswith("Cockburn School, Leeds LS11 5TT is in Leeds, in ")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("gipton primary", "Gipton Primary School, Leeds LS9 6PW"),
        ("St. Mary's RC Leeds", "St Mary's Catholic Primary School, Leeds LS18 5AB"),
        ("Cockburn", "Cockburn School, Leeds LS11 5TT"),
    ],
)
def test_usual_spellings_find_the_school_or_ask_with_it_first(text, label):
    load_schools(
        school_row("Gipton Primary School", postcode="LS9 6PW"),
        school_row("St Mary's Catholic Primary School", postcode="LS18 5AB"),
        school_row("St Mary's Catholic Primary School", town="Derby", postcode="DE22 2PT"),
        school_row("Cockburn School"),
        school_row("Cockburn John Charles Academy", postcode="LS10 2JU"),
    )

    resolved = finder.resolve(text)

    assert (labels(resolved)[0] if isinstance(resolved, Ambiguous) else resolved.name) in (label, label.split(",")[0])


def test_namesakes_are_asked_about_with_town_and_postcode_and_each_choice_means_one():
    rows = [
        school_row("St Joseph's School", town=town, postcode=f"{code} 1AA")
        for town, code in [("Leeds", "LS1"), ("York", "YO1")]
    ]
    load_schools(*rows)

    answer = finder.answer("st josephs school")

    assert (type(answer), answer.heading) == (WhichOne, "Which st josephs school do you mean?")
    assert [choice.label for choice in answer.choices] == [
        "St Joseph's School, Leeds LS1 1AA",
        "St Joseph's School, York YO1 1AA",
    ]
    assert [finder.resolve(choice.query).urn for choice in answer.choices] == [row.urn for row in rows]


@pytest.mark.parametrize("text", ["Stowe School", "stowe"])
def test_the_only_school_that_fits_is_asked_about_if_its_name_is_another(client, text):
    load_schools(school_row("Nether Stowe School"), school_row("Other School"))

    answer = finder.answer(text)
    page = words_of(client.get("/find/", {"q": text}))

    assert (type(answer), answer.heading) == (WhichOne, "Do you mean Nether Stowe School?")
    no_place = "We know no place called “stowe”. " if text == "stowe" else ""
    assert answer.lede == f"{no_place}Its name is not quite what you entered, and we find no other school that fits."
    assert [choice.query for choice in answer.choices] == ["Nether Stowe School, Leeds LS11 5TT"]
    assert "It is another: enter the town or the postcode" in page


def test_where_several_fit_and_none_is_called_so_it_asks_whether_it_is_one_of_them(client):
    load_schools(*(school_row(f"{name} Stowe School") for name in ("Nether", "Upper", "Other")))

    assert finder.answer("Stowe School").heading == "Is “Stowe School” one of these schools?"
    page = words_of(client.get("/find/", {"q": "Stowe School"}))
    assert "It is none of these: enter the town or the postcode" in page


def test_no_name_that_the_register_does_not_have_is_answered_with_a_school(monkeypatch):
    monkeypatch.setattr("partnerships.schools.kept.current", whole_index)

    meanings = {text: finder.resolve(text) for text in names_not_in_register()}

    assert [text for text, meaning in meanings.items() if isinstance(meaning, NamedSchool | Entry)] == []


def test_where_more_fit_than_are_shown_it_says_how_to_find_the_rest():
    load_schools(*(school_row("St Joseph's School", postcode=f"LS{number} 1AA") for number in range(1, 15)))

    answer = finder.answer("St Joseph's")

    assert len(answer.choices) == 12
    assert answer.lede == ("14 schools fit. If yours is not below, add its town or the first half of its postcode.")


def test_a_place_comes_before_schools_that_bear_its_name(leeds):
    load_schools(school_row("Leeds School"))

    assert isinstance(finder.resolve("Leeds"), Place)
    assert isinstance(finder.resolve("Leeds School"), NamedSchool)


def test_a_member_comes_before_the_school_unless_several_are_called_so(leeds):
    organisation = make_organisation(name="Cockburn School")
    make_membership(organisation=organisation, partnership=make_partnership([leeds], name="Arts in Leeds"))
    load_schools(row := school_row())
    text_index.rebuild()
    assert isinstance(finder.resolve("Cockburn School"), Entry)

    load_schools(row, school_row(town="York", postcode="YO1 1AA"))

    assert isinstance(finder.resolve("Cockburn School"), Ambiguous)


def test_a_school_that_is_a_member_is_told_so(client, leeds):
    load_schools(row := school_row(), school_row("Other School"))
    school = make_organisation(name="Cockburn", school_id=row.urn)
    for name, as_of in [("Sing Leeds", ""), ("Arts in Leeds", "2025-07")]:
        make_membership(organisation=school, partnership=make_partnership([leeds], name=name), as_of=as_of)
    make_membership(organisation=school, until="2020")
    make_membership(organisation=school, role=MembershipRole.PROJECT)
    make_membership(organisation=school, partnership=make_partnership(publication=PublicationState.DRAFT))

    told = "It is a member of Arts in Leeds (as of July 2025) and Sing Leeds (undated)."
    assert finder.answer("Cockburn School, Leeds LS11 5TT").notes == (told,)
    assert finder.answer("Other School").notes == ()
    assert told in words_of(client.get("/find/", {"q": "Cockburn School, Leeds"}))


def test_a_member_that_is_a_school_is_told_who_covers_it(leeds):
    load_schools(row := school_row())
    school = make_organisation(name="Cockburn Arts", school_id=row.urn)
    make_membership(organisation=school, partnership=make_partnership(name="Sing Leeds"))
    text_index.rebuild()

    answer = finder.answer("Cockburn Arts")

    told = "It is a member of Sing Leeds (undated)."
    assert (answer.heading, answer.notes) == ("Leeds33 covers Cockburn School", (told,))
    School.objects.update(state=SchoolState.CLOSED)
    assert finder.answer("Cockburn Arts").lede == "Cockburn Arts takes part in Sing Leeds (undated)."


def test_a_name_with_the_whole_postcode_is_the_school_and_another_text_only_the_postcode(leeds):
    load_schools(school_row())

    assert isinstance(finder.resolve("Cockburn School, Gipsy Lane, Leeds LS11 5TT"), NamedSchool)
    assert isinstance(finder.resolve("12 Gipsy Lane, Leeds LS11 5TT"), FullPostcode)
    assert isinstance(finder.resolve("LS11 5TT"), FullPostcode)


def test_a_slip_in_the_name_of_a_school_is_asked_about():
    load_schools(school_row("Monks Orchard Primary School", town="Croydon", postcode="CR0 7UF"))

    resolved = finder.resolve("Mnoks Orchard Primary School")

    assert isinstance(resolved, Nowhere)
    assert labels(resolved) == ["Monks Orchard Primary School, Croydon CR0 7UF"]


def test_a_school_that_is_not_in_the_register_is_said_not_to_be_and_likely_ones_named():
    load_schools(school_row("Tipton Primary School", town="Tipton", postcode="DY4 8PR"), school_row("Other School"))

    resolved = finder.resolve("gipton primary")

    assert labels(resolved) == ["Tipton Primary School, Tipton DY4 8PR"]
    assert resolved.error == (
        "We know no place, council, school or partnership called “gipton primary”. Did you mean the one below? If not, "
        "enter a postcode"
    )


def test_a_text_that_speaks_of_no_school_is_not_answered_with_schools_like_it():
    load_schools(school_row("Birmingham School"))

    assert "Birmingham School, Leeds LS11 5TT" not in labels(finder.resolve("Brimingham"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("brimingham scool", "Birmingham School, Leeds LS11 5TT"),
        ("zyzzy birmingham", "Zyzzybirmingham School, Leeds LS11 5TT"),
        ("Cockburn Mossley", "Cockburn Academy, Gomersal BD19 4AA"),
    ],
)
def test_one_that_may_be_meant_is_offered_before_places_like_it(text, first):
    make_postcode("BD19 4AA", LEEDS, 398_000, 402_000)
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)
    load_schools(
        school_row("Birmingham School"),
        school_row("Zyzzybirmingham School"),
        school_row("Cockburn Academy", town="Gomersal", postcode="BD19 4AA"),
        school_row("Cockburn School", postcode="TR1 1AA"),
    )

    resolved = finder.resolve(text)

    assert labels(resolved)[0] == first
    assert "If not, enter a postcode" in resolved.error


def test_of_one_choice_it_is_not_said_that_there_are_several():
    load_schools(school_row("Zyzzyvaville School"))

    assert "Did you mean the one below?" in finder.answer("Zyzzyvavile").heading


@pytest.mark.parametrize("text", ["St Marys", "Newport"])
def test_schools_that_have_the_name_of_a_place_are_offered_beside_it(client, text):
    make_authority(name="Isles of Scilly", gss_code="E06000053")
    make_authority(name="Isle of Wight", gss_code="E06000046")
    load_schools(
        *(school_row(f"{text} School", postcode=f"LS{number} 1AA") for number in range(1, 7)),
        school_row(f"{text} Park School"),
    )

    answer = finder.answer(text)

    assert isinstance(finder.resolve(text), Place | Ambiguous)
    assert [choice.label for choice in answer.schools] == [
        *(f"{text} School, Leeds LS{number} 1AA" for number in range(1, 5)),
        f"All 6 schools called {text}",
    ]
    assert len(finder.resolve(answer.schools[-1].query).choices) >= 6
    page = words_of(client.get("/find/", {"q": text}))
    assert f"Or do you mean a school called {text}?" in page
    assert f"Or a school called {text}" in page
    told = client.get("/api/v1/find/", {"q": text}).json()["choices"]
    assert {"label": answer.schools[0].label, "query": answer.schools[0].query} in told


def test_where_no_school_has_the_name_of_a_place_none_is_offered(client, leeds):
    load_schools(school_row("Leeds City Academy"))

    assert finder.answer("Leeds").schools == ()
    assert "Or a school called" not in words_of(client.get("/find/", {"q": "Leeds"}))


def test_a_closed_school_is_not_found():
    load_schools(school_row(state=SchoolState.CLOSED), school_row("Other School"))

    assert type(finder.answer("Cockburn School")) is NotFound


def test_a_school_without_a_place_says_so(leeds):
    load_schools(school_row(postcode="ZZ1 1ZZ"))

    assert type(finder.answer("Cockburn School")) is UnknownAuthority


def test_without_sources_no_school_is_asked_for(leeds):
    load_schools(school_row())

    assert isinstance(finder.resolve("Cockburn School, LS11 5TT", sources=()), FullPostcode)
    assert isinstance(finder.resolve("Cockburn School", sources=()), Nowhere)


def test_the_schools_are_read_once_for_each_edition(leeds, django_assert_num_queries):
    make_school()
    finder.resolve("Cockburn School")

    # The edition, the school, and whether it is a member.
    with django_assert_num_queries(3):
        finder.names.school_names.called("Cockburn School")


def test_a_school_lies_in_the_postcode_district_of_its_postcode(leeds):
    load_schools(school_row(), school_row("Elsewhere School", postcode=""))

    assert finder.resolve("Cockburn School").districts == {"LS11"}
    assert finder.resolve("Elsewhere School").districts == frozenset()
