"""Long answers are written once and sent from disk, and a disk that refuses costs no visitor anything."""

import brotli
import pytest

from lcep_site.kept_answers import files
from lcep_site.kept_answers.files import KeptFiles
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = "/partnerships.csv"


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
    assert {name: second[name] for name in first.headers} == dict(first.items())
    assert second["Content-Length"] == str(len(given))


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
    response = visitor.get("/authorities.geojson")
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
    for address in (SHEET, "/regions.csv"):
        content(visitor.get(address))
    sizes = {path: path.stat() for path in folder.iterdir()}
    latest_two = sorted(sizes, key=lambda path: sizes[path].st_mtime_ns)[-2:]
    KeptFiles(folder, max_bytes=sum(sizes[path].st_size for path in latest_two)).make_room()
    assert set(folder.iterdir()) == set(latest_two)
    assert b"Leeds33" in content(visitor.get(SHEET))


def test_a_file_that_another_worker_dropped_is_written_again(visitor, folder):
    content(visitor.get(SHEET))
    for path in folder.iterdir():
        if path.suffix != ".json":
            path.unlink()
    assert b"Leeds33" in content(visitor.get(SHEET))


def test_what_was_typed_is_never_written(visitor, folder):
    assert content(visitor.get(f"{SHEET}?q=leeds33"))
    assert kept_in(folder) == []
