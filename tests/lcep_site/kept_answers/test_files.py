"""Long answers are written once and sent from disk, and whatever becomes of the folder costs no visitor anything."""

import datetime
import os
import shutil
import time
from contextlib import closing

import brotli
import pytest
from django.test import RequestFactory
from django.utils import timezone

from lcep_site.kept_answers import files
from lcep_site.kept_answers.files import KeptFiles
from lcep_site.kept_answers.pages import AskedPage
from partnerships.public_content import stamp
from tests.factories import make_event, make_partnership

pytestmark = pytest.mark.django_db(transaction=True)
SHEET, LONG = "/partnerships.csv", "/authorities.geojson"


def content(response):
    return b"".join(response.streaming_content)


def kept_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def folder(settings, visitor):
    make_partnership(name="Leeds33")
    return settings.KEPT_FILES_FOLDER


def test_a_sheet_is_written_while_it_is_sent_and_sent_from_disk_to_every_worker(
    visitor, new_worker, folder, django_assert_num_queries
):
    first = visitor.get(SHEET)
    given = content(first)
    assert b"Leeds33" in given
    with django_assert_num_queries(1):
        second = new_worker().get(SHEET)
    assert content(second) == given
    assert dict(second.items()) == {**dict(first.items()), "Content-Length": str(len(given))}


def test_a_sheet_is_kept_as_it_was_compressed(visitor, folder):
    plain = content(visitor.get(SHEET))
    for _ in range(2):
        response = visitor.get(SHEET, HTTP_ACCEPT_ENCODING="br")
        assert response["Content-Encoding"] == "br"
        assert brotli.decompress(content(response)) == plain


def test_who_has_the_sheet_is_told_so_from_disk_and_before_it_is_written(visitor, new_worker, folder):
    tag = visitor.head(SHEET)["ETag"]
    assert kept_in(folder) == []
    assert new_worker().get(SHEET, HTTP_IF_NONE_MATCH=tag).status_code == 304
    content(visitor.get(SHEET))
    response = new_worker().get(SHEET, HTTP_IF_NONE_MATCH=f'"other", W/{tag}')
    assert (response.status_code, response.content) == (304, b"")


def test_another_partnership_makes_another_sheet(visitor, folder):
    content(visitor.get(SHEET))
    make_partnership(name="Ipswich")
    assert b"Ipswich" in content(visitor.get(SHEET))


def test_a_sheet_that_was_not_taken_to_its_end_is_not_kept(visitor, folder):
    response = visitor.get(LONG)
    next(iter(response.streaming_content))
    response.close()
    assert kept_in(folder) == []


def test_a_disk_that_refuses_costs_the_visitor_nothing(visitor, folder, monkeypatch):
    def refuse(**options):
        raise OSError("No space left on device")

    monkeypatch.setattr(files, "NamedTemporaryFile", refuse)
    for _ in range(2):
        assert b"Leeds33" in content(visitor.get(SHEET))
    assert kept_in(folder) == []


def test_the_files_written_first_are_dropped_when_there_is_no_room(visitor, folder):
    for address in (SHEET, "/regions.csv", "/bridges.csv"):
        content(visitor.get(address))
    files_there = {path: path.stat() for path in folder.iterdir()}
    latest_two = sorted(files_there, key=lambda path: files_there[path].st_mtime_ns)[-2:]
    KeptFiles(folder, max_bytes=sum(files_there[path].st_blocks * 512 for path in latest_two)).make_room()
    assert set(folder.iterdir()) == set(latest_two)
    assert b"Leeds33" in content(visitor.get(SHEET))


def test_short_files_are_counted_by_what_they_take_of_the_disk(tmp_path):
    for number in range(100):
        (tmp_path / str(number)).write_bytes(b"short")
    KeptFiles(tmp_path, max_bytes=100_000).make_room()
    assert 0 < sum(path.stat().st_blocks * 512 for path in tmp_path.iterdir()) <= 100_000


def test_what_is_being_written_is_not_dropped_but_what_a_worker_left_is(visitor, folder):
    parts = iter(visitor.get(LONG).streaming_content)
    next(parts)
    (written,) = folder.iterdir()
    no_room = KeptFiles(folder, max_bytes=0)
    no_room.make_room()
    assert list(folder.iterdir()) == [written]
    long_ago = time.time() - files.MAX_DRAFT_SECONDS - 60
    os.utime(written, (long_ago, long_ago))
    no_room.make_room()
    assert list(folder.iterdir()) == []
    assert b"".join(parts)


def test_a_sheet_whose_folder_is_emptied_meanwhile_is_sent_whole(visitor, new_worker, folder):
    parts = iter(visitor.get(LONG).streaming_content)
    given = next(parts)
    shutil.rmtree(folder)
    given += b"".join(parts)
    assert given == content(new_worker().get(LONG))


def test_a_file_that_another_worker_dropped_is_written_again(visitor, folder):
    content(visitor.get(SHEET))
    for path in folder.iterdir():
        path.unlink()
    assert b"Leeds33" in content(visitor.get(SHEET))
    assert len(kept_in(folder)) == 1


@pytest.mark.parametrize(
    "left", [b"", b"{", b"{}\n", b"null\n", bytes(3_000), slice(100), slice(-1)], ids=lambda left: repr(left)[:20]
)
def test_a_file_of_which_a_power_cut_left_a_part_is_written_again(visitor, folder, left, django_assert_num_queries):
    given = content(visitor.get(SHEET))
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[left] if isinstance(left, slice) else left)
    assert content(visitor.get(SHEET)) == given
    assert path.read_bytes() == whole
    with django_assert_num_queries(1):
        assert content(visitor.get(SHEET)) == given


def test_a_file_that_cannot_be_read_costs_nobody_an_answer(visitor, folder):
    content(visitor.get(SHEET))
    (path,) = folder.iterdir()
    path.unlink()
    path.mkdir()
    for _ in range(2):
        assert b"Leeds33" in content(visitor.get(SHEET))


def test_a_file_in_the_place_of_the_folder_costs_nobody_an_answer(visitor, folder):
    folder.write_text("")
    assert visitor.get("/about/").status_code == 200
    assert b"Leeds33" in content(visitor.get(SHEET))


def test_a_sheet_is_kept_again_after_an_event_has_ended(visitor, folder, monkeypatch, django_assert_num_queries):
    noon = timezone.localtime().replace(hour=12)
    make_event(starts_at=noon, ends_at=noon + datetime.timedelta(minutes=1))
    tags = []
    for minutes in (0, 2):
        now = noon + datetime.timedelta(minutes=minutes)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        content(visitor.get(SHEET))
        with django_assert_num_queries(1):
            again = visitor.get(SHEET)
            tags.append(again["ETag"])
            content(again)
    assert len(set(tags)) == 2 and len(kept_in(folder)) == 1


def test_what_was_typed_is_never_written(visitor, folder):
    assert content(visitor.get(f"{SHEET}?q=leeds33"))
    assert kept_in(folder) == []


def test_what_was_right_before_midnight_is_found_after_it(visitor, folder, monkeypatch):
    evening = datetime.datetime(2026, 11, 27, 23, 55, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    given = content(visitor.get(SHEET))
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening + datetime.timedelta(minutes=20))
    asked, request = (AskedPage("/", SHEET, ""), stamp.current()), RequestFactory().get(SHEET)

    with closing(KeptFiles(folder).given_to(request, *asked, evening)) as response:
        assert content(response) == given
    assert KeptFiles(folder).given_to(request, *asked, timezone.now()) is None
