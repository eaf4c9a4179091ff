"""The finder over the real directory while councils change: it answers, and none of its questions leads to another."""

import datetime
from collections import Counter

import pytest
from django.conf import settings
from django.utils import timezone

from lcep_site.loading.merging import load
from partnerships import finder
from partnerships.curation import council_changes, council_moves
from partnerships.finder import results
from partnerships.finder.gazetteer import Gazetteer
from partnerships.finder.name_meanings import by_name
from partnerships.finder.names import SOURCES
from partnerships.finder.suggestions import suggested
from partnerships.geography.place_names import NamedPlace, PlaceKind, fixed_places, short_key
from partnerships.models import CouncilSuccession, LocalAuthority

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]
A_DAY, LATER = datetime.date(2026, 4, 1), datetime.date(2026, 5, 1)


@pytest.fixture(scope="module")
def directory(prepared_data):
    """The real directory, loaded once for this file and taken back after it."""
    with prepared_data():
        load(settings.BASE_DIR / "fixtures" / "directory", lambda tally: None)
        yield


def let_follow(*names):
    """Let the councils of these names follow those of Surrey, each on a day that has come."""
    for name, day in zip(names, (A_DAY, LATER), strict=False):
        CouncilSuccession.objects.filter(successor_name=name).update(on=day)
    codes = {"East Surrey": "E06999998", "West Surrey": "E06999999"}
    council_moves.carry_out(council_changes.due(timezone.localdate()), codes, {})


def nothing():
    pass


def both():
    let_follow("East Surrey", "West Surrey")


def one():
    let_follow("East Surrey")


def both_with_woking_split():
    """Let both follow Woking, from which staff have taken what hung on it."""
    woking = LocalAuthority.objects.get(name="Woking")
    for reference in council_changes.references():
        reference.model._base_manager.filter(**{reference.name: woking}).delete()
    day, source = CouncilSuccession.objects.values_list("on", "source").first()
    CouncilSuccession.objects.create(
        gss_code=woking.gss_code, name="Woking", county="Surrey", successor_name="East Surrey", on=day, source=source
    )
    both()


def asked(meaning):
    """Return what a meaning asks to choose from, or offers beside it."""
    return list(meaning.choices if isinstance(meaning, results.Ambiguous) else meaning.others)


@pytest.mark.parametrize("change", [nothing, both, one, both_with_woking_split])
def test_no_choice_stands_twice_or_leads_to_a_question_or_back_to_where_it_stands(change):
    change()
    gazetteer = Gazetteer(name for source in SOURCES for name in source.lists())
    places = [*gazetteer.names, *fixed_places()]
    # Nothing is asked about a name that is that of one place only.
    numbers = Counter(key for place in places for key in {place.key, short_key(place.key)})
    names = sorted({place.name for place in places if numbers[place.key] > 1})

    meanings = {name: meaning for name in names if (meaning := by_name(name, gazetteer))}
    wrong, number = [], 0
    for name, meaning in meanings.items():
        queries = [choice.query for choice in asked(meaning)]
        found = [by_name(query, gazetteer) for query in queries]
        number += len(found)
        is_asked_again = any(isinstance(each, results.Ambiguous) or each == meaning for each in found)
        labels = {choice.label for choice in asked(meaning)}
        if is_asked_again or not len(labels) == len(set(queries)) == len(queries) or None in found:
            wrong.append((name, queries))
    assert (wrong, number > 400) == ([], True)


@pytest.mark.parametrize("text", ["Guildford", "Guildford Borough Council", "Woking", "woking"])
def test_a_town_and_the_former_council_of_its_name_are_one(text):
    both()

    answer = finder.answer(text)

    name = text.partition(" ")[0].capitalize()
    assert (answer.heading, answer.others, answer.coverage.authority.name, answer.lede) == (
        f"Surrey Cultural Education Partnership covers {name}",
        (),
        "West Surrey",
        f"{name} had a council of its own until 1 May 2026. It is now in West Surrey, in the South East.",
    )
    # Distances are measured from the town.
    assert finder.resolve(text).point
    assert suggested(name)["Places"].count(name) == 1
    assert name not in suggested(name).get("Former places", [])


@pytest.mark.parametrize("where", ["Surrey", "West Surrey", "Guildford"])
def test_a_town_is_told_from_its_namesakes_by_what_its_council_was_or_is(where):
    assert isinstance(finder.resolve("Chilworth"), results.Ambiguous)
    both()

    assert finder.answer(f"Chilworth, {where}").lede.startswith("Chilworth is in West Surrey")


def test_a_county_is_all_that_is_left_of_it_and_what_followed_the_rest():
    one()

    answer = finder.answer("Surrey")

    names = [authority.name for authority in answer.authorities]
    assert (len(names), "East Surrey" in names, "Woking" in names, "Elmbridge" in names) == (7, True, True, False)
    assert (answer.lede.startswith("Surrey has 7 local authorities."), answer.others) == (True, ())


def test_a_county_whose_councils_ended_on_two_days_is_one():
    both()

    answer = finder.answer("Surrey County Council")

    assert answer.lede == (
        "Surrey had a council of its own until 1 May 2026. Its area is now in East Surrey and West Surrey."
    )


def test_a_town_of_a_council_that_was_split_may_lie_in_either():
    both_with_woking_split()

    assert finder.answer("Old Woking").lede == (
        "Old Woking is now in East Surrey or West Surrey: we do not know yet in which."
    )
    assert finder.answer("Woking").lede.endswith("Its area is now in East Surrey and West Surrey.")


@pytest.mark.parametrize(
    ("kind", "ends", "number"), [(PlaceKind.COUNTY, [(0, 2), (1, 3)], 2), (PlaceKind.FORMER, [(0, 1), (0, 2)], 1)]
)
def test_of_what_nothing_can_tell_apart_the_likeliest_is_meant(kind, ends, number):
    codes = list(LocalAuthority.objects.order_by("gss_code").values_list("gss_code", flat=True)[:3])
    alike = [NamedPlace("Nowshire", kind, tuple(codes[first:last])) for first, last in ends]

    meaning = by_name("Nowshire", Gazetteer([*SOURCES[0].lists(), *alike]))

    assert (meaning.name, len(meaning.authorities), meaning.others) == ("Nowshire", number, ())
