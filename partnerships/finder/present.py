"""From what a text means to what the visitor is told about it.

Distances are straight lines on the British National Grid, whose scale differs from the ground's by under 0.1 % anywhere
in England. The larger error is where a line ends: at the mean of the postcodes of the nearest local authority of a
partnership, so a distance can be wrong by half that authority's width, which is a mile or two in a city and twenty in
a large rural county. Hence "about", and whole miles.
"""

import datetime
from dataclasses import replace
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst

from partnerships.coverage import who_covers
from partnerships.coverage.reaching import reaching
from partnerships.coverage.support_today import support_in
from partnerships.coverage.who_covers import Coverage, Reach
from partnerships.dates.partial_dates import in_words
from partnerships.finder import answers, results
from partnerships.finder.answers import Answer, AreaRow, Areas
from partnerships.finder.counties import beside_county
from partnerships.finder.elsewhere import BORDERING, NATIONS, nation_in_words
from partnerships.finder.entries import of_entry
from partnerships.finder.wording import described, in_authority, share_in_words
from partnerships.geography.place_names import NamedPlace, PlaceKind, key_of
from partnerships.geography.postcode_districts import districts_of
from partnerships.geography.postcodes import is_english
from partnerships.models import LocalAuthority, Partnership, PartnershipPart
from partnerships.search import cards, figures
from partnerships.search.snapshot import keeping
from partnerships.text.sentences import listed
from partnerships.vocabulary import Scope

UNKNOWN_AUTHORITY = (
    "Councils change, and a list of postcodes can be newer or older than our list of councils. Enter the name of your "
    "council or town, or ask us."
)
ENGLAND_ONLY = "Local Cultural Education Partnerships are in England only, so this directory cannot name one there."


def present(resolved: results.Resolved) -> Answer:
    """Return what to tell somebody whose text means `resolved`."""
    answer: Answer
    match resolved:
        case results.Ambiguous(question=question, choices=choices, hint=hint, schools=schools, are_named=are_named):
            return answers.WhichOne(heading=question, lede=hint, choices=choices, schools=schools, are_named=are_named)
        case results.Nowhere(error=error, choices=choices):
            return answers.NotFound(heading=error, choices=choices)
        case results.InEngland():
            answer = _in_england(resolved)
        case results.Elsewhere(sentence=heading, codes=codes):
            councils = [council for code in codes for council in NATIONS[code][1]]
            has_border = not BORDERING.isdisjoint(codes)
            answer = answers.OutsideEngland(
                heading=heading, lede=ENGLAND_ONLY, arts_councils=councils, has_border=has_border
            )
        case results.Entry():
            answer = of_entry(resolved)
    notes = (*resolved.notes, *answer.notes)
    apart = beside_county(resolved)
    namesakes = listed(choice.label for choice in resolved.namesakes) if isinstance(resolved, results.Place) else ""
    return replace(
        answer, notes=notes, others=resolved.others, schools=resolved.schools, namesakes=namesakes, apart=apart
    )


def _in_england(place: results.InEngland) -> Answer:
    """Return what to tell of `place`, but for its notes."""
    authority, name = place.sole_authority, place.name
    match place:
        case results.FullPostcode() if authority:
            return _in_one(place, authority, in_authority(name, authority))
        case results.Beginning() if authority:
            return _in_one(place, authority, in_authority(f"Every postcode that begins {name}", authority))
        case results.NamedSchool(town=town, postcode=postcode) if authority:
            address = ", ".join(filter(None, [name, " ".join(filter(None, [town, postcode]))]))
            return _in_one(place, authority, in_authority(address, authority))
        case results.Place() if authority:
            return _in_one(place, authority, _lede(place, authority))
        case results.Place(named=named):
            heading = _planned(named) if named.since else f"Partnerships in {place}"
            return _in_several(place, heading, _lede_of_several(place))
        case results.Beginning(shares=shares, authorities=authorities) if authorities or not shares:
            return _of_beginning(place)
    nearest = who_covers.nearest_to_point(place.point) if place.point else []
    return answers.UnknownAuthority(heading=place.without_authority, lede=UNKNOWN_AUTHORITY, nearest=nearest)


