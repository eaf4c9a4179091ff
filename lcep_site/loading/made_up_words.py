"""Names and sentences of a made-up directory: of nothing real, and all say that they are made up."""

from random import Random

from partnerships.vocabulary import NewsKind

MARK = "(made up)"
SOURCE = "Made up by manage.py generate_directory."
_BEGINNINGS = (
    *(
        "Alder",
        "Amber",
        "Ash",
        "Barley",
        "Beacon",
        "Bracken",
        "Bramble",
        "Brindle",
        "Cedar",
        "Clover",
        "Copper",
        "Corn",
    ),
    *("Crane", "Daisy", "Elder", "Fallow", "Fern", "Finch", "Gorse", "Hawthorn", "Hazel", "Heron", "Ivy", "Juniper"),
    *("Kestrel", "Larch", "Linnet", "Maple", "Marl", "Meadow", "Osier", "Otter", "Plover", "Quarry", "Raven", "Rowan"),
    *("Sorrel", "Teasel", "Willow", "Yarrow"),
)
_ENDINGS = (
    *("bank", "bridge", "brook", "bury", "by", "combe", "cote", "croft", "dale", "dene", "field", "ford", "gate"),
    *("grove", "hall", "ham", "hill", "holme", "hurst", "lea", "mere", "mill", "moor", "ridge", "stead", "stone"),
    *("thwaite", "ton", "well", "wick"),
)
PLACES = [f"{beginning}{ending}" for beginning in _BEGINNINGS for ending in _ENDINGS]
# Without a factor in common with the number of pairs, so that every number has a pair of its own, unlike the next.
_STRIDE = 627_907
_WHAT_THEY_DO = (
    "bring schools, artists and the council to one table",
    "share what each school has learnt from its Artsmark year",
    "open museums and libraries to children who have never been",
    "find instruments, teachers and rooms for young musicians",
    "put a cultural offer beside every school's curriculum",
    "plan one festival a year that children run themselves",
)
_WHO_IS_FIRST = (
    *("early years settings", "primary schools", "secondary schools", "special schools", "children in care"),
    *("young carers", "families new to the town", "home-educated children", "youth clubs", "colleges"),
)
# What titles begin with.
NEWS = {NewsKind.NEWS: "A good year", NewsKind.EVENT: "An open evening", NewsKind.OPPORTUNITY: "A commission"}
# What an organisation of a sector is called; one of any other is a trust.
_ORGANISATIONS = {
    "Schools": ("Primary School", "Academy", "High School", "Infant School"),
    "Culture": ("Museum", "Theatre", "Gallery", "Dance Company"),
    "Libraries": ("Library Service",),
    "Music hub": ("Music Hub",),
    "Further education": ("College",),
    "Higher education": ("University",),
    "Local authority": ("Council",),
    "Youth": ("Youth Club", "Young Company"),
    "Early years": ("Nursery",),
}


def pair(number: int) -> tuple[str, str]:
    """Return two made-up places: another two for every number below the square of how many places there are."""
    first, second = divmod(number * _STRIDE % len(PLACES) ** 2, len(PLACES))
    return PLACES[first], PLACES[second]


def partnership_name(number: int, place: str) -> str:
    """Return another name for every number: "Ashbrook and Ferndale Partnership, Leeds (made up)"."""
    return f"{' and '.join(pair(number))} Partnership, {place} {MARK}"


def organisation_name(number: int, place: str, sector: str, chance: Random) -> str:
    """Return another name for every number: "Ashbrook Ferndale Museum, Leeds (made up)"."""
    return f"{' '.join(pair(number))} {chance.choice(_ORGANISATIONS.get(sector, ('Trust',)))}, {place} {MARK}"


def summary(place: str, chance: Random) -> str:
    """Return what a partnership is about, in two sentences."""
    does, first = chance.choice(_WHAT_THEY_DO), chance.choice(_WHO_IS_FIRST)
    return f"A made-up partnership in {place}, to try out this directory with. Its members {does}, {first} first."


def wording(priority: str, chance: Random) -> str:
    """Return a strategic priority in a partnership's own words."""
    return f"{priority}: {chance.choice(_WHAT_THEY_DO)}, beginning with {chance.choice(_WHO_IS_FIRST)}"
