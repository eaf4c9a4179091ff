"""Which school is meant by what people type: the table of 300 names, and what may never be taken for certain."""

import csv
from collections import Counter

import pytest

from partnerships.schools.index import IndexedSchool, SchoolIndex
from partnerships.schools.matching import at_postcode, called, match
from tests.partnerships.schools import draw_typed_names
from tests.schools import FOLDER, names_not_in_register, whole_index

pytestmark = pytest.mark.no_database
LEAST_RIGHT = 0.97


def typed_names():
    """Return the rows of the table: distortion, what is typed, among how many the school must be, its number."""
    with (FOLDER / "typed_names.tsv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [(distortion, typed, int(first), int(urn)) for distortion, typed, first, urn in rows]


def index_of(*schools):
    """Return an index of schools, each given by its name, town and postcode, and its place if that matters."""
    return SchoolIndex(IndexedSchool(number, *school) for number, school in enumerate(schools, start=1))


def names(matches):
    return [school.name for school in matches.schools]


def test_the_table_is_the_one_that_was_drawn():
    assert Counter(row[0] for row in typed_names()) == dict.fromkeys(draw_typed_names.DISTORTIONS, 30)
    assert typed_names() == [
        (distortion, typed, first, int(urn)) for distortion, typed, first, urn in draw_typed_names.rows()
    ]


def test_schools_are_found_as_people_type_their_names_and_none_is_wrongly_certain():
    certain, asked, missed, wrong = 0, 0, [], []
    for distortion, typed, first, urn in typed_names():
        matches = match(whole_index(), typed)
        found = [school.urn for school in matches.schools]
        if matches.is_certain:
            certain += found[0] == urn
            wrong += [] if found[0] == urn else [(distortion, typed, matches.schools[0])]
        elif urn in found[:first]:
            asked += 1
        else:
            missed.append((distortion, typed))

    assert wrong == []
    assert (certain + asked) / len(typed_names()) >= LEAST_RIGHT, missed
    # To ask each time would be right too, but no answer.
    assert certain > len(typed_names()) / 2


def test_a_name_that_begins_several_is_asked_about_with_the_shortest_first():
    matches = match(whole_index(), "Cockburn")

    assert (names(matches)[0], matches.is_certain, matches.number) == ("Cockburn School", False, 5)
    assert match(whole_index(), "cockburn school").is_certain


def test_a_saint_a_church_and_a_town_narrow_it_to_those_that_have_all():
    matches = match(whole_index(), "St. Mary's RC Leeds")

    assert not matches.is_certain
    assert set(names(matches)[: matches.number]) == {
        "Mount St Mary's Catholic High School",
        "Rothwell St Mary's RC Primary School",
        "St Mary's Catholic Primary School, Horsforth",
    }


def test_a_school_the_register_does_not_have_is_never_certain():
    assert not match(whole_index(), "gipton primary").is_certain
    assert match(whole_index(), "Hogwarts").schools == []


def test_no_name_that_the_register_does_not_have_is_taken_for_one_that_it_has():
    typed = names_not_in_register()

    assert len(typed) >= 60
    assert [name for name in typed if match(whole_index(), name).is_certain] == []


@pytest.mark.parametrize(
    ("typed", "name", "is_certain"),
    [
        ("Hill Park Primary", "Hill Park CofE Primary School", True),
        ("Hill Park School", "Hill Park Primary School", False),
        ("Hill Park School", "Hill Park Academy", False),
        ("Hill Park", "Hill Park Academy", False),
        ("Hill Park Leeds", "Hill Park Academy", True),
        ("Hill Park Dale", "Hill Park Dale Academy", True),
        ("Hill Park Dale", "Hill Park Dale Primary School", False),
        ("Hill Park Leeds", "Hill Park Primary School", False),
        ("Hill Park CE", "Hill Park CofE Primary School", True),
        ("Hill School", "Hill Park School", False),
        ("Hill Park School", "Leeds Hill Park School", False),
        ("Park Primary School Hill", "Hill Park Primary School", True),
        ("Hill Girls Park School", "Hill Park School for Girls", False),
        ("Leeds, Hill Park Primary School", "Hill Park Primary School", True),
        ("Hill Park Primary School, York", "Hill Park Primary School", False),
        ("Hil Park Primary School", "Hill Park Primary School", False),
    ],
)
def test_the_only_school_is_certain_if_what_was_typed_accounts_for_its_name_and_place(typed, name, is_certain):
    index = index_of(
        (name, "Leeds", "LS9 6PW", 432_000, 434_000), ("Dale Girls School", "York", "YO1 1AA", 460_000, 452_000)
    )

    matches = match(index, typed)

    assert (names(matches)[:1], matches.is_certain) == ([name], is_certain)


def test_the_same_school_is_certain_once_the_register_has_it():
    index = index_of(("Gipton Primary School", "Leeds", "LS9 6PW"), ("Tipton Green Junior School", "Tipton", "DY4 7NR"))

    matches = match(index, "gipton primary")

    assert (names(matches)[0], matches.is_certain) == ("Gipton Primary School", True)


@pytest.mark.parametrize("text", ["", "school", "primary school", "the academy", "?!", "St"])
def test_what_could_be_any_school_is_none(text):
    assert not match(whole_index(), text).is_certain


def test_where_many_are_called_the_same_it_says_how_many():
    matches = match(whole_index(), "St Joseph's Catholic Primary School")

    assert (len(matches.schools), matches.is_certain) == (8, False)
    assert matches.number >= 56


def test_the_nearest_of_a_name_come_first_where_the_town_has_none():
    index = SchoolIndex(
        [
            IndexedSchool(1, "Park School", "Aldershot", "GU11 1AA", 486_000, 150_000),
            IndexedSchool(2, "Park School", "Pudsey", "LS28 7AA", 422_000, 433_000),
            IndexedSchool(3, "Hill School", "Bradford", "BD1 1AA", 416_000, 433_000),
        ]
    )

    matches = match(index, "Park School, Bradford")

    assert [school.urn for school in matches.schools] == [2, 1]
    assert not matches.is_certain


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("green acres primary shrewsbury", "Greenacres Primary School"),
        ("winter hill rotherham", "Winterhill School"),
        ("badgerhill primary york", "Badger Hill Primary Academy"),
        ("Newbridge nursery", "New Bridge Nursery School"),
        ("townend academy", "Town End Academy"),
        ("holly brook infants", "Hollybrook Infant School"),
        ("Ash Lawn School", "Ashlawn School"),
        ("Wick Lea Primary Bristol", "Wicklea Academy"),
        ("mossborne riverside", "Mossbourne Riverside Academy"),
        ("mercenfield", "Mercenfeld Primary School"),
        ("st wilfreds standish", "Standish St Wilfrid's Church of England Primary Academy"),
        ("sidlesham primry", "Sidlesham Primary School"),
        ("Meryfield Community Primary School, Boreham Wood", "Meryfield Primary School"),
    ],
)
def test_words_split_or_joined_or_with_a_slip_are_meant_but_never_certain(typed, name):
    matches = match(whole_index(), typed)

    assert (names(matches)[0], matches.are_meant, matches.is_certain) == (name, True, False)