def _in_one(resolved: results.InEngland, authority: LocalAuthority, lede: str) -> Answer:
    """Return who covers `authority`, in which all of `resolved` lies; if nobody does, who is nearest."""
    coverage, name = who_covers.kept_coverage_of(authority, resolved.districts), str(resolved)
    is_postcode = isinstance(resolved, results.FullPostcode)
    near = resolved.name if is_postcode and resolved.point else ""
    # Any: each class checks its own fields.
    school = resolved.name if isinstance(resolved, results.NamedSchool) else ""
    fields: dict[str, Any] = {
        "lede": lede,
        "coverage": coverage,
        "is_postcode": is_postcode,
        "near": near,
        "school": school,
    }
    if coverage.working_count > 1:
        return answers.Several(
            heading=f"{coverage.working_count} partnerships work in {authority.in_sentence}", **fields
        )
    if coverage.reaches:
        return answers.Covered(heading=_covered(coverage.reaches[0], authority, resolved), **fields)
    fields["nearest"] = who_covers.nearest_to(authority, resolved.point, resolved.districts)
    fields["measured_from"] = name if resolved.point else f"the middle of {authority.in_sentence}"
    if coverage.elsewhere:
        return answers.InPart(heading=_works_elsewhere(coverage, name), **fields)
    if coverage.proposed:
        heading = f"We know of no partnership for {name} yet, but one was proposed"
        in_part = not any(_is_of_all(partnership, authority) for partnership in coverage.proposed)
        there = "it" if name == authority.name else authority.in_sentence
        where = f" in part of {there}" if in_part else ""
        return answers.Proposed(heading=f"{heading}{where}", **fields)
    if coverage.ended:
        return answers.Closed(heading=f"The partnership for {authority.in_sentence} has closed", **fields)
    return answers.Uncovered(heading=f"We know of no partnership for {name}", **fields)


def _covered(reach: Reach, authority: LocalAuthority, place: results.InEngland) -> str:
    """Return that the partnership of `reach` covers `place`; it "may" where it works in part of an authority."""
    partnership = reach.partnership
    is_of_all = not reach.part and partnership.scope != Scope.TOWN and not partnership.coverage_note
    if is_of_all or (reach.part and reach.is_sure):
        return f"{partnership.name} covers {place}"
    if place.name == authority.name:
        return f"{partnership.name} {_works_in(partnership, authority)} {authority.in_sentence}"
    # What is told in words only may still name the place.
    towns = [district.place for district in districts_of(authority.gss_code) if district.code in place.districts]
    is_named = not reach.part and any(_names(partnership.coverage_note, name) for name in (place.name, *towns))
    return f"{partnership.name} {'covers' if is_named else 'may cover'} {place}"


def _is_of_all(partnership: Partnership, authority: LocalAuthority) -> bool:
    """Whether nothing tells that a proposed `partnership` is one for a part of `authority`."""
    is_in_words = partnership.scope == Scope.TOWN or bool(partnership.coverage_note)
    return not is_in_words and not PartnershipPart.are_of(partnership.pk, authority)


def _works_in(partnership: Partnership, authority: LocalAuthority) -> str:
    """Return how a partnership of which words tell in which parts it works is said to work in `authority`."""
    is_named = _names(partnership.coverage_note, authority.name)
    if len(partnership.authorities.all()) == 1:
        # "Swale, which takes in the Isle of Sheppey" is no part of Swale.
        return "works in" if is_named and partnership.scope != Scope.TOWN else "works in part of"
    return "works in" if is_named else "may work in"


def _names(note: str, place: str) -> bool:
    """Whether `note` has the name of `place`."""
    return bool(place) and f" {key_of(place)} " in f" {key_of(note)} "


def _works_elsewhere(coverage: Coverage, place: str) -> str:
    """Return that those who work in parts of an authority are not known to reach `place`."""
    if len(coverage.elsewhere) == 1:
        name = coverage.elsewhere[0].partnership.name
        return f"{name} works in part of {coverage.authority.in_sentence}, not known to reach {place}"
    number = len(coverage.elsewhere)
    return (
        f"{number} partnerships work in parts of {coverage.authority.in_sentence}, none of them known to reach {place}"
    )


