"""An upload is read in a process of its own, which the system ends if it takes too much, and its sender is told."""

import os
import re
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused, TooMuchWork

HERE = "tests.partnerships.uploads.readers"
LITTLE = apart.Limits(processor_seconds=1, seconds=2, memory_megabytes=256, answer_megabytes=1)


@pytest.fixture
def ended(monkeypatch):
    """How each process ended: its number and status."""
    seen, popen = [], apart.subprocess.Popen

    class Watched(popen):
        def __exit__(self, *args):
            super().__exit__(*args)
            seen.append((self.pid, self.returncode))

    monkeypatch.setattr(apart.subprocess, "Popen", Watched)
    return seen


def is_gone(pid) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_what_the_reader_gives_comes_back_as_plain_data():
    assert apart.read(f"{HERE}:plain", b"abc", 2, ["x"]) == {"content": b"abc", "options": [2, ["x"]], "number": 1.5}


def test_each_upload_is_read_by_another_process(ended):
    first, second = (apart.read(f"{HERE}:about_itself", b"") for _ in range(2))

    assert len({first["process"], second["process"], os.getpid()}) == 3
    assert [pid for pid, _ in ended] == [first["process"], second["process"]]


def test_the_process_knows_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")

    about = apart.read(f"{HERE}:about_itself", b"")

    assert "SECRET_KEY" not in about["environment"] and "PYTHONPATH" not in about["environment"]
    assert about["is_django_set_up"] is False
    # Neither is the folder we run in, from which Python would import.
    assert (about["folder"], about["is_isolated"]) == ("/", True)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit the memory of a process")
def test_the_system_holds_it_to_its_limits():
    names = ("CPU", "AS", "FSIZE", "CORE", "NOFILE")

    limits = apart.read(f"{HERE}:about_itself", b"", *names, limits=LITTLE)["limits"]

    memory = 256 * 1024 * 1024
    assert limits == {"CPU": [1, 2], "AS": [memory, memory], "FSIZE": [0, 0], "CORE": [0, 0], "NOFILE": [64, 64]}


def test_an_answer_may_be_so_long_and_no_longer():
    assert len(apart.read(f"{HERE}:plain", bytes(900_000), limits=LITTLE)["content"]) == 900_000
    with pytest.raises(TooMuchWork):
        apart.read(f"{HERE}:plain", bytes(1_100_000), limits=LITTLE)


def test_one_that_says_no_more_but_lives_on_is_killed(ended):
    with pytest.raises(TooMuchWork):
        apart.read(f"{HERE}:silent_but_alive", b"")

    [(pid, status)] = ended
    assert -status == signal.SIGKILL
    assert is_gone(pid)


def test_a_refusal_comes_back_in_its_words():
    with pytest.raises(Refused, match="^Not this one$") as refusal:
        apart.read(f"{HERE}:refusing", b"")

    assert refusal.value.code == "not_this"


def test_a_mistake_of_the_reader_is_told_in_words_and_kept_in_the_log(caplog):
    with pytest.raises(Refused, match="cannot be read"):
        apart.read(f"{HERE}:mistaken", b"")

    assert caplog.messages == [f"Reading an upload by {HERE}:mistaken failed: ZeroDivisionError: division by zero"]


def test_a_reader_that_reckons_for_ever_is_ended_by_the_system(ended):
    with pytest.raises(TooMuchWork, match="takes too much time or memory, so we have stopped"):
        apart.read(f"{HERE}:for_ever", b"", limits=LITTLE)

    [(pid, status)] = ended
    assert -status in (signal.SIGXCPU, signal.SIGKILL)
    assert is_gone(pid)


def test_a_reader_that_waits_for_ever_is_killed(ended):
    with pytest.raises(TooMuchWork):
        apart.read(f"{HERE}:waiting", b"", limits=LITTLE)

    [(pid, status)] = ended
    assert -status == signal.SIGKILL
    assert is_gone(pid)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit the memory of a process")
def test_a_reader_that_takes_all_memory_gets_none(ended):
    with pytest.raises(TooMuchWork):
        apart.read(f"{HERE}:greedy", b"", limits=LITTLE)

    [(pid, _)] = ended
    assert is_gone(pid)


@pytest.mark.parametrize("how", ["crashing", "leaving", "babbling", "without_end"])
def test_whatever_else_becomes_of_the_process_the_sender_is_told(how, ended):
    with pytest.raises(TooMuchWork):
        apart.read(f"{HERE}:{how}", b"", limits=LITTLE)

    assert is_gone(ended[0][0])


def test_a_process_that_ends_before_it_has_taken_all_is_no_error():
    with pytest.raises(Refused, match="cannot be read"):
        apart.read(f"{HERE}:mistaken", bytes(3_000_000))
    with pytest.raises(TooMuchWork):
        apart.read("tests.partnerships.uploads.no_such_reader:read", bytes(3_000_000))


@pytest.mark.parametrize(
    "what", ["connect", "look_up", "listen", "database", "program", "shell", "fork", "write", "remove", "signal"]
)
def test_a_reader_reaches_neither_network_nor_database_nor_disk_nor_programs(what, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")

    with pytest.raises(Refused) as refusal:
        apart.read(f"{HERE}:reaching", b"", what, str(kept), os.getpid())

    assert "PermissionError: A reader of uploads may not" in str(refusal.value.__cause__)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["kept"]


def test_no_more_than_a_few_are_read_at_once(monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.1)
    holding = threading.Thread(target=lambda: [apart.read(f"{HERE}:slow", b"")])
    others = [threading.Thread(target=lambda: apart.read(f"{HERE}:slow", b"")) for _ in range(apart.AT_ONCE - 1)]
    for thread in (holding, *others):
        thread.start()
    while apart._turns._value:
        time.sleep(0.01)

    with pytest.raises(Refused, match="Many files are being read"):
        apart.read(f"{HERE}:plain", b"")

    for thread in (holding, *others):
        thread.join()
    assert apart.read(f"{HERE}:plain", b"")["content"] == b""


def test_many_threads_may_read_at_once():
    answers = []
    threads = [
        threading.Thread(target=lambda number=number: answers.append(apart.read(f"{HERE}:plain", b"%d" % number)))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer["content"] for answer in answers) == [b"%d" % number for number in range(8)]


# They write what is ours, or read what is packaged: pictures for sharing, the archive of open data, postcodes.
OF_OUR_OWN = {
    "partnerships/files/share_pictures.py",
    "partnerships/geography/postcode_data/sources.py",
    "partnerships/open_data/dump.py",
    "partnerships/patchwork/drawing.py",
}
RUN_APART = {
    "members/sheets/workbooks.py",
    "partnerships/files/document_reading.py",
    "partnerships/files/picture_reading.py",
}


def test_nothing_else_than_what_is_run_apart_opens_pictures_workbooks_and_archives():
    opening = re.compile(
        r"^(from PIL import Image|import zipfile|from openpyxl import load_|import xml|from xml)", re.M
    )
    root = Path(apart.__file__).parents[2]
    paths = [path for package in ("lcep_site", "members", "partnerships") for path in (root / package).rglob("*.py")]

    assert {str(path.relative_to(root)) for path in paths if opening.search(path.read_text())} == RUN_APART | OF_OUR_OWN
