"""Which tiles a patchwork is made of: facts alone decide, and tiles that touch differ."""

import pytest

from partnerships.patchwork.shapes import DIFFERENT_TURNS, SHAPES
from partnerships.patchwork.tiles import COLOURS, SIDE, Facts, Tile, emblem_of, tiles_of

LEEDS = Facts(["yorkshire"], ["leeds"], ["youth-voice", "early-years"], ["schools", "culture"])
# Of what is known of very little, and of as much as there may be.
FACTS = [
    Facts([], [], [], []),
    LEEDS,
    *(Facts([f"region-{number}"], [f"place-{number}"], ["voice"], []) for number in range(40)),
    Facts(["a", "b"], ["c", "d"], [f"priority-{number}" for number in range(14)], [f"s-{n}" for n in range(13)]),
]


def test_the_same_facts_give_the_same_on_every_machine():
    assert emblem_of(tiles_of(LEEDS)) == [
        [Tile("ring", 1, 0), Tile("quarter", 8, 1)],
        [Tile("arches", 0, 3), Tile("flower", 1, 0)],
    ]


def test_neither_order_nor_repetition_matters():
    again = Facts(*([*reversed(kind), *kind] for kind in LEEDS))

    assert tiles_of(again) == tiles_of(LEEDS)


@pytest.mark.parametrize("kind", Facts._fields)
def test_each_kind_of_fact_counts(kind):
    other = LEEDS._replace(**{kind: [*getattr(LEEDS, kind), "another"]})

    assert emblem_of(tiles_of(other)) != emblem_of(tiles_of(LEEDS))


def test_a_priority_is_another_fact_than_a_sector_of_its_name():
    assert tiles_of(Facts([], [], ["early-years"], [])) != tiles_of(Facts([], [], [], ["early-years"]))


@pytest.mark.parametrize("facts", FACTS)
def test_tiles_that_touch_have_another_shape_and_another_ground(facts):
    rows = tiles_of(facts)

    assert [len(row) for row in rows] == [SIDE] * SIDE
    pairs = [pair for row in rows for pair in zip(row, row[1:], strict=False)]
    pairs += [pair for above, below in zip(rows, rows[1:], strict=False) for pair in zip(above, below, strict=True)]
    for one, other in pairs:
        assert one.shape != other.shape
        assert COLOURS[one.colours][0] != COLOURS[other.colours][0]


def test_partnerships_of_a_region_share_their_colours():
    of_one = {
        tile.colours for place in "abcdefgh" for row in tiles_of(Facts(["kent"], [place], [], [])) for tile in row
    }
    of_all = {tile.colours for facts in FACTS for row in tiles_of(facts) for tile in row}

    assert len(of_one) == 6
    assert of_all == set(range(len(COLOURS)))


def test_every_shape_and_turn_comes_and_none_that_looks_like_another():
    seen = {(tile.shape, tile.turns) for facts in FACTS for row in tiles_of(facts) for tile in row}

    assert seen == {(shape, turns) for shape in SHAPES for turns in range(DIFFERENT_TURNS.get(shape, 4))}
