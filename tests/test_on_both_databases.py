"""Whether a test runs on both databases is decided for every file, by a list that says why."""

from tests.on_both_databases import BOTH, FOLDER, ONCE


def test_every_test_is_listed():
    files = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("test_*.py")}
    listed = BOTH | ONCE

    assert {path for path in files if not any(path == name or path.startswith(f"{name}/") for name in listed)} == set()


def test_all_that_is_listed_is_there_and_in_one_list():
    assert BOTH.keys() & ONCE.keys() == set()
    assert {name for name in BOTH | ONCE if not is_there(name)} == set()


def is_there(name):
    path, _, test = name.partition("::")
    return (FOLDER / path).exists() and (not test or f"\ndef {test.partition('[')[0]}(" in (FOLDER / path).read_text())
