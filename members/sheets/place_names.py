"""Local authorities by every name the finder knows: "Leeds City Council", "Hull", or a council that is no more."""

from functools import partial

from partnerships.finder import NameSource, resolve
from partnerships.finder.names import authorities_and_counties, successions
from partnerships.finder.results import Ambiguous, Elsewhere, InEngland, Nowhere, Place, Resolved
from partnerships.geography.place_names import NamedPlace, PlaceKind
from partnerships.models import LocalAuthority

# Names of councils and of the areas they are for. A town is not its council: that is asked about.
_OF_COUNCILS = {PlaceKind.AUTHORITY, PlaceKind.FORMER, PlaceKind.AREA}
# A sheet with more other names than this has the wrong column, and each is compared with all towns of England.
_MAX_ASKED = 300


class PlaceNames:
    """What the finder reads in the cells of a column, where `authorities`, each with its region, may be named."""

    def __init__(self, authorities: list[LocalAuthority], takes_many: bool) -> None:
        self._authorities, self._takes_many = authorities, takes_many
        self._sources = [NameSource(partial(authorities_and_counties, authorities, successions()))]
        self._meanings: dict[str, Resolved] = {}

    def called(self, text: str) -> LocalAuthority | None:
        """Return the local authority that `text` is another name of, or None."""
        match self._meaning_of(text):
            # A council that became several means more than the one of these that may be named.
            case Place(named=NamedPlace(kind=kind, areas=[_]), is_guessed=False) as place if kind in _OF_COUNCILS:
                return place.sole_authority
        return None

    def hint(self, text: str) -> str:
        """Return in a sentence which authority may be meant by `text`, which is the name of none, or ""."""
        match self._meaning_of(text):
            case Place(named=NamedPlace(kind=PlaceKind.COUNTY), name=name):
                all_of_it = f"All of {name}, or " if self._takes_many else ""
                return f"{name} is a county: write {all_of_it}the name of a local authority in it."
            case Place(named=NamedPlace(areas=[_, _, *_]), name=name):
                return f"{name} is more than one local authority: write the name of one."
            case Place(is_guessed=True, sole_authority=authority, name=name) if name == getattr(authority, "name", ""):
                return f"Did you mean {name}?"
            case InEngland(sole_authority=authority, name=name) if authority in self._authorities:
                return f"{name} is in {authority}. Did you mean {authority}?"
            case InEngland(authorities=[], without_authority=sentence) | Elsewhere(sentence=sentence):
                return f"{sentence}."
            case Ambiguous(choices=choices):
                return f"Did you mean {' or '.join(choice.label for choice in choices)}?"
        return ""

    def _meaning_of(self, text: str) -> Resolved:
        """Return what the finder reads in `text`. It takes what follows a comma for where a place is: no list."""
        is_asked = self._authorities and "," not in text
        if is_asked and text not in self._meanings and len(self._meanings) < _MAX_ASKED:
            self._meanings[text] = resolve(text, sources=self._sources)
        return self._meanings.get(text, Nowhere("", []))
