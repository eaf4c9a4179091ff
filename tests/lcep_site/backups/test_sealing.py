"""An encrypted backup comes back only with its password, and only if not a bit of it is another."""

import io

import pytest

from lcep_site.backups import sealing
from lcep_site.backups.refusals import BackupDamaged, BackupRefused
from lcep_site.backups.sealing import PIECE, TAG_BYTES, SealedWriter, opened

pytestmark = pytest.mark.no_database
PASSWORD = "correct horse battery staple"
HEADER = len(sealing.MAGIC) + sealing.SALT_BYTES + sealing.NONCE_BYTES


def sealed(content, password=PASSWORD):
    """Return `content` encrypted, as bytes."""
    file = io.BytesIO()
    writer = SealedWriter(file, password.encode())
    # In steps that are no multiples of a piece.
    for start in range(0, len(content), 50_000):
        writer.write(content[start : start + 50_000])
    writer.finish()
    return file.getvalue()


@pytest.fixture(autouse=True)
def _password(settings):
    settings.BACKUP_PASSWORD = PASSWORD


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5])
def test_what_was_sealed_is_read_as_it_was(size):
    content = bytes(number % 251 for number in range(size))

    assert opened(io.BytesIO(sealed(content))).read() == content


def test_nothing_of_it_can_be_read_in_the_file():
    assert b"jo@school.example" not in sealed(b"jo@school.example" * 100)


def test_twice_the_same_is_not_the_same_file():
    assert sealed(b"twice") != sealed(b"twice")


def test_another_password_is_told(settings):
    content = sealed(b"secret")
    settings.BACKUP_PASSWORD = "another password, long too"

    with pytest.raises(BackupDamaged, match="password is another one"):
        opened(io.BytesIO(content)).read()


def test_no_password_is_told(settings):
    settings.BACKUP_PASSWORD = ""

    with pytest.raises(BackupRefused, match="Set BACKUP_PASSWORD or BACKUP_KEY_FILE"):
        opened(io.BytesIO(sealed(b"secret", PASSWORD)))


def pieces(content):
    """Return what stands before the pieces of a file, and each of them."""
    step = PIECE + TAG_BYTES
    return [content[:HEADER]] + [content[start : start + step] for start in range(HEADER, len(content), step)]


def another(piece):
    """Return `piece` with one bit changed."""
    return piece[:-1] + bytes([piece[-1] ^ 1])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda head, *rest: [head, *rest[:-1]], id="the last piece is gone"),
        pytest.param(lambda head, first, second, *rest: [head, second, first, *rest], id="two are swapped"),
        pytest.param(lambda head, first, second, *rest: [head, first, *rest], id="one in the middle is gone"),
        pytest.param(lambda head, first, *rest: [head, first, first, *rest], id="one stands twice"),
        pytest.param(lambda head, *rest: [head, *rest, rest[-1]], id="more behind the last"),
        pytest.param(lambda head, *rest: [head, *rest[:-1], rest[-1][:-1]], id="cut off in a piece"),
        pytest.param(lambda head, *rest: [head, *rest[:-1], another(rest[-1])], id="a byte is another"),
        pytest.param(lambda head, *rest: [another(head), *rest], id="the head is another"),
        pytest.param(lambda head, *rest: [head], id="only the head"),
    ],
)
def test_whatever_is_changed_is_noticed(change):
    content = b"".join(change(*pieces(sealed(bytes(3 * PIECE + 9)))))

    with pytest.raises(BackupDamaged):
        reader = opened(io.BytesIO(content))
        while reader.read(10_000):
            pass


def test_a_piece_of_another_backup_is_noticed():
    ours, theirs = (pieces(sealed(bytes(2 * PIECE))) for _ in range(2))

    with pytest.raises(BackupDamaged):
        opened(io.BytesIO(ours[0] + ours[1] + theirs[2])).read()


def test_the_key_may_stand_in_a_file(settings, tmp_path):
    settings.BACKUP_PASSWORD, settings.BACKUP_KEY_FILE = "", str(tmp_path / "key")
    (tmp_path / "key").write_text("0123456789abcdefghij\n")

    assert sealing.secret() == b"0123456789abcdefghij"


@pytest.mark.parametrize("content", [None, "", "too short\n"])
def test_a_file_without_a_proper_key_is_refused(settings, tmp_path, content):
    settings.BACKUP_PASSWORD, settings.BACKUP_KEY_FILE = "", str(tmp_path / "key")
    if content is not None:
        (tmp_path / "key").write_text(content)

    with pytest.raises(BackupRefused, match="^BACKUP_KEY_FILE "):
        sealing.secret()
