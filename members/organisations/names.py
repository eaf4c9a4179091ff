"""The names of member organisations, for the finder."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches

from members.models import MemberOrganisation, Membership
from members.organisations import slots
from partnerships.finder import NameSource, school_numbered
from partnerships.finder.names import MANY_NAMES
from partnerships.finder.results import Choice, Entry, NamedSchool
from partnerships.geography.place_names import key_of
from partnerships.search import words
from partnerships.text.sentences import listed
from partnerships.vocabulary import MembershipRole

# Where the words of a text are in the names of more organisations, these are not all read: it must be a whole name.
MOST_READ = 500
NEAR_SHOWN = 4
# How like a name a text is that has a slip or two, from 0 to 1.
LIKE = 0.85
# What one does that is no member.
_WORDS = {
    MembershipRole.PROJECT.value: "worked on a project with",
    MembershipRole.FUNDER.value: "funds or supports, or did,",
}


def called(text: str) -> Entry | NamedSchool | None:
    """Return the public organisation with just the name `text`, of today or of old; None if there is none.

    One that is an open school of the register is returned as that: who asks for a school asks who covers it.
    """
    key, held = key_of(text), slots.kept.current()
    named = held.keys_of(words.named(held, MemberOrganisation, held.public, text))
    rows = MemberOrganisation.objects.filter(pk__in=named[:MOST_READ])
    if len(named) > MOST_READ:
        as_names_are_written = [text, text.title(), text.capitalize()]
        rows = MemberOrganisation.objects.filter(name__in=as_names_are_written)
    namesakes = [row for row in rows if row.pk in named and key in map(key_of, [row.name, *row.all_other_names])]
    if not namesakes:
        return None
    # What is called so today comes before what was.
    first = min(namesakes, key=lambda row: (key_of(row.name) != key, row.name))
    organisation = MemberOrganisation.objects.select_related("sector").get(pk=first.pk)
    if organisation.school_id and (school := school_numbered(organisation.school_id)):
        return school
    current = Membership.objects.public().current().filter(organisation=organisation)
    there = list(current.select_related("partnership__bridge").order_by("partnership__name"))
    sentence = f"{organisation.name} {_taking_part(there)}."
    partnerships = [membership.partnership for membership in there]
    return Entry(name=organisation.name, row=organisation, sentence=sentence, partnerships=partnerships)


def _taking_part(there: Iterable[Membership]) -> str:
    """Return in words what an organisation has to do with partnerships: only a member is said to take part."""
    names: dict[str, list[str]] = defaultdict(list)
    for membership in there:
        told = f"{membership.partnership.name} ({membership.dates or 'undated'})"
        names[_WORDS.get(membership.role, "takes part in")].append(told)
    return listed(f"{words} {listed(names[words])}" for words in sorted(names)) or "takes part in no partnership today"


def of_school(urn: int) -> str:
    """Return in a sentence that the school is a member of published partnerships, and since when, or "". One query."""
    current = Membership.objects.public().current().belonging().filter(organisation__school=urn)
    there = current.select_related("partnership").order_by("partnership__name")
    names = {row.partnership.name: f"{row.partnership.name} ({row.dates or 'undated'})" for row in there}
    return f"It is a member of {listed(names.values())}." if names else ""


def near(text: str) -> list[Choice]:
    """Return the public organisations whose names have the words of `text`, or are like it. One query."""
    names = {key_of(name): name for name in suggested()}
    key = key_of(text)
    if not key or len(names) > MANY_NAMES:
        return []
    having = [each for each in names if f" {key} " in f" {each} "]
    like = get_close_matches(key, names, NEAR_SHOWN, LIKE)
    return [Choice(names[each], names[each]) for each in dict.fromkeys([*like, *having])][:NEAR_SHOWN]


def suggested() -> Iterable[str]:
    """Return the names of public organisations, as many as the finder keeps and one more. One query."""
    return MemberOrganisation.objects.public().values_list("name", flat=True)[: MANY_NAMES + 1]


ORGANISATIONS = NameSource(called=called, near=near, suggested=suggested)
