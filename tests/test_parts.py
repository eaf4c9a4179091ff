"""`make test` stops where a part fails, and adds up what took long."""

import subprocess
import sys
import time

import pytest

from tests import parts


def part(code: str) -> parts.Part:
    """Begin a part of the name "part" that runs `code`."""
    return parts.Part("part", subprocess.Popen([sys.executable, "-c", code]), time.monotonic())


def test_a_part_says_how_long_it_took():
    assert part("").finish().endswith(" s of processors: part")


def test_a_part_that_fails_ends_the_run_as_it_did():
    with pytest.raises(SystemExit) as ended:
        part("raise SystemExit(3)").finish()

    assert ended.value.code == 3


def test_files_are_named_with_the_part_they_took_long_in(monkeypatch, tmp_path):
    monkeypatch.setattr(parts, "SECONDS", tmp_path)
    for number, name in enumerate(parts.TESTS):
        parts.keep(name, {"tests/test_html.py": number, "tests/test_rooms.py": 0.5})

    assert parts.seconds_of_files().most_common(2) == [
        (f"{parts.TESTS[2]}: tests/test_html.py", 2),
        (f"{parts.TESTS[1]}: tests/test_html.py", 1),
    ]


def test_every_part_of_the_tests_is_run():
    assert {*parts.PAIRS, *parts.PAIRS.values()} == {"lint", *parts.TESTS}


@pytest.mark.parametrize("names", [("fails", "passes"), ("passes", "fails")])
def test_of_two_parts_at_once_either_that_fails_ends_the_run(monkeypatch, capfd, names):
    code = {"passes": "print('said')", "fails": "raise SystemExit(3)"}

    def start(name, **options):
        return parts.Part(name, subprocess.Popen([sys.executable, "-c", code[name]], **options), time.monotonic())

    monkeypatch.setattr(parts, "start", start)

    with pytest.raises(SystemExit) as ended:
        parts.run_beside(*names)

    assert ended.value.code == 3
    assert capfd.readouterr().out == ("said\n" if names[0] == "passes" else "")
