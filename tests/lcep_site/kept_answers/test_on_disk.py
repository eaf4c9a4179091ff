"""While the database is away a worker gives what another one of its machine made, and nothing that is not whole."""

import datetime
import os

import pytest
from django.utils import timezone

from lcep_site.kept_answers import on_disk
from lcep_site.kept_answers.answer import KeptAnswer
from lcep_site.kept_answers.on_disk import PagesOnDisk
from lcep_site.kept_answers.pages import AskedPage
from partnerships.models import Partnership
from tests.factories import make_partnership
from tests.while_away import database_away

ENTRY = "/partnerships/leeds/"
PAGE = AskedPage("/", ENTRY, "")
NOW = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def pages(tmp_path):
    return PagesOnDisk(tmp_path / "pages")


def answer(stamp, content=b"x"):
    return KeptAnswer(stamp, NOW + HOUR, {}, {"br": content})


def kept(pages, *, stamp=1, made_at=NOW, page=PAGE, content=b"x"):
    pages.put(page, answer(stamp, content), made_at)
    pages.write()


@pytest.mark.django_db(transaction=True)
def test_what_one_worker_made_another_gives(new_worker):
    make_partnership(name="Leeds33", slug="leeds")
    first, second = new_worker(), new_worker(raise_request_exception=False)
    assert "Leeds33" in first.get(ENTRY).text
    second.get("/about/")
    with database_away():
        response = second.get(ENTRY)

    assert (response.status_code, "Leeds33" in response.text, "as-it-was" in response.text) == (200, True, True)


@pytest.mark.django_db(transaction=True)
def test_but_not_what_has_changed_since(new_worker):
    make_partnership(name="Leeds33", slug="leeds")
    first, second = new_worker(), new_worker(raise_request_exception=False)
    first.get(ENTRY)
    Partnership.objects.update(summary="Something else.")
    second.get("/about/")
    with database_away():
        assert second.get(ENTRY).status_code == 503


def test_what_was_right_when_the_database_was_last_reached_is_given(pages):
    kept(pages, stamp=1, made_at=NOW - HOUR)

    assert pages.get(PAGE, 1, NOW) == (answer(1), NOW)
    assert pages.get(PAGE, 2, NOW) is None
    assert pages.get(AskedPage("/", "/", ""), 1, NOW) is None


def test_what_another_worker_made_of_something_newer_is_given_as_of_then(pages):
    kept(pages, stamp=2, made_at=NOW + HOUR / 2)

    assert pages.get(PAGE, 1, NOW) == (answer(2), NOW + HOUR / 2)


def test_it_is_not_given_in_another_release(pages, monkeypatch):
    kept(pages)
    monkeypatch.setattr(on_disk, "release", lambda: "another")

    assert pages.get(PAGE, 1, NOW) is None


def test_a_page_that_is_cut_off_is_none(pages):
    kept(pages)
    [path] = pages.folder.iterdir()
    path.write_bytes(path.read_bytes()[:20])

    assert pages.get(PAGE, 1, NOW) is None


def test_what_the_disk_refuses_leaves_nothing_and_costs_nobody_an_answer(pages, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    kept(pages)
    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr("pathlib.Path.replace", full)
    kept(pages, stamp=2)

    assert len(list(pages.folder.iterdir())) == 1 and pages.get(PAGE, 1, NOW)


def test_those_that_were_written_first_make_room(tmp_path, monkeypatch):
    monkeypatch.setattr(on_disk, "WRITTEN_BETWEEN_LOOKS", 10)
    pages = PagesOnDisk(tmp_path, max_bytes=5 * 10_500)
    asked = [AskedPage("/", f"/{number}/", "") for number in range(10)]
    for number, page in enumerate(asked):
        kept(pages, page=page, content=b"x" * 10_000)
        os.utime(pages._path_of(page), (number, number)) if number < 9 else None

    assert [bool(pages.get(page, 1, NOW)) for page in asked] == [False] * 5 + [True] * 5


def test_only_so_many_wait_to_be_written(pages):
    for number in range(on_disk.MOST_WAITING + 5):
        pages.put(AskedPage("/", f"/{number}/", ""), answer(1), timezone.now())
    pages.write()

    assert len(list(pages.folder.iterdir())) == on_disk.MOST_WAITING
