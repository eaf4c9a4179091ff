"""The nations and islands outside this directory, and who supports the arts there.

Guernsey Arts has no web address here because its current one could not be confirmed.
"""

from partnerships.finder.answers import Answer, AnswerKind, ArtsCouncil
from partnerships.geography.place_names import NATION_NAMES
from partnerships.text.sentences import listed

JERSEY = ArtsCouncil("ArtHouse Jersey", "https://arthousejersey.je")
GUERNSEY = ArtsCouncil("Guernsey Arts", "")
ARTS_COUNCILS = {
    "W": [ArtsCouncil("Arts Council of Wales", "https://arts.wales")],
    "S": [ArtsCouncil("Creative Scotland", "https://www.creativescotland.com")],
    "N": [ArtsCouncil("Arts Council of Northern Ireland", "https://artscouncil-ni.org")],
    "L": [JERSEY, GUERNSEY],
    "M": [ArtsCouncil("Isle of Man Arts Council", "https://www.iomarts.com")],
}
ISLES = {"L": "the Channel Islands", "M": "the Isle of Man"}
ISLAND_OF_LETTERS = {"JE": ("Jersey", JERSEY), "GY": ("the Bailiwick of Guernsey", GUERNSEY)}


def nation_in_words(letter: str) -> str:
    """Return the nation or islands of an area's `letter` (see Postcode) within a sentence."""
    return ISLES.get(letter, NATION_NAMES[letter])


def elsewhere(place: str, letters: list[str], *, postcode: str = "") -> Answer:
    """Return the answer for `place` in the nations of `letters`; `postcode` tells Jersey from Guernsey."""
    names = [nation_in_words(letter) for letter in letters]
    councils = [council for letter in letters for council in ARTS_COUNCILS[letter]]
    if postcode[:2] in ISLAND_OF_LETTERS:
        name, council = ISLAND_OF_LETTERS[postcode[:2]]
        names, councils = [name], [council]
    where = listed(names)
    is_itself = place.casefold() == where.removeprefix("the ").casefold()
    return Answer(
        AnswerKind.ELSEWHERE,
        heading=f"{where[0].upper()}{where[1:]} has its own arts council" if is_itself else f"{place} is in {where}",
        lede="Local Cultural Education Partnerships are in England only, so this directory cannot name one there.",
        arts_councils=councils,
    )
