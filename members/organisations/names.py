"""The names of member organisations, for the finder."""

from collections.abc import Iterable

from members.models import MemberOrganisation, Membership
from members.organisations import slots
from partnerships.finder import NameSource
from partnerships.finder.names import MANY_NAMES
from partnerships.finder.results import Entry
from partnerships.geography.place_names import key_of
from partnerships.models import Partnership
from partnerships.search import words
from partnerships.text.sentences import listed

# Where the words of a text are in the names of more organisations, these are not all read: it must be a whole name.
MOST_READ = 500


def called(text: str) -> Entry | None:
    """Return the public organisation with just the name `text`, of today or of old; None if there is none."""
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
    current = Membership.objects.public().current().filter(organisation=organisation)
    partnerships = list(Partnership.objects.filter(pk__in=current.values("partnership")).order_by("name"))
    where = listed(partnerships) or "no partnership today"
    sentence = f"{organisation.name} takes part in {where}."
    return Entry(name=organisation.name, row=organisation, sentence=sentence, partnerships=partnerships)


def of_school(urn: int) -> str:
    """Return in a sentence that the school is a member of published partnerships today, or "". One query."""
    current = Membership.objects.public().current().belonging().filter(organisation__school=urn)
    names = list(current.order_by("partnership__name").values_list("partnership__name", flat=True))
    return f"It is a member of {listed(dict.fromkeys(names))}." if names else ""


def suggested() -> Iterable[str]:
    """Return the names of public organisations, as many as the finder keeps and one more. One query."""
    return MemberOrganisation.objects.public().values_list("name", flat=True)[: MANY_NAMES + 1]


ORGANISATIONS = NameSource(called=called, suggested=suggested)