def _lede(place: results.Place, authority: LocalAuthority) -> str:
    """Return where `place` is, or was, in a sentence or two."""
    named = place.named
    if named.kind in {PlaceKind.AUTHORITY, PlaceKind.AREA}:
        return capfirst(f"{authority.in_sentence} is {described(authority)}.")
    if named.was == "renamed":
        since = in_words(named.until)
        return f"{named.name} has been called {authority.in_sentence} since {since}. It is {described(authority)}."
    if named.until:
        return f"{_past(named)} {in_authority('It', authority, verb='is now')}"
    if named.since:
        return f"{_planned(named)}, in the place of {authority.in_sentence}, {described(authority)}."
    return in_authority(named.name, authority)


def _lede_of_several(place: results.Place) -> str:
    there = [authority.in_sentence for authority in place.authorities]
    if place.named.until and place.beyond:
        others = f"{listed(place.beyond)}, which this directory does not have yet"
        return f"{_past(place.named)} Its area is now in {listed([*there, others])}."
    if place.named.until:
        return f"{_past(place.named)} Its area is now in {listed(there)}."
    if place.named.since:
        return f"It is to take the place of {listed(there)}. Until it has, these are the local authorities."
    if place.named.kind == PlaceKind.TOWN:
        names = " or ".join([*there, *place.beyond])
        return f"{place.name} is now in {names}: we do not know yet in which."
    number = len(place.authorities)
    return f"{place.name} has {number} local authorities. Who covers your place depends on which of them you are in."


def _past(named: NamedPlace) -> str:
    return f"{named.name} had a council of its own until {in_words(named.until)}."


def _planned(named: NamedPlace) -> str:
    """Return from when a local authority of that name is planned, or was until its day came."""
    verb = "is" if datetime.date.fromisoformat(named.since) > timezone.localdate() else "was"
    return f"A local authority called {named.name} {verb} planned from {in_words(named.since)}"


def _of_beginning(beginning: results.Beginning) -> Areas:
    """Return the answer for postcodes that begin alike and lie in several areas, or in none we know."""
    name, shares = beginning.name, beginning.shares
    if not shares:
        return Areas(heading=f"We do not know where {name} is", lede="Enter the name of your town or council.")
    abroad = [share for share in shares if not is_english(share.area)]
    nations = listed(nation_in_words(share.area) for share in abroad)
    heading = f"{name} lies in England and {nations}" if abroad else f"{name} lies in {len(shares)} local authorities"
    which = "Enter your full postcode to find out which part of it yours is."
    lede = "We cannot tell in which of them your postcode is used." if beginning.is_widened else which
    answer = _in_several(beginning, heading, lede)
    notes = [f"Part of it is in {nation_in_words(share.area)}: {share_in_words(share.part)}." for share in abroad]
    known = {authority.gss_code for authority in beginning.authorities}
    if unknown := sum(share.part for share in shares if is_english(share.area) and share.area not in known):
        notes.append(f"Part of it is in a local authority that we do not know: {share_in_words(unknown)}.")
    return replace(answer, notes=tuple(notes))


def _in_several(place: results.InEngland, heading: str, lede: str) -> Areas:
    """Return who covers each of the authorities of `place`, and how much of a beginning of postcodes lies in each."""
    shares = place.shares if isinstance(place, results.Beginning) else []
    parts = {share.area: share_in_words(share.part) for share in shares}
    snapshot = keeping.current()
    at_work = figures.working(snapshot)
    rows, there = [], 0
    for authority in place.authorities:
        outside = reaching(snapshot, authority.slug, place.districts).outside & at_work
        reaching_it = snapshot.having("authority", [authority.slug]) & at_work & ~outside
        there |= reaching_it
        share, keys = parts.get(authority.gss_code, ""), frozenset(snapshot.keys_of(outside))
        rows.append(AreaRow(authority, share, reaching_it.bit_count(), keys))
    # Where very many work, the page says how many.
    few = [row.authority for row in rows if not row.is_of_many]
    prefetch_related_objects(few, *who_covers.covering_lists())
    return Areas(
        heading=heading,
        lede=lede,
        rows=rows,
        cards=cards.first_of(snapshot, there, who_covers.SHOWN),
        partnership_count=there.bit_count(),
        support=support_in(authority.gss_code for authority in place.authorities),
    )
