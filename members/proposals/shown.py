"""What a partnership is shown of its entry when it is asked whether that is still true: what its press confirms."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership
from partnerships.publishing.entry_details import Details, details_of
from partnerships.publishing.entry_rows import Member
from partnerships.signed_links import SignedToken
from partnerships.vocabulary import MembershipRole

_SEAL = SignedToken(salt="members.proposals.shown")
_NOT_KNOWN = "Not known"


class ShownFact(NamedTuple):
    """A fact with its label; `is_prose` says that it is written in Markdown."""

    label: str
    text: str
    is_prose: bool = False


def shown_facts(partnership: Partnership) -> list[ShownFact]:
    """Return all that is confirmed of `partnership`, in the order of its page. What few have is left out where unknown.

    One query beside those of its Bridge Organisation and who supports it.
    """
    details = details_of(partnership)
    standing = [*_who_it_is(partnership, details), *_where_it_works(partnership, details)]
    rest = [*_who_takes_part(partnership, details), *_what_it_does(partnership, details)]
    return [ShownFact(*fact) for fact in (*standing, *rest) if fact[1]]


def seal_of(shown: list[ShownFact]) -> str:
    """Return the signature over what was `shown`, by which to see whether it is so still."""
    return _SEAL.seal(json.dumps(shown))


def _who_it_is(partnership: Partnership, details: Details) -> Iterable[tuple[str, str]]:
    yield "Name", partnership.name
    for kind, names in details.names.items():
        yield kind, "; ".join(names)
    yield "Summary", partnership.summary or "Nothing yet"
    yield "Stage", _lines([partnership.stage_words, partnership.stage_note])
    yield "Began", in_words(partnership.established) or _NOT_KNOWN
    yield "Closed", in_words(partnership.ended)
    yield "One of the three pilots of 2015", "Yes" if partnership.is_pilot else ""
    yield "Came from", "; ".join(former.name for former in details.predecessors)
    yield "Hosted or led by", partnership.host
    yield "Legal form", partnership.legal_form
    yield "Bridge Organisation until March 2023", partnership.bridge.name
    yield "Supported today by", str(partnership.support_organisation or "")


def _where_it_works(partnership: Partnership, details: Details) -> Iterable[tuple[str, str]]:
    places = ", ".join(place.name for place in details.authorities)
    yield "Where it works", _lines([places, partnership.coverage_note])
    yield "Size of its area", partnership.get_scope_display()
    yield (
        "Parts it works in",
        _lines(
            part.in_words + (f": {part.postcode_districts}" if part.postcode_districts else "")
            for part in details.parts
        ),
    )


def _who_takes_part(partnership: Partnership, details: Details) -> Iterable[tuple[str, str]]:
    yield "Who is in it", _listed(details.members) or _NOT_KNOWN
    yield "Partners in projects", _listed(details.projects)
    yield "Funders and supporters", _listed(details.supporters)
    yield "Takes new members", {True: "Yes", False: "No", None: _NOT_KNOWN}[partnership.takes_new_members]
    yield "Looks for members from", ", ".join(details.sectors_sought)
    yield "How to join", partnership.how_to_join
    yield "Page on joining", partnership.joining_page


def _what_it_does(partnership: Partnership, details: Details) -> Iterable[tuple[str, str] | tuple[str, str, bool]]:
    stated = [f"{wording} ({theme.name})" for theme, wordings in details.priorities.items() for wording in wordings]
    yield "What it works on", _lines(stated) or _NOT_KNOWN
    yield "Website", partnership.website or _NOT_KNOWN
    for link in details.links:
        yield link.get_kind_display(), f"{link.label}, {link.url}"
    yield "Programmes it took part in", "; ".join(taking_part.programme.name for taking_part in details.programmes)
    yield "Its story, fact by fact", _lines(f"{fact.when or 'Undated'}: {fact.what}" for fact in details.story)
    yield "Vision", partnership.vision
    yield "Mission", partnership.mission
    yield "Its story", partnership.about, True


def _listed(members: list[Member]) -> str:
    """Return the names of `members`, of those in the host's place or the steering group with that."""
    standing = {MembershipRole.HOST, MembershipRole.STEERING}
    return "; ".join(
        f"{member.name} ({member.role_words.lower()})" if member.role in standing else member.name for member in members
    )


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))
