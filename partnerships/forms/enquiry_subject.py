"""What an enquiry is about: a partnership, a local authority or a Bridge Organisation, by a link or as typed."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import slug_re
from django.db.models import QuerySet
from django.utils.text import capfirst

from partnerships import finder
from partnerships.coverage import who_covers
from partnerships.finder import results
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.models.slugs import leading_to
from partnerships.text.sentences import region_in_words
from partnerships.vocabulary import EnquiryTopic

PLACE, UNSURE = "place", "unsure"


@dataclass(frozen=True)
class EnquirySubject:
    """What an enquiry is about; all three are None for England as a whole."""

    partnership: Partnership | None = None
    authority: LocalAuthority | None = None
    bridge: BridgeOrganisation | None = None

    @property
    def entry(self) -> Partnership | LocalAuthority | BridgeOrganisation | None:
        """The most exact of them: the partnership before the place."""
        return self.partnership or self.authority or self.bridge


@dataclass(frozen=True)
class Option:
    """One of several partnerships or places that may be meant: `key` is what the form sends for it."""

    key: str
    label: str


@dataclass
class ResolvedSubject:
    """What the enquiry is about, and the two values of the form that lead there again; the school that is the place."""

    subject: EnquirySubject
    about: str = ""
    place: str = ""
    school: str = ""


class AmbiguousSubject(Exception):
    """What was typed does not lead to one subject: what to tell the enquirer, and what they can choose from.

    `place` is the text the options belong to.
    """

    def __init__(self, message: str, options: list[Option] | None = None, *, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.options = options or []
        self.place = place


def resolve(topic: str, *, about: str, place: str) -> ResolvedSubject:
    """Return what an enquiry on `topic` is about.

    `place` is what was typed, "" for England as a whole; `about` is a key: see `named`. The key counts when `place` is
    the name of what it names, as it is when somebody comes by a link, or when it is one of the options `place` leaves.
    Raises AmbiguousSubject.
    """
    if not place:
        return ResolvedSubject(EnquirySubject())
    subject = named(about)
    if subject.entry and subject.entry.name == place:
        return ResolvedSubject(_with_partnership(subject, topic, about), about, place)
    meaning = finder.resolve(place)
    try:
        school = meaning.name if isinstance(meaning, results.NamedSchool) else ""
        return ResolvedSubject(_subject_of(meaning, topic), place=place, school=school)
    except AmbiguousSubject as ambiguous:
        ambiguous.place = ambiguous.place or place
        if about not in {option.key for option in ambiguous.options}:
            raise
    kind, _, chosen_place = about.partition(":")
    if kind == PLACE:
        return resolve(topic, about="", place=chosen_place)
    return ResolvedSubject(_with_partnership(subject, topic, about), about, place)


def named(key: str) -> EnquirySubject:
    """Return what the key "partnership:slug", "authority:slug" or "bridge:slug" names; nothing if it names nothing."""
    kind, _, slug = key.partition(":")
    authorities = LocalAuthority.objects.select_related("bridge")
    # Rows of three models, which have slugs in common.
    querysets: dict[str, QuerySet[Any]] = {
        "partnership": Partnership.objects.published().select_related("bridge", "support_organisation"),
        "authority": authorities,
        UNSURE: authorities,
        "bridge": BridgeOrganisation.objects.all(),
    }
    rows = querysets.get(kind)
    if rows is None or not slug_re.match(slug):
        return EnquirySubject()
    row = leading_to(rows, [slug]).get(slug)
    return EnquirySubject(**{"authority" if kind == UNSURE else kind: row})


def query_of(key: str) -> str:
    """Return the query string of a link for the key of something named, or ""."""
    kind, _, slug = key.partition(":")
    return f"?{kind}={slug}" if named(key).entry and kind != UNSURE else ""


def _with_partnership(subject: EnquirySubject, topic: str, key: str) -> EnquirySubject:
    """Return `subject` with the partnership that covers its authority, unless the key says they are not sure."""
    if not subject.authority or key.startswith(UNSURE):
        return subject
    return _in_authority(who_covers.coverage_of(subject.authority), topic)


def _in_authority(coverage: who_covers.Coverage, topic: str) -> EnquirySubject:
    """Return the one partnership that works there, or only the authority.

    Raises AmbiguousSubject if several can be joined.
    """
    partnerships = [reach.partnership for reach in coverage.reaches]
    if topic == EnquiryTopic.JOIN and len(partnerships) > 1:
        unsure = Option(f"{UNSURE}:{coverage.authority.slug}", "I am not sure which")
        raise AmbiguousSubject(
            f"Select which of the {len(partnerships)} partnerships in {coverage.authority.name} you want to join",
            [*_options(partnerships), unsure],
            place=coverage.authority.name,
        )
    is_about_partnership = topic != EnquiryTopic.START and len(partnerships) == 1
    return EnquirySubject(partnership=partnerships[0] if is_about_partnership else None, authority=coverage.authority)


def _subject_of(meaning: results.Resolved, topic: str) -> EnquirySubject:
    """Return the subject that what was typed leads to: an entry itself, or the partnership it takes part in.

    Raises AmbiguousSubject if it leads to none, or to several.
    """
    match meaning:
        case results.InEngland(sole_authority=LocalAuthority() as authority, districts=districts):
            return _in_authority(who_covers.coverage_of(authority, districts), topic)
        case results.InEngland(authorities=[_, *_] as authorities):
            options = [Option(f"authority:{authority.slug}", authority.name) for authority in authorities]
            raise AmbiguousSubject("Select the local authority you mean", options)
        case results.InEngland(unknown=unknown):
            raise AmbiguousSubject(unknown)
        case results.Elsewhere(sentence=sentence):
            raise AmbiguousSubject(f"{sentence}. Partnerships are in England only: enter a place in England")
        case results.Entry() as entry:
            return _subject_of_entry(entry)
        case results.Ambiguous(asked=asked, choices=choices):
            select = "If so, select it. If not, enter the town or the postcode"
            raise AmbiguousSubject(f"{asked} {select}" if asked else "Select the place you mean", _places(choices))
        case results.Nowhere(error=error, choices=choices):
            raise AmbiguousSubject(error, _places(choices))


def _subject_of_entry(entry: results.Entry) -> EnquirySubject:
    match entry:
        case results.Entry(row=BridgeOrganisation() as bridge):
            return EnquirySubject(bridge=bridge)
        case results.Entry(partnerships=[partnership]):
            return EnquirySubject(partnership=partnership)
        case results.Entry(partnerships=[_, *_] as partnerships):
            raise AmbiguousSubject("Select the partnership you mean", _options(partnerships))
        case results.Entry(row=Region(), name=name):
            named = capfirst(region_in_words(name))
            raise AmbiguousSubject(f"{named} is a whole region. Enter a postcode, town or council in it")
    message = f"{entry.name} takes part in no partnership today. Enter a partnership, postcode, town or council"
    raise AmbiguousSubject(message)


def _options(partnerships: list[Partnership]) -> list[Option]:
    return [Option(f"partnership:{partnership.slug}", partnership.name) for partnership in partnerships]


def _places(choices: list[results.Choice]) -> list[Option]:
    return [Option(f"{PLACE}:{choice.query}", choice.label) for choice in choices]
