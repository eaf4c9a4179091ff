"""`make quick` finds the tests of what has changed."""

import pytest

from tests.changed import ALWAYS, paths_of_tests


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("partnerships/dates/partial_dates.py", "tests/partnerships/dates/test_partial_dates.py"),
        ("partnerships/dates/no_such_module.py", "tests/partnerships/dates"),
        ("partnerships/dates/inside/no_such_module.py", "tests/partnerships/dates"),
        ("lcep_site/roles.py", "tests/lcep_site/test_roles.py"),
        ("tests/partnerships/dates/test_partial_dates.py", "tests/partnerships/dates/test_partial_dates.py"),
        ("tests/stored/literals.py", "tests/stored"),
        ("templates/403.html", "tests/test_html.py"),
    ],
)
def test_what_has_changed_is_tested(changed, tests):
    assert paths_of_tests([changed]) == sorted({tests, *ALWAYS})


@pytest.mark.parametrize("changed", ["README.md", "tests/journeys/test_keyboard.py", "tests/gone/test_gone.py"])
def test_what_has_no_quick_test_leaves_the_conventions(changed):
    assert paths_of_tests([changed]) == sorted(ALWAYS)


def test_a_file_of_a_folder_that_is_run_whole_is_not_run_twice():
    changed = ["tests/stored/literals.py", "tests/stored/test_words.py"]

    assert paths_of_tests(changed) == sorted(["tests/stored", *ALWAYS])
