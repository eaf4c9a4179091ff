"""Places and shares within a sentence."""

from partnerships.finder import results
from partnerships.models import LocalAuthority
from partnerships.text.sentences import listed, region_in_words
from partnerships.vocabulary import AuthorityType

MAX_SHOWN_LENGTH = 60


def described(authority: LocalAuthority) -> str:
    """Return what people call such an authority, and where it is: "a district of Kent in the South East"."""
    if authority.type == AuthorityType.LONDON:
        return _of_london(authority)
    kind = f"district of {authority.county}" if authority.county else "council area"
    return f"a {kind} in {region_in_words(authority.region.name)}"


def in_authority(place: str, authority: LocalAuthority, *, verb: str = "is") -> str:
    """Return the sentence that `place` lies in `authority` (after `verb`), and where that is."""
    where = f"in {authority.county or region_in_words(authority.region.name)}"
    if authority.type == AuthorityType.LONDON:
        where = _of_london(authority)
    return f"{place} {verb} in {authority.in_sentence}, {where}."


def _of_london(authority: LocalAuthority) -> str:
    """Return "a London borough", or what else it is."""
    kind = authority.kind
    return f"a {kind}" if kind == authority.get_type_display() else f"{kind[0].lower()}{kind[1:]} in London"


def share_in_words(part: float) -> str:
    """Return a share of postcodes (from 0 to 1) in words; 0 % and 100 % only if it is exactly that."""
    if part >= 1:
        return "all its postcodes"
    if part < 0.01:
        return "under 1% of its postcodes"
    return f"{min(round(part * 100), 99)}% of its postcodes"


def counted(number: int, singular: str, plural: str) -> str:
    """Return "1 partnership" or "2 partnerships"."""
    return f"{number} {singular if number == 1 else plural}"


def shortened(text: str) -> str:
    """Return what somebody typed as it is said again: its first MAX_SHOWN_LENGTH letters."""
    return f"{text[:MAX_SHOWN_LENGTH]}…" if len(text) > MAX_SHOWN_LENGTH else text


def taken_for(meaning: results.Resolved, typed: str) -> tuple[str, ...]:
    """Return in sentences what `typed` was taken for, where it is not just that, and what else has its name."""
    notes = []
    if isinstance(meaning, results.Beginning) and meaning.is_widened:
        notes.append(f"You typed “{shortened(typed)}”; we took it for postcodes that begin {meaning}.")
    elif isinstance(meaning, results.Meaning) and meaning.is_guessed:
        notes.append(f"You typed “{shortened(typed)}”; we took it for {meaning}.")
    if isinstance(meaning, results.Place) and meaning.namesakes:
        notes.append(f"There is also {listed(choice.label for choice in meaning.namesakes)}.")
    return tuple(notes)


def not_known_there(name: str, where: str) -> str:
    """Return in sentences that we know what is called `name`, and not what stands behind its comma."""
    return f"We know {name}, but not “{shortened(where)}”."
