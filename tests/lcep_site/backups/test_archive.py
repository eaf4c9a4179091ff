"""The parts of a backup: whatever is not as it was made is noticed before anything is done with it."""

import io
import tarfile

import pytest

from lcep_site.backups.archive import FORMAT, ArchiveWriter, Manifest, unpack
from lcep_site.backups.refusals import BackupDamaged, BackupRefused

pytestmark = pytest.mark.no_database


def packed(*, format=FORMAT, parts=(("rows/a", b"some rows"), ("media/b", b"a picture"))):
    """Return an archive of some parts, as bytes."""
    file = io.BytesIO()
    archive = ArchiveWriter(file, Manifest("release", "2026-11-28T04:00:00+00:00", "sqlite", [], "", {}, format))
    for name, content in parts:
        archive.add(name, io.BytesIO(content), rows=1)
    archive.finish()
    return file.getvalue()


def repacked(change):
    """Return the archive with another list of its members: names and contents."""
    with tarfile.open(fileobj=io.BytesIO(packed())) as tar:
        members = [(about.name, tar.extractfile(about).read()) for about in tar]
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, content in change(members):
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, io.BytesIO(content))
    return file.getvalue()


def test_parts_come_back_as_they_were(tmp_path):
    unpacked = unpack(io.BytesIO(packed()), tmp_path)

    assert {name: path.read_bytes() for name, path in unpacked.paths.items()} == {
        "rows/a": b"some rows",
        "media/b": b"a picture",
    }
    assert unpacked.manifest.parts["rows/a"]["rows"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: [("rows/a", b"other row"), *members[1:]], "rows/a"),
        (lambda members: members[1:], "rows/a"),
        (lambda members: [("rows/c", b""), *members], "rows/c"),
        (lambda members: members[:-1], "not a backup, or is cut off"),
        (lambda members: [members[0], *members], "not a backup, or is cut off"),
        (lambda members: [*members[:-1], ("manifest.json", b"{}")], "manifest is damaged"),
    ],
)
def test_what_is_changed_is_noticed_and_named(change, words, tmp_path):
    with pytest.raises(BackupDamaged, match=words):
        unpack(io.BytesIO(repacked(change)), tmp_path)


@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.8])
def test_one_that_ends_early_is_not_whole(share, tmp_path):
    content = packed()

    with pytest.raises(BackupDamaged):
        unpack(io.BytesIO(content[: int(len(content.rstrip(b"\0")) * share)]), tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 some other file", b"x" * 5000])
def test_what_is_no_backup_is_told(content, tmp_path):
    with pytest.raises(BackupDamaged, match="not a backup"):
        unpack(io.BytesIO(content), tmp_path)


def test_one_of_a_later_form_is_refused(tmp_path):
    with pytest.raises(BackupRefused, match="A later release made this backup"):
        unpack(io.BytesIO(packed(format=FORMAT + 1)), tmp_path)


def test_a_part_never_lies_elsewhere_than_in_the_folder(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()

    unpacked = unpack(io.BytesIO(packed(parts=[("media/../../outside", b"!"), ("/rows/outside", b"!")])), inside)

    assert {path.parent for path in unpacked.paths.values()} == {inside}
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
