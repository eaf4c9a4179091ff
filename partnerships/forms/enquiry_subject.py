"""What an enquiry is about: a partnership, a local authority or a Bridge Organisation, by a link or as typed."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.validators import slug_re
from django.db.models import QuerySet
from django.utils.text import capfirst

from partnerships import finder
from partnerships.coverage import who_covers
from partnerships.enquiries.topics import ONE_AT_A_TIME
from partnerships.finder import results
from partnerships.finder.counties import beside_county
from partnerships.finder.several import names_in
from partnerships.finder.wording import taken_for
from partnerships.forms import subject_options
from partnerships.forms.subject_options import PLACE, UNSURE, Option
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, PartnershipPart, Region
from partnerships.models.slugs import leading_to
from partnerships.text.sentences import listed, region_in_words, said_once
from partnerships.vocabulary import EnquiryTopic, Scope

BETWEEN_KEYS = "|"
# Enquiries that one sending of the form makes.
MOST_AT_ONCE = 10


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


@dataclass
class ResolvedSubjects:
    """What an enquiry is about, each an enquiry of its own, and the two values of the form that lead there again.

    `named` is the school or organisation that is the place. `notes` say what was understood, where that
    is not plain. `beside` are the places of a subject that were named after its own.
    """

    subjects: list[EnquirySubject]
    about: str = ""
    place: str = ""
    named: str = ""
    notes: tuple[str, ...] = ()
    beside: dict[EnquirySubject, list[LocalAuthority]] = field(default_factory=dict)

    @property
    def subject(self) -> EnquirySubject:
        """The first of them."""
        return self.subjects[0]


class AmbiguousSubject(Exception):
    """What was typed does not lead to one subject: what to tell the enquirer, and what they can choose from.

    `place` is the text of the options, several of which can be meant if `may_be_several`; `about` was chosen before.
    """

    about = ""

    def __init__(
        self, message: str, options: list[Option] | None = None, *, place: str = "", may_be_several: bool = False
    ) -> None:
        super().__init__(message)
        self.message = message
        self.options = options or []
        self.place = place
        self.may_be_several = may_be_several

    def chosen_by(self, keys: list[str]) -> list[str]:
        """Return those of `keys` that are options: one, or all where several can be meant, which leaves no doubt."""
        chosen = [option.key for option in self.options if option.key in keys]
        sure = [key for key in chosen if not key.startswith(UNSURE)]
        return sure if sure and self.may_be_several else chosen[:1]

    def among(self, names: list[str], position: int, chosen: list[str], typed: str) -> "AmbiguousSubject":
        """Return it as the question about one of several `names`, which keeps what was `chosen` for those before.

        What was `typed` stays as it is unless the question is about other words than stand there.
        """
        places = [*names[:position], self.place or names[position], *names[position + 1 :]]
        place = typed if places == names else results.BETWEEN.join(places)
        options = [replace(option, key=BETWEEN_KEYS.join([*chosen, option.key])) for option in self.options]
        name = f"“{names[position]}”"
        message = self.message if name in self.message else f"{name}: {self.message}"
        unclear = AmbiguousSubject(message, options, place=place, may_be_several=self.may_be_several)
        unclear.about = "" if options else BETWEEN_KEYS.join(chosen)
        return unclear


def resolve(topic: str, *, about: str, place: str) -> ResolvedSubjects:
    """Return what an enquiry on `topic` is about. Raises AmbiguousSubject.

    `place` is what was typed, "" for England as a whole; it may name several (see names_in). `about` holds keys: see
    `named`. A key counts for a name that is just its own, as by a link, or that leaves it as an option.
    """
    if not place:
        return ResolvedSubjects([EnquirySubject()])
    keys = about.split(BETWEEN_KEYS)
    # The name of one organisation may read like those of several places.
    names = [place] if any(_is_called(named(key), place) for key in keys) else names_in(place)
    if len(names) > 1 and topic in ONE_AT_A_TIME:
        raise AmbiguousSubject(f"You named {len(names)}: {listed(names)}. {ONE_AT_A_TIME[topic]}")
    if len(names) > MOST_AT_ONCE:
        raise AmbiguousSubject(f"Name {MOST_AT_ONCE} partnerships or places at most. You named {len(names)}")
    found: list[ResolvedSubjects] = []
    for position, name in enumerate(names):
        try:
            found.append(_resolve_name(topic, keys, name))
        except AmbiguousSubject as ambiguous:
            chosen = [each.about for each in found if each.about]
            raise ambiguous.among(names, position, chosen, place) if len(names) > 1 else ambiguous from None
    # Two places may have one partnership, which is asked once.
    together = [some for some, _ in said_once((each, each.entry) for one in found for each in one.subjects)]
    if len(together) > MOST_AT_ONCE:
        raise AmbiguousSubject(f"Choose {MOST_AT_ONCE} partnerships or places at most. You chose {len(together)}")
    about = BETWEEN_KEYS.join(each.about for each in found if each.about)
    places = [each.place for each in found]
    # Where it names just these it stays as it was typed: whoever wrote commas finds commas.
    place = place if places == names else results.BETWEEN.join(places)
    is_called = found[0].named if len(found) == 1 else ""
    notes = tuple(note for each in found for note in each.notes)
    beside = {first: [other.authority for other in others if other.authority] for first, *others in together}
    return ResolvedSubjects(list(beside), about, place, is_called, notes, beside)


def _resolve_name(topic: str, keys: list[str], name: str) -> ResolvedSubjects:
    """Return what one name is about, by those of `keys` that count for it."""
    try:
        for key in keys:
            if _is_called(subject := named(key), name):
                return ResolvedSubjects([_with_partnership(subject, topic, key)], key, name)
        meaning = finder.resolve(name)
        if topic == EnquiryTopic.REMOVE and isinstance(meaning, results.Nowhere):
            # Staff find whom we do not.
            return ResolvedSubjects([EnquirySubject()], place=name, named=name)
        is_one = isinstance(meaning, results.NamedSchool) or _is_to_leave(meaning, topic)
        subjects, notes = [_subject_of(meaning, topic)], taken_for(meaning, name)
        return ResolvedSubjects(subjects, place=name, named=str(meaning) if is_one else "", notes=notes)
    except AmbiguousSubject as ambiguous:
        ambiguous.place = ambiguous.place or name
        ambiguous.may_be_several &= topic not in ONE_AT_A_TIME
        if not (chosen := ambiguous.chosen_by(keys)):
            raise
    kind, _, chosen_place = chosen[0].partition(":")
    if kind == PLACE:
        are_several = results.BETWEEN in chosen_place
        return resolve(topic, about="", place=chosen_place) if are_several else _resolve_name(topic, [], chosen_place)
    if len(chosen) > 1 and all(named(key).authority for key in chosen):
        # Each may ask which of its partnerships.
        place = results.BETWEEN.join(str(named(key).authority) for key in chosen)
        return resolve(topic, about=BETWEEN_KEYS.join(keys), place=place)
    subjects = [_with_partnership(named(key), topic, key) for key in chosen]
    return ResolvedSubjects(subjects, BETWEEN_KEYS.join(chosen), name)


def _is_called(subject: EnquirySubject, name: str) -> bool:
    return subject.entry is not None and subject.entry.name == name


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


def in_words(subject: EnquirySubject, *others: LocalAuthority) -> str:
    """Return what an enquiry about `subject` is about, as its sender is told, who named `others` of its places too."""
    about = str(subject.entry or "England, or no place in particular")
    if subject.bridge:
        about = capfirst(subject.bridge.area_in_words)
    if subject.authority and (partnership := subject.partnership):
        is_of_town = partnership.scope == Scope.TOWN
        places = [
            f"{'part of ' if is_of_town or PartnershipPart.are_of(partnership.pk, place) else ''}{place.in_sentence}"
            for place in (subject.authority, *others)
        ]
        about = f"{about} (works in {listed(dict.fromkeys(places))})"
    return about


def query_of(key: str) -> str:
    """Return the query string of a link for the key of something named, of several the first, or ""."""
    key = key.partition(BETWEEN_KEYS)[0]
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
        raise AmbiguousSubject(
            f"Select which of the {len(partnerships)} partnerships in {coverage.authority.name} you want to join",
            [*subject_options.of_partnerships(partnerships), subject_options.unsure_in(coverage.authority)],
            place=coverage.authority.name,
            may_be_several=True,
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
            areas = [*authorities, *beside_county(meaning)]
            raise AmbiguousSubject(
                "Select the local authority you mean", subject_options.of_authorities(areas), may_be_several=True
            )
        case results.InEngland(unknown=unknown):
            raise AmbiguousSubject(unknown)
        case results.Elsewhere(sentence=sentence):
            raise AmbiguousSubject(f"{sentence}. Partnerships are in England only: enter a place in England")
        case results.Entry() as entry:
            return _subject_of_entry(entry, topic)
        case results.Ambiguous(asked=asked, hint=hint, left_out=left_out, choices=choices):
            select = "If so, select it. If not, enter the town or the postcode"
            message = f"{asked} {select}" if asked else "Select the place you mean"
            raise AmbiguousSubject(f"{hint} {message}" if left_out else message, subject_options.of_places(choices))
        case results.Nowhere(error=error, choices=choices):
            raise AmbiguousSubject(error, subject_options.of_places(choices))


def _is_to_leave(meaning: results.Resolved, topic: str) -> bool:
    """Whether somebody wants a member organisation, which nothing here knows by its model, out of the directory."""
    if topic != EnquiryTopic.REMOVE or not isinstance(meaning, results.Entry):
        return False
    return not isinstance(meaning.row, Partnership | BridgeOrganisation | Region)


def _subject_of_entry(entry: results.Entry, topic: str) -> EnquirySubject:
    if _is_to_leave(entry, topic):
        return EnquirySubject(authority=entry.row.place)
    match entry:
        case results.Entry(row=BridgeOrganisation() as bridge):
            return EnquirySubject(bridge=bridge)
        case results.Entry(partnerships=[partnership]):
            return EnquirySubject(partnership=partnership)
        case results.Entry(partnerships=[_, *_] as partnerships):
            raise AmbiguousSubject(
                "Select the partnership you mean", subject_options.of_partnerships(partnerships), may_be_several=True
            )
        case results.Entry(row=Region() as region, name=name):
            whole = f"{capfirst(region_in_words(name))} is a whole region"
            if options := subject_options.of_authorities(LocalAuthority.objects.filter(region=region).order_by("name")):
                most = "" if topic in ONE_AT_A_TIME else f", {MOST_AT_ONCE} at most"
                message = f"{whole}. Select the local authorit{'ies' if most else 'y'} in it that you mean{most}"
                raise AmbiguousSubject(message, options, may_be_several=True)
            raise AmbiguousSubject(f"{whole}. Enter a postcode, town or council in it")
    nothing = f"{entry.name} takes part in no partnership today."
    raise AmbiguousSubject(f"{nothing} Enter a partnership, postcode, town or council")
