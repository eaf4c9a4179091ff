"""Which tiles the patchwork of a partnership is made of: the same facts give the same, here and on every machine."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, TypeAlias, TypeVar

from partnerships.patchwork.shapes import DIFFERENT_TURNS, SHAPES

SIDE = 4
# The ground of a tile and the shape on it: pairs that are told apart in light, in dark and on grey paper.
COLOURS = (
    ("cream", "vermilion"),
    ("plum", "sun"),
    ("sun", "plum"),
    ("teal", "cream"),
    ("pink", "plum"),
    ("vermilion", "cream"),
    ("cream", "teal"),
    ("plum", "pink"),
    ("sun", "vermilion"),
    ("teal", "sun"),
    ("pink", "vermilion"),
    ("vermilion", "sun"),
)
# So many of each a patchwork is made of, if its facts do not ask for more: fewer look like one thing.
FEWEST_SHAPES, PAIRS_OF_A_REGION = 4, 6
_T = TypeVar("_T")


class Facts(NamedTuple):
    """What a patchwork is drawn from, each by names that stay, in any order."""

    regions: Iterable[str]
    # Local authorities, and the parts of them where it works in parts.
    places: Iterable[str]
    priorities: Iterable[str]
    sectors: Iterable[str]


class Tile(NamedTuple):
    """A `shape` by its name, its place among COLOURS, and by how many quarter turns it is turned to the right."""

    shape: str
    colours: int
    turns: int


Rows: TypeAlias = Sequence[Sequence[Tile]]


def tiles_of(facts: Facts) -> Rows:
    """Return the rows of the patchwork of `facts`: SIDE of them, with as many tiles each.

    Its region says which colours may come, priorities and sectors which shapes, and all facts together where each lies
    and how it is turned. Tiles that touch have another shape and another ground.
    """
    facts = Facts(*(sorted(set(kind)) for kind in facts))
    shapes, pairs = _shapes(facts), _pairs_of(*facts.regions)
    chances = iter(_digest("tiles", *(f"{name}:{fact}" for name, kind in facts._asdict().items() for fact in kind)))
    rows: list[list[Tile]] = []
    for _ in range(SIDE):
        row: list[Tile] = []
        for column in range(SIDE):
            beside = [*row[-1:], *(above[column] for above in rows[-1:])]
            taken = {tile.shape for tile in beside}
            shape = _first([shape for shape in shapes if shape not in taken], next(chances))
            grounds = {COLOURS[tile.colours][0] for tile in beside}
            pair = _first([pair for pair in pairs if COLOURS[pair][0] not in grounds], next(chances))
            row.append(Tile(shape, pair, next(chances) % DIFFERENT_TURNS.get(shape, 4)))
        rows.append(row)
    return rows


def emblem_of(rows: Rows) -> Rows:
    """Return the beginning of `rows` that stands on a card."""
    return [row[:2] for row in rows[:2]]


def _shapes(facts: Facts) -> list[str]:
    """Return the shapes of what it works on and who takes part, and if these are few, of its place."""
    meant = map(_shape_of, (*facts.priorities, *facts.sectors))
    others = _by_chance(SHAPES, *facts.places)
    return list(dict.fromkeys([*meant, *others[:FEWEST_SHAPES]]))


# What many have in common is reckoned once: a list of twenty is drawn within milliseconds.
@lru_cache(maxsize=1_000)
def _shape_of(fact: str) -> str:
    return _by_chance(SHAPES, fact)[0]


@lru_cache(maxsize=1_000)
def _pairs_of(*regions: str) -> Sequence[int]:
    return _by_chance(range(len(COLOURS)), "colours", *regions)[:PAIRS_OF_A_REGION]


def _by_chance(values: Iterable[_T], *parts: str) -> list[_T]:
    """Return `values` in an order that `parts` decide."""
    return sorted(values, key=lambda value: _digest(*parts, str(value)))


def _first(values: Sequence[_T], chance: int) -> _T:
    return values[chance % len(values)]


def _digest(*parts: str) -> bytes:
    return blake2b("\n".join(parts).encode(), digest_size=3 * SIDE * SIDE).digest()
