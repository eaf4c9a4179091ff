"""What looks wrong about an entry before it is saved, though nothing forbids it: staff are asked once more.

Only what was changed is looked at, and everything when the entry becomes public: nobody is asked again and again about
what they have said is right. A check of an entry returns the sentence of its warning, "" if nothing looks wrong.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from partnerships.curation import link_check
from partnerships.dates.partial_dates import in_words
from partnerships.models import LocalAuthority, Partnership, PartnershipName
from partnerships.search.text_index.likeness import NEAR, NameLikeness
from partnerships.search.text_index.partnership_documents import WHAT_IT_IS
from partnerships.search.text_index.tokens import tokenise
from partnerships.text.sentences import listed
from partnerships.vocabulary import PublicationState, Stage

MAX_NAMED = 5


@dataclass(frozen=True)
class EditedEntry:
    """An entry as it would be saved: the row, the authorities it would cover, and which entries the person may see.

    `links` are the addresses of its links beside the website that are to be looked at.
    """

    partnership: Partnership
    authorities: list[LocalAuthority]
    visible: QuerySet[Partnership]
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EntryWarning:
    """A plain sentence on what looks wrong, and the field to look at."""

    field: str
    sentence: str


def territory(entry: EditedEntry) -> str:
    """Name the authorities that lie in the territory of another Bridge Organisation, and whose they are."""
    bridge_id = entry.partnership.bridge_id
    outside = [authority for authority in entry.authorities if authority.bridge_id != bridge_id] if bridge_id else []
    by_bridge: dict[str, list[str]] = {}
    for authority in sorted(outside, key=lambda authority: authority.name):
        by_bridge.setdefault(authority.bridge.name, []).append(authority.name)
    places = [f"{_listed(names)} in the territory of {bridge}" for bridge, names in sorted(by_bridge.items())]
    return f"It covers places outside {entry.partnership.bridge}’s territory: {'; '.join(places)}." if places else ""


def no_place(entry: EditedEntry) -> str:
    return "" if entry.authorities else "No local authority is chosen: it will be on no map and found by no postcode."


def plain_http(entry: EditedEntry) -> str:
    """Offer https for a website given with http."""
    website = entry.partnership.website
    if not website.lower().startswith("http://"):
        return ""
    return f"The website’s address begins with http://, which is not safe. Try https://{website[7:]} and enter that."


def dead_link(entry: EditedEntry) -> str:
    """Say that the website is known to lead nowhere. Its server is not asked now: see link_check."""
    if not entry.partnership.website or not link_check.dead_among([entry.partnership.website]):
        return ""
    return "The website’s address led nowhere when we last looked. Is it spelt right, and still theirs?"


def plain_http_links(entry: EditedEntry) -> str:
    plain = [link for link in entry.links if link.lower().startswith("http://")]
    return f"These links begin with http://, which is not safe: {_listed(plain)}. Try https://." if plain else ""


def dead_links(entry: EditedEntry) -> str:
    dead = link_check.dead_among(entry.links) if entry.links else []
    return f"These links led nowhere when we last looked: {_listed(sorted(dead))}." if dead else ""


def like_another(entry: EditedEntry) -> str:
    """Name entries whose names are like this one's: it may be in the directory already."""
    likeness = NameLikeness(entry.partnership.name, besides=tokenise(WHAT_IT_IS))
    others = entry.visible.exclude(pk=entry.partnership.pk).order_by()
    names = [*others.values_list("pk", "name")]
    names += PartnershipName.objects.filter(partnership__in=others).order_by().values_list("partnership", "name")
    keys = {pk for pk, name in names if likeness.to(name) >= NEAR}
    alike = Partnership.objects.filter(pk__in=keys).order_by("name").values_list("name", flat=True)
    return f"There is already {_listed(alike)}. Is this the same partnership?" if keys else ""


def ended_when(entry: EditedEntry) -> str:
    is_missing = entry.partnership.stage == Stage.ENDED and not entry.partnership.ended
    return "Its stage is “Ended”, but nothing says when it closed." if is_missing else ""


def ended_though(entry: EditedEntry) -> str:
    is_odd = entry.partnership.ended and entry.partnership.stage != Stage.ENDED
    return "It has a date of closing, but its stage is not “Ended”." if is_odd else ""


def told_before_it_began(entry: EditedEntry) -> str:
    stage, began = entry.partnership.stage_as_of, entry.partnership.established
    is_odd = bool(stage and began) and stage < began[: len(stage)]
    return f"Its stage is told as of {in_words(stage)}, but it began in {in_words(began)}." if is_odd else ""


def unused_address(entry: EditedEntry) -> str:
    is_unused = entry.partnership.contact_email and not entry.partnership.takes_enquiries
    return "It has an address for enquiries, but “takes enquiries” is not ticked: none go there." if is_unused else ""


def no_summary(entry: EditedEntry) -> str:
    is_bare = entry.partnership.publication == PublicationState.PUBLISHED and not entry.partnership.summary
    return "It has no summary, so lists show only its name." if is_bare else ""


# Each check with the fields it is about: it runs when one of them was changed. The first is where to look.
CHECKS: dict[Callable[[EditedEntry], str], tuple[str, ...]] = {
    like_another: ("name",),
    no_summary: ("summary", "publication"),
    ended_when: ("ended", "stage"),
    ended_though: ("stage", "ended"),
    told_before_it_began: ("stage_as_of", "established"),
    territory: ("authorities", "bridge"),
    no_place: ("authorities",),
    plain_http: ("website",),
    dead_link: ("website",),
    plain_http_links: ("links",),
    dead_links: ("links",),
    unused_address: ("takes_enquiries", "contact_email"),
}


def of_entry(entry: EditedEntry, *, changed: Iterable[str]) -> list[EntryWarning]:
    """Return what looks wrong about `entry` in the fields that were `changed`, or in all when it becomes public."""
    changed_fields = set(changed)
    becomes_public = "publication" in changed_fields and entry.partnership.is_published
    checks = [check for check, fields in CHECKS.items() if becomes_public or changed_fields & set(fields)]
    return [EntryWarning(CHECKS[check][0], sentence) for check in checks if (sentence := check(entry))]


def fingerprint(warning: EntryWarning) -> str:
    """Return 12 hexadecimal digits that stand for `warning`, so that one acknowledged is told from one that is new."""
    return hashlib.sha256(f"{warning.field}:{warning.sentence}".encode()).hexdigest()[:12]


def _listed(names: Iterable[str]) -> str:
    """Return the names with commas between them; those beyond MAX_NAMED as a number."""
    shown = list(names)
    more = len(shown) - MAX_NAMED
    return listed([", ".join(shown[:MAX_NAMED]), *([f"{more} more"] if more > 0 else [])])
