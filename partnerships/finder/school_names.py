"""The names of schools, in any usual spelling, for the finder."""

from collections.abc import Callable, Sequence
from functools import cache

from partnerships.finder.results import Ambiguous, Choice, NamedSchool
from partnerships.finder.wording import shortened
from partnerships.geography.place_names import PlaceKind, fixed_places
from partnerships.geography.postcodes import TypedPostcode
from partnerships.models import School
from partnerships.schools import kept, matching
from partnerships.schools.index import FoundSchool, Point
from partnerships.schools.matching import SchoolMatches, at_postcode, match
from partnerships.schools.spelling import SORTS, spelt

CHOICES_SHOWN = 12
NEAR_SHOWN = 8
BESIDE_SHOWN = 4
# What another app tells, in a sentence or "", of the school with a number (URN).
Teller = Callable[[int], str]
_tellers: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Add what `teller` says to the notes of every school that is found."""
    _tellers.append(teller)


def called(text: str) -> NamedSchool | Ambiguous | None:
    """Return the school that `text` is the name of, or those that may be; None if none has all of its words.

    Two queries, and for a school one more and those of the tellers.
    """
    matches = match(kept.current(), text, first=CHOICES_SHOWN)
    if matches.is_certain:
        return numbered(matches.schools[0].urn)
    if not matches.are_whole:
        return None
    choices = [choice_of(school) for school in matches.schools[: matches.number]]
    hint = _hint(matches)
    if not (speaks_of_school(text) or matches.is_called_so):
        hint = f"We know no place called “{shortened(text)}”. {hint}".strip()
    return Ambiguous(
        text,
        choices,
        hint,
        asked=_question(text, matches),
        are_namesakes=matches.namesakes > 1,
        are_schools=True,
    )


def near(text: str) -> list[Choice]:
    """Return the schools that `text` may mean with slips or by a place near, or if it speaks of one any like it.

    One query.
    """
    matches = match(kept.current(), text, first=NEAR_SHOWN, where=_where)
    return list(map(choice_of, matches.schools)) if matches.are_meant or speaks_of_school(text) else []


def beside(text: str) -> tuple[Choice, ...]:
    """Return the first schools called `text`, which is a place, and where there are more a choice of all. One query."""
    matches = matching.called(kept.current(), text, first=BESIDE_SHOWN)
    choices = [choice_of(school) for school in matches.schools]
    if matches.number > BESIDE_SHOWN:
        choices.append(Choice(f"All {matches.number} schools called {shortened(text)}", f"{text} school"))
    return tuple(choices)


def _where(words: tuple[str, ...]) -> Sequence[Point]:
    """Return where places called by `words` are, in metres."""
    return _points().get(words, ())


@cache
def _points() -> dict[tuple[str, ...], list[Point]]:
    points: dict[tuple[str, ...], list[Point]] = {}
    for place in fixed_places():
        if place.kind == PlaceKind.TOWN and place.easting is not None and place.northing is not None:
            points.setdefault(spelt(place.name).words, []).append((place.easting, place.northing))
    return points


def speaks_of_school(text: str) -> bool:
    """Whether `text` has a word for a sort of school."""
    return not SORTS.isdisjoint(spelt(text).words)


def at(typed: TypedPostcode, text: str) -> NamedSchool | None:
    """Return the school at the postcode that was `typed`, if its name stands in `text` too."""
    school = None if typed.is_all else at_postcode(kept.current(), typed.formatted, text)
    return numbered(school.urn) if school else None


def choice_of(school: FoundSchool) -> Choice:
    """Return `school` as a choice, which its postcode tells from its namesakes."""
    where = " ".join(filter(None, [school.town, school.postcode]))
    label = ", ".join(filter(None, [school.name, where]))
    return Choice(label, label)


def _question(text: str, matches: SchoolMatches) -> str:
    """Return what to ask about schools that may not be the one that is meant; "" if the usual question will do."""
    if matches.number == 1:
        return f"Do you mean {matches.schools[0].name}?"
    return "" if matches.is_called_so else f"Is “{shortened(text)}” one of these schools?"


def _hint(matches: SchoolMatches) -> str:
    if matches.number == 1:
        return "Its name is not quite what you entered, and we find no other school that fits."
    left_out = matches.number - CHOICES_SHOWN
    if left_out <= 0:
        return ""
    return f"{matches.number} schools fit. If yours is not below, add its town or the first half of its postcode."


def numbered(urn: int) -> NamedSchool | None:
    """Return the open school with the number (URN) `urn`, and where it lies; None if there is none."""
    schools = School.objects.open().select_related("authority__region", "authority__bridge")
    school = schools.filter(urn=urn).first()
    if school is None:
        return None
    point = None if school.easting is None or school.northing is None else (school.easting, school.northing)
    return NamedSchool(
        name=school.name,
        notes=tuple(filter(None, (teller(school.urn) for teller in _tellers))),
        authorities=[school.authority] if school.authority else [],
        point=point,
        districts=frozenset(filter(None, [school.postcode.partition(" ")[0]])),
        urn=school.urn,
        town=school.town,
        postcode=school.postcode,
    )
