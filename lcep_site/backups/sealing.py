"""Encrypting a backup on its way to the disk, in pieces, so that none can be changed, left out, moved or cut off.

The file is MAGIC, 16 bytes of salt, 7 of a nonce, then pieces of 64 KiB, each encrypted by AES-256-GCM with its tag of
16 bytes behind it. The key is scrypt (n=2^15, r=8, p=1) of the password and the salt. The nonce of a piece is the 7
bytes, its number in 4, and one byte that is 1 for the last piece and 0 for the others; what stands before the first
piece is authenticated with each. This is the construction STREAM, as in age and Tink.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from lcep_site.backups.refusals import BackupDamaged, BackupRefused

MAGIC = b"LCEP backup, sealed, 1\n"
SALT_BYTES, NONCE_BYTES, TAG_BYTES = 16, 7, 16
PIECE = 64 * 1024
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}
WRONG = "Its password is another one, or the file is damaged: BACKUP_PASSWORD or BACKUP_KEY_FILE must be as they were."
CHANGED = "The file was changed or cut off after it was made. Take another backup."


def secret() -> bytes:
    """Return the password, or what is in the file that holds the key; b"" if backups are not to be encrypted."""
    if settings.BACKUP_PASSWORD:
        return settings.BACKUP_PASSWORD.encode()
    if not settings.BACKUP_KEY_FILE:
        return b""
    try:
        key = Path(settings.BACKUP_KEY_FILE).read_bytes().strip()
    except OSError as error:
        raise BackupRefused(f"BACKUP_KEY_FILE cannot be read: {error.strerror}.") from error
    if len(key) < settings.BACKUP_SECRET_LENGTH:
        raise BackupRefused(f"BACKUP_KEY_FILE holds less than {settings.BACKUP_SECRET_LENGTH} characters: too few.")
    return key


class Seal:
    """What encrypts, or decrypts, the pieces of one file, in their order."""

    def __init__(self, secret: bytes, header: bytes) -> None:
        salt, self._nonce = header[-SALT_BYTES - NONCE_BYTES : -NONCE_BYTES], header[-NONCE_BYTES:]
        self._cipher = AESGCM(hashlib.scrypt(secret, salt=salt, **SCRYPT))
        self._header, self._number = header, 0

    def close(self, piece: bytes, *, is_last: bool) -> bytes:
        """Return the next piece encrypted."""
        return self._cipher.encrypt(self._next_nonce(is_last), piece, self._header)

    def open(self, piece: bytes, *, is_last: bool) -> bytes:
        """Return the next piece as it was; raises BackupDamaged if it is another."""
        is_first = not self._number
        try:
            return self._cipher.decrypt(self._next_nonce(is_last), piece, self._header)
        except InvalidTag:
            raise BackupDamaged(WRONG if is_first else CHANGED) from None

    def _next_nonce(self, is_last: bool) -> bytes:
        nonce = self._nonce + self._number.to_bytes(4, "big") + bytes([is_last])
        self._number += 1
        return nonce


class SealedWriter(io.RawIOBase):
    """Writes to `file` what it is given, encrypted. Whole only once it is closed; `file` stays open."""

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        header = MAGIC + os.urandom(SALT_BYTES + NONCE_BYTES)
        file.write(header)
        self._file, self._seal, self._waiting = file, Seal(secret, header), bytearray()
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, content: "bytes | memoryview") -> int:  # type: ignore[override]
        self._waiting += content
        self._written += len(content)
        # The last piece is marked so: one always waits.
        while len(self._waiting) > PIECE:
            self._file.write(self._seal.close(bytes(self._waiting[:PIECE]), is_last=False))
            del self._waiting[:PIECE]
        return len(content)

    def tell(self) -> int:
        return self._written

    def finish(self) -> None:
        """Write the last piece. Without it nobody takes the file for whole."""
        self._file.write(self._seal.close(bytes(self._waiting), is_last=True))


class SealedReader(io.RawIOBase):
    """Reads what a SealedWriter wrote to `file`, from its beginning; raises BackupDamaged where it is another."""

    def __init__(self, file: IO[bytes], secret: bytes) -> None:
        header = file.read(len(MAGIC) + SALT_BYTES + NONCE_BYTES)
        self._file, self._seal, self._opened = file, Seal(secret, header), b""
        self._next = file.read(PIECE + TAG_BYTES)
        if not self._next:
            raise BackupDamaged(CHANGED)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        if not self._opened and self._next:
            piece, self._next = self._next, self._file.read(PIECE + TAG_BYTES)
            self._opened = self._seal.open(piece, is_last=not self._next)
        count = min(len(buffer), len(self._opened))
        buffer[:count], self._opened = self._opened[:count], self._opened[count:]
        return count


def opened(file: IO[bytes]) -> IO[bytes]:
    """Return what reads the backup in `file`, encrypted or not. Raises BackupRefused if it is, and no password set."""
    is_sealed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if not is_sealed:
        return file
    if not (password := secret()):
        raise BackupRefused("This backup is encrypted. Set BACKUP_PASSWORD or BACKUP_KEY_FILE as when it was made.")
    return io.BufferedReader(SealedReader(file, password), PIECE)
