"""Who of the rows in a snapshot holds every word of a query, the best first: as text_index.find says, but as sets."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import and_

from django.db.models import Model

from partnerships.search import text_index
from partnerships.search.snapshot.kept_words import Holders
from partnerships.search.snapshot.sets import Bits, Groups, Slots, union
from partnerships.search.text_index.index import PARTS
from partnerships.search.text_index.query import LEVELS, SIDE_BY_SIDE, WAYS
from partnerships.search.text_index.tokens import QueryToken, query_pairs, query_tokens

# In the texts of so many a word is looked for without the index.
FEW = 1000


def groups_of(slots: Slots, model: type[Model], among: Bits, query: str) -> Groups:
    """Return who of those `among` holds all words of `query`, by how well, the best first. `slots` are of `model`.

    Who is in several groups is as good as the first. Asks the database once for each word that is not kept.
    """
    tokens = query_tokens(query)
    if not tokens:
        return ()
    found: list[Holders] = []
    # The longest words first, which few hold: the others are then looked for among these.
    for token in sorted(tokens, key=lambda token: (slots.words.get(token) is None, -len(token.text))):
        found.append(_holders(slots, model, token, among if found else None))
        among &= found[-1][-1]
    beside = [_holders(slots, model, pair, among) for pair in query_pairs(query)] if among else []
    return [*_levels(found, beside, among), (len(LEVELS), among)]


def named(slots: Slots, model: type[Model], among: Bits, text: str) -> Bits:
    """Return those `among` in whose names all words of `text` are, as they are written there."""
    return dict(groups_of(slots, model, among, text)).get(LEVELS.index((PARTS[:1], text_index.WHOLE)), 0)


def _levels(found: list[Holders], beside: list[Holders], among: Bits) -> Iterable[tuple[int, Bits]]:
    """Yield each of LEVELS with those at it, or better; `beside` hold the words side by side."""
    for level, (columns, how) in enumerate(LEVELS):
        is_beside = how == SIDE_BY_SIDE
        way = WAYS.index((columns, text_index.WHOLE if is_beside else how))
        yield level, reduce(and_, (bits[way] for bits in found + beside * is_beside), among)


def _holders(slots: Slots, model: type[Model], token: QueryToken, among: Bits | None) -> Holders:
    """Return who holds `token` in each of WAYS: those `among`, or all if that is None, and maybe others."""
    if kept := slots.words.get(token):
        return kept
    is_few = among is not None and among.bit_count() <= FEW
    few = slots.keys_of(among) if among is not None and is_few else None
    keys: dict[int, list[int]] = defaultdict(list)
    for ways, key in text_index.holders(model, token, few):
        keys[ways].append(key)
    by_ways = {ways: slots.with_keys(found) for ways, found in keys.items()}
    holders = [union(bits for ways, bits in by_ways.items() if ways >> number & 1) for number in range(len(WAYS))]
    if not is_few:
        slots.words.keep(token, holders)
    return holders
