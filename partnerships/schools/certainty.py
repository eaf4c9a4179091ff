"""When one school is meant for certain: what was typed accounts for its name, and for no other's.

Most schools that are not in the register have names like one that is: "Stowe School" is not Nether Stowe School, nor
"Repton School" Repton Primary School. So nothing but words for a sort of school may be left out, and of these only what
people do leave out.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from partnerships.schools.index import SchoolIndex
from partnerships.schools.spelling import CHURCHES, LEVELS, SORTS, UNSAID, WEAKEST, spelt

# So many words that tell are no other's than the school's whose name has just these.
ENOUGH = 3


def accounts_for(index: SchoolIndex, words: Sequence[str], place: Sequence[str], number: int) -> bool:
    """Whether the typed `words` are the name of a school and, beside it, at most the town or postcode it has.

    Those of `place` name a town.
    """
    name = list(dict.fromkeys(spelt(index[number].name).words))
    missing = set(name).difference(words)
    elsewhere = list(_not_of_place(index, words, number))
    if not missing <= SORTS or not _is_in_order(elsewhere, name):
        return False
    # Of the words of the school's own name: a town's may be for a sort of school too.
    sorts = SORTS.intersection(words, name)
    if not sorts:
        # "The Lowry" is not The Lowry Academy, but Elizabeth Garrett Anderson School has no other name.
        is_placed = bool(place) and not set(elsewhere).intersection(place)
        return not missing or (missing <= WEAKEST and (is_placed or len(name) - len(missing) >= ENOUGH))
    if sorts & CHURCHES:
        return True
    return missing <= (WEAKEST | UNSAID if sorts & LEVELS else WEAKEST)


def _not_of_place(index: SchoolIndex, words: Sequence[str], number: int) -> Iterator[str]:
    """Yield those of `words` that are not of the town or the postcode of a school."""
    for word in words:
        known = index.number_of.get(word)
        if known is None or not index.is_placed(number, known):
            yield word


def _is_in_order(words: list[str], name: list[str]) -> bool:
    """Whether all `words` are in `name`, in that order or turned: "Primary School Findern".

    "St Paul's Girls' School" is not St Paul's School for Girls.
    """
    places = [name.index(word) if word in name else -1 for word in words]
    falls = [later < earlier for earlier, later in pairwise(places)]
    return -1 not in places and (not any(falls) or (sum(falls) == 1 and places[-1] < places[0]))
