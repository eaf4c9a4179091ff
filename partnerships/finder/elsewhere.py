"""The nations and islands outside this directory, and who supports the arts there.

Guernsey Arts has no web address here because its current one could not be confirmed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ArtsCouncil:
    """Who supports the arts where the directory does not reach; `url` is blank if we are not sure of it."""

    name: str
    url: str


JERSEY = ArtsCouncil("ArtHouse Jersey", "https://arthousejersey.je")
GUERNSEY = ArtsCouncil("Guernsey Arts", "")
# By the letter of an area (see Postcode), or the letters all postcodes of an island begin with: its name within a
# sentence, and its arts councils.
NATIONS = {
    "W": ("Wales", (ArtsCouncil("Arts Council of Wales", "https://arts.wales"),)),
    "S": ("Scotland", (ArtsCouncil("Creative Scotland", "https://www.creativescotland.com"),)),
    "N": ("Northern Ireland", (ArtsCouncil("Arts Council of Northern Ireland", "https://artscouncil-ni.org"),)),
    "L": ("the Channel Islands", (JERSEY, GUERNSEY)),
    "M": ("the Isle of Man", (ArtsCouncil("Isle of Man Arts Council", "https://www.iomarts.com"),)),
    "JE": ("Jersey", (JERSEY,)),
    "GY": ("the Bailiwick of Guernsey", (GUERNSEY,)),
}
# Which of them one can walk to from England.
BORDERING = {"W", "S"}
# Countries that no place in England is called after, by their keys without the article.
COUNTRIES = {
    *("ireland", "republic of ireland", "irish republic", "southern ireland", "eire", "france", "germany", "spain"),
    *("italy", "portugal", "netherlands", "belgium", "switzerland", "austria", "poland", "romania", "greece", "sweden"),
    *("norway", "denmark", "finland", "turkey", "ukraine", "russia", "usa", "us", "america", "united states"),
    *("united states of america", "canada", "australia", "new zealand", "india", "pakistan", "bangladesh", "china"),
    *(
        "hong kong",
        "japan",
        "nigeria",
        "ghana",
        "kenya",
        "jamaica",
        "south africa",
        "europe",
        "paris",
        "dublin",
        "cork",
        "galway",
    ),
}
ISLANDS = {"Jersey": "JE", "Guernsey": "GY", "Alderney": "GY", "Sark": "GY"}


def nation_in_words(code: str) -> str:
    """Return the nation or islands of `code` (see NATIONS) within a sentence."""
    return NATIONS[code][0]
