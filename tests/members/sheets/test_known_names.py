"""Names that look like others are noticed, quickly."""

import time

import pytest

from members.sheets.known_names import KnownNames

NAMES = {
    1: "Leeds Museums and Galleries",
    2: "The Lowry",
    3: "Huddersfield Contemporary Music Festival",
    4: "Hidden Hall",
}


@pytest.fixture
def known():
    """Names of which all but the last may be told."""
    return KnownNames(NAMES.items(), {1, 2, 3})


@pytest.mark.parametrize(
    ("name", "alike"),
    [
        ("Leeds Museum & Gallery", [NAMES[1]]),
        ("Leeds Museums and Galleries Trust", [NAMES[1]]),
        ("Lowrey", [NAMES[2]]),
        ("Huddersfeld Contemporary Music Festival", [NAMES[3]]),
        ("Hidden Halls", []),
        ("Bradford Museums", []),
        ("", []),
    ],
)
def test_a_likeness_is_noticed(known, name, alike):
    assert known.alike(name) == alike


def test_a_name_is_taken_however_it_is_written_and_also_by_what_is_hidden(known):
    assert [known.taken(name) for name in ("the LOWRY", "hidden hall", "Lowry")] == [2, 4, None]
    assert known.taken("The Lowry", besides=2) is None


def test_thousands_of_names_of_the_same_words_take_no_time():
    known = KnownNames([(key, f"Primary School {key}") for key in range(5_000)], set(range(5_000)))
    before = time.monotonic()

    for key in range(200):
        known.alike(f"Primary School of {key}")

    assert time.monotonic() - before < 5
