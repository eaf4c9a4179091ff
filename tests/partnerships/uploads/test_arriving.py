"""A large upload that finds no room is told beside its field, with what else was sent, and leaves nothing behind."""

import errno

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.forms import CharField, FileField, Form
from django.test import RequestFactory

from partnerships.uploads import arriving as arriving_files
from partnerships.uploads.arriving import NO_ROOM, UnkeptFile

pytestmark = pytest.mark.no_database
LARGE = b"x" * 3_000_000


class Sheet(Form):
    """A form with a file, and words before and after it."""

    before, file, after = CharField(), FileField(), CharField()


@pytest.fixture(autouse=True)
def arriving(settings, tmp_path):
    """Where uploads are kept while they arrive."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def sent(name="plan.pdf"):
    """Return the form as a request brings it."""
    values = {"before": "one", "file": SimpleUploadedFile(name, LARGE), "after": "two"}
    request = RequestFactory().post("/", values)
    return Sheet(request.POST, request.FILES)


def be_full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("method", ["__init__", "write", "seek"])
def test_a_file_without_room_is_told_beside_its_field_and_the_rest_is_there(monkeypatch, arriving, method):
    monkeypatch.setattr(TemporaryUploadedFile, method, be_full, raising=False)

    form = sent()

    assert form.errors == {"file": [NO_ROOM]}
    assert (form.cleaned_data["before"], form.cleaned_data["after"]) == ("one", "two")
    assert list(arriving.iterdir()) == []


def test_a_file_with_room_is_read_as_ever(arriving):
    form = sent()

    assert form.is_valid()
    assert form.cleaned_data["file"].read() == LARGE
    assert len(list(arriving.iterdir())) == 1
    form.cleaned_data["file"].close()


@pytest.mark.parametrize(("most", "kept"), [(7_000_000, 2), (6_000_000, 2), (5_999_999, 1), (2_000_000, 0)])
def test_no_request_has_more_kept_than_a_form_needs(monkeypatch, arriving, most, kept):
    monkeypatch.setattr(arriving_files, "MOST_BYTES", most)
    files = {f"file{number}": SimpleUploadedFile(f"plan{number}.pdf", LARGE) for number in range(3)}

    request = RequestFactory().post("/", {"before": "one", **files})
    arrived = request.FILES.values()

    assert len(list(arriving.iterdir())) == kept
    for file in list(arrived)[kept:]:
        with pytest.raises(ValidationError, match="more than the site takes"):
            assert file.size
    assert request.POST["before"] == "one"
    request.close()


def test_another_fault_of_the_disk_is_raised(monkeypatch):
    def be_broken(*args):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(TemporaryUploadedFile, "write", be_broken, raising=False)

    with pytest.raises(OSError, match="Input/output"):
        sent()


def test_nobody_takes_what_was_not_kept_for_an_empty_file():
    with pytest.raises(ValidationError, match="no room"):
        assert UnkeptFile("plan.pdf", NO_ROOM).size
