"""The names of member organisations, for the finder."""

from members.models import MemberOrganisation, Membership
from partnerships.finder import NameSource
from partnerships.finder.results import Entry
from partnerships.geography.place_names import key_of
from partnerships.models import Partnership
from partnerships.search import text_index
from partnerships.text.sentences import listed


def called(text: str) -> Entry | None:
    """Return the public organisation with just the name `text`, of today or of old; None if there is none."""
    key = key_of(text)
    public = MemberOrganisation.objects.public()
    matching = text_index.find(public, text).only("name", "other_names") if key else public.none()
    namesakes = [row for row in matching if key in map(key_of, [row.name, *row.all_other_names])]
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


ORGANISATIONS = NameSource(called=called)
