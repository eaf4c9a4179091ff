"""What an enquiry is about: a partnership, a local authority or a Bridge Organisation, from a link or from words."""

from dataclasses import dataclass

from django.core.validators import slug_re
from django.db.models import Q

from partnerships import finder
from partnerships.coverage import who_covers
from partnerships.finder import Answer, AnswerKind
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.vocabulary import EnquiryTopic

PLACE, UNSURE = "place", "unsure"


@dataclass(frozen=True)
class EnquirySubject:
    """What it is about; all three are None for England as a whole."""

    partnership: Partnership | None = None
    authority: LocalAuthority | None = None
    bridge: BridgeOrganisation | None = None

    @property
    def entry(self) -> Partnership | LocalAuthority | BridgeOrganisation | None:
        """The one that says most: the partnership before the place."""
        return self.partnership or self.authority or self.bridge


@dataclass(frozen=True)
class Option:
    """One of several things meant: `key` is what the form sends for it."""

    key: str
    label: str


@dataclass
class Resolved:
    """What the enquiry is about, and the two values of the form that lead there again."""

    asked_about: EnquirySubject
    about: str = ""
    place: str = ""


class Ambiguous(Exception):
    """The words do not lead to one thing: what to tell the enquirer, and what they can choose from.

    `place` are the words the options belong to.
    """

    def __init__(self, message: str, options: list[Option] | None = None, *, place: str = ""):
        super().__init__(message)
        self.message = message
        self.options = options or []
        self.place = place


def resolve(topic: str, *, about: str, place: str) -> Resolved:
    """Return what an enquiry on `topic` is about. `place` are words, "" for England as a whole; `about` is a key.

    The key counts when the words are the name of what it names, as they are when somebody comes by a link, or when it
    is one of the options the words leave. Raises Unclear.
    """
    if not place:
        return Resolved(EnquirySubject())
    found = named(about)
    if found.entry and found.entry.name == place:
        return Resolved(_with_partnership(found, topic, about), about, place)
    try:
        return Resolved(_meant_by(finder.answer(place), topic), place=place)
    except Ambiguous as unclear:
        unclear.place = unclear.place or place
        if about not in {option.key for option in unclear.options}:
            raise
    kind, _, words = about.partition(":")
    if kind == PLACE:
        return resolve(topic, about="", place=words)
    return Resolved(_with_partnership(found, topic, about), about, place)


def named(key: str) -> EnquirySubject:
    """Return what the key "partnership:slug", "authority:slug" or "bridge:slug" names; nothing if it names nothing."""
    kind, _, slug = key.partition(":")
    rows = {
        "partnership": Partnership.objects.published().select_related("bridge", "support_organisation"),
        "authority": LocalAuthority.objects.select_related("bridge"),
        UNSURE: LocalAuthority.objects.select_related("bridge"),
        "bridge": BridgeOrganisation.objects,
    }.get(kind)
    if rows is None or not slug_re.match(slug):
        return EnquirySubject()
    row = rows.filter(Q(slug=slug) | Q(pk__in=rows.model.formerly_at(slug))).first()
    return EnquirySubject(**{"authority" if kind == UNSURE else kind: row})


def query_of(key: str) -> str:
    """Return the query string of a link for the key of something named, or ""."""
    kind, _, slug = key.partition(":")
    return f"?{kind}={slug}" if named(key).entry and kind != UNSURE else ""


def _with_partnership(found: EnquirySubject, topic: str, key: str) -> EnquirySubject:
    """Return `found` with the partnership that covers its authority, unless the key says they are not sure."""
    if not found.authority or key.startswith(UNSURE):
        return found
    return _in_authority(who_covers.coverage_of(found.authority), topic)


def _in_authority(found: who_covers.Coverage, topic: str) -> EnquirySubject:
    """Return the one partnership that works there, or just the authority; raises Unclear if several could be joined."""
    partnerships = [reach.partnership for reach in found.reaches]
    if topic == EnquiryTopic.JOIN and len(partnerships) > 1:
        options = [Option(f"partnership:{partnership.slug}", partnership.name) for partnership in partnerships]
        unsure = Option(f"{UNSURE}:{found.authority.slug}", "I am not sure which")
        raise Ambiguous(
            f"Select which of the {len(partnerships)} partnerships in {found.authority.name} you want to join",
            [*options, unsure],
            place=found.authority.name,
        )
    is_about_one = topic != EnquiryTopic.START and len(partnerships) == 1
    return EnquirySubject(partnership=partnerships[0] if is_about_one else None, authority=found.authority)


def _meant_by(answer: Answer, topic: str) -> EnquirySubject:
    """Return what the finder's answer comes to, or raise Unclear."""
    if answer.coverage:
        return _in_authority(answer.coverage, topic)
    if answer.kind == AnswerKind.PARTNERSHIP:
        return EnquirySubject(partnership=answer.partnership)
    if isinstance(answer.page, BridgeOrganisation):
        return EnquirySubject(bridge=answer.page)
    raise _ambiguous(answer)


def _ambiguous(answer: Answer) -> Ambiguous:
    """Return why the finder's answer is not one partnership or place, in words for the enquirer."""
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
