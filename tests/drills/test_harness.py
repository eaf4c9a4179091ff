"""What a drill finds is kept and stands in the table, whatever becomes of the drill."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.drills import NAMES, __main__, one, report, results
from tests.drills.results import Result

pytestmark = pytest.mark.no_database
FOLDER = Path(one.__file__).parent
RUN = "\ndef run(folder"


@pytest.fixture(autouse=True)
def kept_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(results, "KEPT", tmp_path / "drills")
    monkeypatch.setattr(report, "DOCUMENT", tmp_path / "reliability.md")


def made(monkeypatch, run):
    """Return what is kept of the first drill when it does as `run` does."""
    monkeypatch.setattr(one, "import_module", lambda name: SimpleNamespace(run=run))
    one.main(NAMES[0])
    return Result.kept(NAMES[0])


def test_what_was_measured_is_kept_and_the_folder_goes(monkeypatch):
    folders = []

    def run(folder):
        folders.append(folder)
        (folder / "file").touch()
        return "0 of 200 lost"

    result = made(monkeypatch, run)

    assert (result.verdict, result.measured) == ("yes", "0 of 200 lost")
    assert not folders[0].exists()


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (AssertionError("3 were lost"), "no: 3 were lost"),
        (AssertionError(), "no: an assertion without words failed"),
        (OSError("no nginx"), "no: the drill itself failed: OSError('no nginx')"),
    ],
)
def test_what_does_not_hold_is_kept_in_words(monkeypatch, error, verdict):
    def run(folder):
        raise error

    assert made(monkeypatch, run).verdict == verdict


def test_a_drill_that_ends_without_a_word_has_a_row_all_the_same(monkeypatch):
    Result.of(NAMES[0], measured="all well, the time before").keep()
    monkeypatch.setattr(__main__.sys, "executable", "/bin/false")

    assert not __main__.held(NAMES[0])
    assert "**no: it failed, or had not ended after 15 minutes**" in report.DOCUMENT.read_text()


@pytest.mark.parametrize(("failing", "code"), [(None, 0), (NAMES[1], 1)])
def test_the_exit_code_says_whether_all_held(monkeypatch, failing, code):
    made = []
    monkeypatch.setattr(__main__, "held", lambda name: made.append(name) or name != failing)

    assert __main__.main([]) == code
    assert made == list(NAMES)


def test_a_name_that_is_none_is_refused():
    with pytest.raises(SystemExit):
        __main__.main(["nothing"])


def test_the_table_has_a_row_for_each_in_order_and_keeps_what_is_written_by_hand():
    report.DOCUMENT.write_text(f"old\n{report.MARK}\n\nBy hand.\n")
    Result.of(NAMES[1], measured="a | b\nc").keep()
    Result.of(NAMES[2], why="two were lost").keep()

    report.write()

    text = report.DOCUMENT.read_text()
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    assert [row[0].removeprefix("| ") for row in rows] == [results.words_of(name)[0] for name in NAMES]
    assert [row[2] for row in rows[:3]] == ["not made yet", "a / b c", ""]
    assert [row[3] for row in rows[:3]] == ["–", "yes", "**no: two were lost**"]
    assert f"Held: **1** of {len(NAMES)}." in text
    assert text.endswith(f"{report.MARK}\n\nBy hand.\n")


def test_each_drill_has_its_place_in_the_table():
    there = {path.stem for path in FOLDER.glob("*.py") if RUN in path.read_text()} - {Path(__file__).stem}

    assert there == set(NAMES)
    assert all(words for name in there for words in results.words_of(name))
