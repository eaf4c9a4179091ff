"""What an enquiry is about: a partnership, a local authority or a Bridge Organisation, by a link or as typed."""

from dataclasses import dataclass
from typing import Any

from django.core.validators import slug_re
from django.db.models import Q, QuerySet

from partnerships import finder
from partnerships.coverage import who_covers
from partnerships.finder import Answer, AnswerKind
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
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
class Resolved:
    """What the enquiry is about, and the two values of the form that lead there again."""

    subject: EnquirySubject
    about: str = ""
    place: str = ""


class Ambiguous(Exception):
    """What was typed does not lead to one subject: what to tell the enquirer, and what they can choose from.

    `place` is the text the options belong to.
    """

    def __init__(self, message: str, options: list[Option] | None = None, *, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.options = options or []
        self.place = place


def resolve(topic: str, *, about: str, place: str) -> Resolved:
    """Return what an enquiry on `topic` is about.

    `place` is what was typed, "" for England as a whole; `about` is a key: see `named`. The key counts when `place` is
    the name of what it names, as it is when somebody comes by a link, or when it is one of the options `place` leaves.
    Raises Ambiguous.
    """
    if not place:
        return Resolved(EnquirySubject())
    subject = named(about)
    if subject.entry and subject.entry.name == place:
        return Resolved(_with_partnership(subject, topic, about), about, place)
    try:
        return Resolved(_subject_of(finder.answer(place), topic), place=place)
    except Ambiguous as ambiguous:
        ambiguous.place = ambiguous.place or place
        if about not in {option.key for option in ambiguous.options}:
            raise
    kind, _, chosen_place = about.partition(":")
    if kind == PLACE:
        return resolve(topic, about="", place=chosen_place)
    return Resolved(_with_partnership(subject, topic, about), about, place)


def named(key: str) -> EnquirySubject:
    """Return what the key "partnership:slug", "authority:slug" or "bridge:slug" names; nothing if it names nothing."""
    kind, _, slug = key.partition(":")
    # Rows of three models, which have slugs in common.
    querysets: dict[str, QuerySet[Any]] = {
        "partnership": Partnership.objects.published().select_related("bridge", "support_organisation"),
        "authority": LocalAuthority.objects.select_related("bridge"),
        UNSURE: LocalAuthority.objects.select_related("bridge"),
        "bridge": BridgeOrganisation.objects.all(),
    }
    rows = querysets.get(kind)
    if rows is None or not slug_re.match(slug):
        return EnquirySubject()
    row = rows.filter(Q(slug=slug) | Q(pk__in=rows.model.formerly_at(slug))).first()
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
    """Return the one partnership that works there, or only the authority. Raises Ambiguous if several can be joined."""
    partnerships = [reach.partnership for reach in coverage.reaches]
    if topic == EnquiryTopic.JOIN and len(partnerships) > 1:
        options = [Option(f"partnership:{partnership.slug}", partnership.name) for partnership in partnerships]
        unsure = Option(f"{UNSURE}:{coverage.authority.slug}", "I am not sure which")
        raise Ambiguous(
            f"Select which of the {len(partnerships)} partnerships in {coverage.authority.name} you want to join",
            [*options, unsure],
            place=coverage.authority.name,
        )
    is_about_partnership = topic != EnquiryTopic.START and len(partnerships) == 1
    return EnquirySubject(partnership=partnerships[0] if is_about_partnership else None, authority=coverage.authority)


def _subject_of(answer: Answer, topic: str) -> EnquirySubject:
    """Return the subject the finder's answer leads to. Raises Ambiguous if it leads to none, or to several."""
    if answer.coverage:
        return _in_authority(answer.coverage, topic)
    if answer.kind == AnswerKind.PARTNERSHIP:
        return EnquirySubject(partnership=answer.partnership)
    if isinstance(answer.page, BridgeOrganisation):
        return EnquirySubject(bridge=answer.page)
    raise _ambiguous(answer)


def _ambiguous(answer: Answer) -> Ambiguous:
    """Return why the finder's answer is not one partnership or place, with the message for the enquirer."""
    match answer.kind:
        case AnswerKind.PAGE:
            return Ambiguous(f"{answer.heading} is a whole region. Enter a postcode, town or council in it")
        case AnswerKind.ELSEWHERE:
            return Ambiguous(f"{answer.heading}. Partnerships are in England only: enter a place in England")
        case AnswerKind.AREAS if answer.rows:
            options = [Option(f"authority:{row.authority.slug}", row.authority.name) for row in answer.rows]
            return Ambiguous("Select the local authority you mean", options)
        case AnswerKind.AREAS:
            return Ambiguous(f"{answer.heading}. Enter the name of your town or council")
        case AnswerKind.CHOICE:
            return Ambiguous("Select the place you mean", _places(answer))
    return Ambiguous(answer.error, _places(answer))


def _places(answer: Answer) -> list[Option]:
    return [Option(f"{PLACE}:{choice.query}", choice.label) for choice in answer.choices]