def test_what_is_named_so_but_for_its_sort_comes_before_what_only_has_all_the_words():
    matches = match(whole_index(), "Town End Primary Sunderland")

    assert names(matches) == [
        "Town End Academy",
        "St John Bosco Catholic Primary School, Town End Farm, Sunderland",
        *names(matches)[2:],
    ]
    assert (matches.number, matches.is_certain) == (2, False)


def test_a_place_that_is_no_school_s_town_is_near_its_schools():
    def where(words):
        return [(397_802, 401_985)] if words == ("mossley",) else []

    matches = match(whole_index(), "St Josephs Mossley", where=where)

    assert (matches.schools[0].name, matches.schools[0].postcode) == ("St Joseph's RC Primary School", "OL5 0ES")
    assert matches.are_meant
    assert "St Joseph" not in names(match(whole_index(), "St Josephs Mossley"))[0]


def test_the_very_name_comes_before_one_that_is_spelt_otherwise_or_has_more():
    found = names(match(whole_index(), "st josephs catholic primary school", first=157))

    exact = found.count("St Joseph's Catholic Primary School")
    assert set(found[:exact]) == {"St Joseph's Catholic Primary School"}
    assert set(found[exact : exact + 2]) == {"St Joseph Catholic Primary School", "St Josephs Catholic Primary School"}


def test_a_school_of_just_the_name_is_not_certain_where_others_have_the_name_and_more_of_their_sort():
    index = index_of(("Park School", "Leeds", "LS1 1AA"), ("Park Catholic School", "York", "YO1 1AA"))

    matches = match(index, "park school")

    assert (names(matches)[0], matches.is_certain) == ("Park School", False)


def test_a_name_that_a_town_has_too_comes_before_schools_in_that_town():
    matches = match(whole_index(), "St Marys school", first=400)

    assert names(matches)[0] == "St Mary's School"
    assert "Ottery" not in " ".join(names(matches)[:12])
    assert "The King's School" not in names(matches)


def test_schools_of_a_name_may_be_of_any_sort_but_no_other_name():
    index = index_of(
        ("Hope Academy", "Leeds", "LS1 1AA"), ("Hope Valley College", "Hope", "S33 6SD"), ("Hope School", "A", "B1 1AA")
    )

    matches = called(index, "hope", first=1)

    assert (names(matches), matches.number) == (["Hope Academy"], 2)
    assert called(index, "school", first=1).schools == []


def test_whatever_it_asks_about_is_found_by_what_the_choice_says():
    index = whole_index()
    schools = [index[number] for number in range(len(index))]

    assert [
        school
        for school in schools
        if school.postcode and at_postcode(index, school.postcode, f"{school.name}, {school.town}") != school
    ] == []


def test_the_last_word_may_still_be_being_typed():
    matches = match(whole_index(), "Cockburn Joh", is_begun=True)

    assert (names(matches)[0], matches.number) == ("Cockburn John Charles Academy", 1)
    assert match(whole_index(), "cockb", is_begun=True).number == 5


def test_two_schools_that_differ_by_school_and_academy_are_asked_about():
    index = index_of(("St James School", "Darwen", "BB3 0QP"), ("Darwen St James Academy", "Darwen", "BB3 0EY"))

    assert not match(index, "Darwen St James School").is_certain


def test_a_word_for_the_sort_of_school_that_another_has_is_not_certain():
    index = index_of(
        ("The Magna Carta School", "Staines", "TW18 3HJ"), ("Magna Carta Primary Academy", "A", "CM24 8JP")
    )

    assert not match(index, "The Magna Carta Academy").is_certain


def test_no_school_at_all_is_found_in_an_empty_register():
    assert match(SchoolIndex([]), "Cockburn").schools == []
