"""Answers for names of places, councils, regions, partnerships and Bridge Organisations, present and former."""

from partnerships.dates.partial_dates import in_words
from partnerships.finder.answers import Answer, AnswerKind, Choice, described, in_authority, region_in_words
from partnerships.finder.elsewhere import elsewhere
from partnerships.finder.gazetteer import Gazetteer, is_ambiguous
from partnerships.finder.places import TypedPlace, areas_answer, place_answer
from partnerships.geography.place_names import NATION_NAMES, NamedPlace, PlaceKind
from partnerships.geography.postcodes import AuthorityShare
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.text.sentences import listed

CHOICES_SHOWN = 12
REGION_CODE = "E12"


def answer_by_name(text: str, gazetteer: Gazetteer) -> Answer | None:
    """Return the answer for somebody who typed the name `text`, or None if nothing is called so."""
    places = gazetteer.find(text)
    if not places:
        return None
    if is_ambiguous(places, text):
        return Answer(
            AnswerKind.CHOICE,
            heading=f"Which {places[0].name if len({place.key for place in places}) == 1 else text} do you mean?",
            choices=[_choice(place, gazetteer) for place in places[:CHOICES_SHOWN]],
        )
    best, *others = places
    answer = _answer_for(best, gazetteer)
    if answer:
        answer.others = [_choice(place, gazetteer) for place in others[:CHOICES_SHOWN]]
    return answer


def names_like(text: str, gazetteer: Gazetteer) -> list[Choice]:
    """Return what somebody who typed `text` may have meant, the likeliest first."""
    return [Choice(name, name) for name in gazetteer.similar(text)]


def _answer_for(place: NamedPlace, gazetteer: Gazetteer) -> Answer | None:
    if place.kind == PlaceKind.PARTNERSHIP:
        return _of_partnership(place)
    if place.kind == PlaceKind.BRIDGE:
        return _of_page(BridgeOrganisation.objects.get(pk=place.pk), "A Bridge Organisation until March 2023.")
    if place.areas[0].startswith(REGION_CODE):
        return _of_region(place)
    if place.areas[0] in NATION_NAMES:
        return _of_nation(place)
    authorities = [gazetteer.authorities[code] for code in place.areas if code in gazetteer.authorities]
    if not authorities:
        return None
    if len(authorities) > 1:
        return _of_several(place, authorities)
    authority = authorities[0]
    name = authority.name if place.kind in {PlaceKind.AUTHORITY, PlaceKind.AREA} else place.name
    return place_answer(authority, TypedPlace(name, place.easting, place.northing), lede=_lede(place, authority))


def _lede(place: NamedPlace, authority: LocalAuthority) -> str:
    if place.kind in {PlaceKind.AUTHORITY, PlaceKind.AREA}:
        return f"{authority.name} is {described(authority)}."
    if place.was == "renamed":
        since = in_words(place.until)
        return f"{place.name} has been called {authority.name} since {since}. It is {described(authority)}."
    if place.until:
        past = f"{place.name} had a council of its own until {in_words(place.until)}."
        return f"{past} {in_authority('It', authority, verb='is now')}"
    return in_authority(place.name, authority)


def _of_several(place: NamedPlace, authorities: list[LocalAuthority]) -> Answer:
    number = len(authorities)
    lede = f"{place.name} has {number} local authorities. Who covers your place depends on which of them you are in."
    if place.until:
        lede = (
            f"{place.name} had a council of its own until {in_words(place.until)}. "
            f"Its area is now in {listed(authority.name for authority in authorities)}."
        )
    ordered = sorted(authorities, key=lambda authority: authority.name)
    shares = [AuthorityShare(authority.gss_code, 0, 0, None, None) for authority in ordered]
    return areas_answer(f"Partnerships in {place.name}", shares, lede=lede)


def _of_partnership(place: NamedPlace) -> Answer | None:
    partnership = Partnership.objects.published().for_cards().filter(pk=place.pk).first()
    if not partnership:
        return None
    other = "" if partnership.name == place.name else f"{place.name} is another name of it. "
    kind = "a place where a partnership was proposed" if partnership.is_proposed else "a partnership"
    names = [authority.name for authority in partnership.authorities.all()]
    lede = f"{other}{partnership.name} is {kind}{f' in {listed(names)}' if names else ''}."
    return Answer(AnswerKind.PARTNERSHIP, heading=partnership.name, lede=lede, partnership=partnership)


def _of_region(place: NamedPlace) -> Answer | None:
    region = Region.objects.with_counts().filter(gss_code=place.areas[0]).first()
    if not region:
        return None
    works = _counted(region.partnership_count, "partnership works", "partnerships work")
    authorities = _counted(region.authority_count, "local authority", "local authorities")
    name = region_in_words(region)
    return _of_page(region, f"{name[0].upper()}{name[1:]} is a region of {authorities}. {works} in it.")


def _counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"


def _of_page(page: Region | BridgeOrganisation, lede: str) -> Answer:
    return Answer(AnswerKind.PAGE, heading=page.name, lede=lede, page=page)


def _of_nation(place: NamedPlace) -> Answer:
    island = {"Jersey": "JE", "Guernsey": "GY", "Alderney": "GY", "Sark": "GY"}.get(place.name, "")
    if place.kind == PlaceKind.NATION:
        name = {"JE": "Jersey", "GY": "the Bailiwick of Guernsey"}.get(island) or NATION_NAMES[place.areas[0]]
        return elsewhere(name.removeprefix("the "), [place.areas[0]], postcode=island)
    return elsewhere(place.name, [place.areas[0]])


def _choice(place: NamedPlace, gazetteer: Gazetteer) -> Choice:
    """Return `place` as a choice, told apart from its namesakes by where it is or by what it is."""
    if place.kind == PlaceKind.PARTNERSHIP:
        return Choice(gazetteer.partnerships[place.pk], gazetteer.partnerships[place.pk])
    where = [NATION_NAMES[area] for area in place.areas if area in NATION_NAMES]
    where += [gazetteer.authorities[area].name for area in place.areas if area in gazetteer.authorities]
    if place.kind == PlaceKind.AUTHORITY:
        return Choice(f"{place.name}, {described(gazetteer.authorities[place.areas[0]])}", place.name)
    if len(where) == 1 and where[0] != place.name:
        return Choice(f"{place.name}, {where[0]}", f"{place.name}, {where[0]}")
    return Choice(place.name, place.name)
