"""What looks wrong about an entry before it is saved, though nothing forbids it: staff are asked once more.

Only what was changed is looked at, and everything when the entry becomes public: nobody is asked again and again about
what they have said is right.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from partnerships.curation import link_check
from partnerships.models import LocalAuthority, Partnership, PartnershipName
from partnerships.search.text_index.likeness import NEAR, NameLikeness
from partnerships.search.text_index.partnership_documents import WHAT_IT_IS
from partnerships.search.text_index.tokens import tokenise
from partnerships.vocabulary import PublicationState, Stage

MAX_NAMED = 5


@dataclass(frozen=True)
class EditedEntry:
    """An entry as it would be saved: the row, the authorities it would cover, and which rows the person may see.

    `links` are the addresses of its links beside the website that are to be looked at.
    """

    partnership: Partnership
    authorities: list[LocalAuthority]
    seen: QuerySet[Partnership]
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EntryWarning:
    """A plain sentence on what looks wrong, and the field to look at."""

    field: str
    words: str


def territory(entry: EditedEntry) -> str:
    """Name the authorities that lie in the territory of another Bridge Organisation, and whose they are."""
    bridge_id = entry.partnership.bridge_id
    outside = [one for one in entry.authorities if one.bridge_id != bridge_id] if bridge_id else []
    by_bridge: dict[str, list[str]] = {}
    for one in sorted(outside, key=lambda one: one.name):
        by_bridge.setdefault(one.bridge.name, []).append(one.name)
    named = [f"{_listed(names)} in the territory of {bridge}" for bridge, names in sorted(by_bridge.items())]
    return f"It covers places outside {entry.partnership.bridge}’s territory: {'; '.join(named)}." if named else ""


def no_place(entry: EditedEntry) -> str:
    """Say that an entry without a place is on no map and found by no postcode."""
    return "" if entry.authorities else "No local authority is chosen: it will be on no map and found by no postcode."


def plain_http(entry: EditedEntry) -> str:
    """Offer https for a website given with http."""
    website = entry.partnership.website
    if not website.lower().startswith("http://"):
        return ""
    return f"The website’s address begins with http://, which is not safe. Try https://{website[7:]} and enter that."


def dead_link(entry: EditedEntry) -> str:
    """Say that the website is known to lead nowhere. Nobody is asked now: see link_check."""
    if not entry.partnership.website or not link_check.dead_among([entry.partnership.website]):
        return ""
    return "The website’s address led nowhere when we last looked. Is it spelt right, and still theirs?"


def plain_http_links(entry: EditedEntry) -> str:
    """Name the links given with http."""
    plain = [link for link in entry.links if link.lower().startswith("http://")]
    return f"These links begin with http://, which is not safe: {_listed(plain)}. Try https://." if plain else ""


def dead_links(entry: EditedEntry) -> str:
    """Name the links known to lead nowhere."""
    dead = link_check.dead_among(entry.links) if entry.links else []
    return f"These links led nowhere when we last looked: {_listed(sorted(dead))}." if dead else ""


def like_another(entry: EditedEntry) -> str:
    """Name entries whose names are like this one's: it may be in the directory already."""
    likeness = NameLikeness(entry.partnership.name, besides=tokenise(WHAT_IT_IS))
    others = entry.seen.exclude(pk=entry.partnership.pk).order_by()
    names = [*others.values_list("pk", "name")]
    names += PartnershipName.objects.filter(partnership__in=others).order_by().values_list("partnership", "name")
    alike = {pk for pk, name in names if likeness.to(name) >= NEAR}
    found = Partnership.objects.filter(pk__in=alike).order_by("name").values_list("name", flat=True)
    return f"There is already {_listed(found)}. Is this the same partnership?" if alike else ""


def ended_when(entry: EditedEntry) -> str:
    """Ask when a partnership that has ended closed."""
    is_missing = entry.partnership.stage == Stage.ENDED and not entry.partnership.ended
    return "Its stage is “Ended”, but nothing says when it closed." if is_missing else ""


def ended_though(entry: EditedEntry) -> str:
    """Say that a partnership with a date of closing is not at the stage "ended"."""
    is_odd = entry.partnership.ended and entry.partnership.stage != Stage.ENDED
    return "It has a date of closing, but its stage is not “Ended”." if is_odd else ""


def unused_address(entry: EditedEntry) -> str:
    """Say that an address for enquiries is of no use unless it takes them."""
    is_unused = entry.partnership.contact_email and not entry.partnership.takes_enquiries
    return "It has an address for enquiries, but “takes enquiries” is not ticked: none go there." if is_unused else ""


def no_summary(entry: EditedEntry) -> str:
    """Say that a public entry without a summary is bare in lists."""
    is_bare = entry.partnership.publication == PublicationState.PUBLISHED and not entry.partnership.summary
    return "It has no summary, so lists show only its name." if is_bare else ""


# Each with the fields it is about: it is asked when one of them was changed. The first is where to look.
CHECKS: dict[Callable[[EditedEntry], str], tuple[str, ...]] = {
    like_another: ("name",),
    no_summary: ("summary", "publication"),
    ended_when: ("ended", "stage"),
    ended_though: ("stage", "ended"),
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
    changed = set(changed)
    becomes_public = "publication" in changed and entry.partnership.is_published
    asked = [check for check, fields in CHECKS.items() if becomes_public or changed & set(fields)]
    return [EntryWarning(CHECKS[check][0], words) for check in asked if (words := check(entry))]


def fingerprint(warning: EntryWarning) -> str:
    """Return a short word that stands for `warning`, so that one heeded is told from one that is new."""
    return hashlib.sha256(f"{warning.field}:{warning.words}".encode()).hexdigest()[:12]


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    more = len(names) - MAX_NAMED
    return ", ".join(names[:MAX_NAMED]) + (f" and {more} more" if more > 0 else "")
