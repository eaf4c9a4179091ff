"""What a text can mean: `resolve` gives one of the eight classes of Resolved."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from partnerships.finder.elsewhere import nation_in_words
from partnerships.geography.place_names import NamedPlace
from partnerships.geography.postcodes import AuthorityShare
from partnerships.models import LocalAuthority, Partnership
from partnerships.text.sentences import listed, with_article

# What is written between several names where nothing else can be meant: names have commas and "and" in them.
BETWEEN = "; "
# Easting and northing in metres on the British National Grid.
Point: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Choice:
    """Something that may be meant: its label, and the text that means it alone."""

    label: str
    query: str


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a text was found to mean. `notes` say in sentences how it was read; `others` are called the same.

    `schools` are called so too, where it is a place. If it `is_guessed`, what was typed is its name but for a slip.
    """

    name: str
    notes: tuple[str, ...] = ()
    is_guessed: bool = False
    others: tuple[Choice, ...] = ()
    schools: tuple[Choice, ...] = ()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class InEngland(Meaning):
    """Something in England: the local `authorities` it lies in, of those the directory knows, and its mean place.

    `districts` are the postcode districts that all of it lies in, as far as we know them; a whole authority has none.
    `is_widened` is true of what is only near to what was typed: the postcodes around one we do not know.
    """

    authorities: list[LocalAuthority]
    point: Point | None
    districts: frozenset[str] = frozenset()
    is_widened: bool = False

    @property
    def sole_authority(self) -> LocalAuthority | None:
        """The local authority all of it lies in, if it is one and the directory knows it."""
        return self.authorities[0] if len(self.authorities) == 1 else None

    @property
    def unknown(self) -> str:
        """What to tell somebody if the directory knows no local authority it lies in."""
        return f"{self.without_authority}. Enter the name of the council or of a town instead"

    @property
    def without_authority(self) -> str:
        """That the directory knows no local authority it lies in."""
        return f"{self.name} is in England, but we do not know its local authority"


@dataclass(frozen=True, kw_only=True)
class FullPostcode(InEngland):
    """A postcode of our list, in one local authority."""


@dataclass(frozen=True, kw_only=True)
class Beginning(InEngland):
    """The postcodes that begin alike. `shares` says where they lie, the commonest first, other nations included.

    Without a share we do not know where any of them is.
    """

    shares: list[AuthorityShare]

    @property
    def sole_authority(self) -> LocalAuthority | None:
        """The local authority all of them lie in."""
        return super().sole_authority if len(self.shares) == 1 else None

    @property
    def unknown(self) -> str:
        """What to tell somebody if the directory knows no local authority they lie in."""
        if self.shares:
            return super().unknown
        return f"We do not know where {self.name} is. Enter the name of your town or council"


@dataclass(frozen=True, kw_only=True)
class Place(InEngland):
    """A town, council, county or the like, of today or of old, in one authority or made of several."""

    named: NamedPlace
    # Those that follow a council of old and that the directory does not have.
    beyond: tuple[str, ...] = ()

    def __str__(self) -> str:
        return with_article(self.name)

    @property
    def namesakes(self) -> list[Choice]:
        """Those of the others that have just its name."""
        return [choice for choice in self.others if choice.label.partition(",")[0] == self.name]

    @property
    def sole_authority(self) -> LocalAuthority | None:
        """The local authority all of it lies in, if that is known."""
        return None if self.beyond else super().sole_authority


@dataclass(frozen=True, kw_only=True)
class NamedSchool(InEngland):
    """A school of the register, where its postcode lies; the postcode is blank if the register gives none."""

    urn: int
    town: str
    postcode: str


@dataclass(frozen=True, kw_only=True)
class Elsewhere(Meaning):
    """A place outside England, in the nations or islands of `codes` (see elsewhere.NATIONS), or one of these itself.

    If it `is_small`, few mean it.
    """

    codes: list[str]
    is_small: bool = False

    @property
    def sentence(self) -> str:
        """In which nations it lies, or that it is one of them and has its own arts council."""
        where = listed(nation_in_words(code) for code in self.codes)
        if self.name.casefold() == where.removeprefix("the ").casefold():
            return f"{where[0].upper()}{where[1:]} has its own arts council"
        return f"{self.name} is in {where}"


@dataclass(frozen=True, kw_only=True)
class Entry(Meaning):
    """A public entry of the directory: `row` has a name and a page; `sentence` says what it is.

    `partnerships` are those it takes part in, or the partnership itself.
    """

    # Any: rows of models that have nothing else in common, some of them of apps above this one.
    row: Any
    sentence: str
    partnerships: list[Partnership]


@dataclass(frozen=True)
class Ambiguous:
    """A name of several places or entries, of which none is clearly meant. `hint` says how to tell which, if at all.

    `asked` is the question if it is not the usual one. Of places, `schools` are called so too. If they `are_namesakes`,
    nothing else that is called so is meant before them. `left_out` is what stands behind a comma, if no place of the
    name is known to lie there. If they `are_named`, all of them stand in the text, and each is meant. If one
    `is_around`, that is what stands behind the comma and comes first: all of the text may be a place in it. If all
    `are_schools`, no place is called so.
    """

    name: str
    choices: list[Choice]
    hint: str = ""
    asked: str = ""
    schools: tuple[Choice, ...] = ()
    are_namesakes: bool = False
    left_out: str = ""
    are_named: bool = False
    is_around: bool = False
    are_schools: bool = False

    @property
    def question(self) -> str:
        """What to ask."""
        return self.asked or f"Which {self.name} do you mean?"


@dataclass(frozen=True)
class Nowhere:
    """Nothing we know: what to type instead, as an error beside a field, and what may have been meant."""

    error: str
    choices: list[Choice]


Resolved: TypeAlias = FullPostcode | Beginning | Place | NamedSchool | Elsewhere | Entry | Ambiguous | Nowhere
