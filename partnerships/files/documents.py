"""Uploaded documents: their type is found in their content, not their name, and they get names nobody can guess."""

import secrets
import zipfile
from typing import IO

from django.core.exceptions import ValidationError

from partnerships.vocabulary import DocumentType

MAX_BYTES = 20 * 1024 * 1024
# What a file of a few megabytes may unpack to: beyond that, it is made to exhaust whoever opens it.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 5_000
_BEGINNING_BYTES = 1024

TOO_LARGE = "The document must be 20 MB or smaller"
EMPTY = "The document is empty"
NOT_KNOWN = (
    "The document must be a PDF, a Word document (.docx), an Excel spreadsheet (.xlsx) or an OpenDocument text (.odt)"
)
HAS_MACROS = "The document holds macros, which could harm whoever opens it. Save it without macros and choose it again"
IS_BROKEN = "The document is damaged, or protected with a password. Save it again without a password"

# The part that a zip of each type must have, and what must stand in it.
_PARTS = {
    DocumentType.DOCX: ("word/document.xml", b""),
    DocumentType.XLSX: ("xl/workbook.xml", b""),
    DocumentType.ODT: ("mimetype", b"application/vnd.oasis.opendocument.text"),
}
_MACROS = ("vbaproject.bin", "basic/", "scripts/")


def check(document: IO[bytes], size: int) -> DocumentType:
    """Return the type of `document`, a file of `size` bytes; afterwards it can be read from its beginning.

    Raises ValidationError, with a message for whoever chose it, when it is empty, too large, of no known type, damaged,
    or holds macros.
    """
    if size > MAX_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    if not size:
        raise ValidationError(EMPTY, code="empty")
    document.seek(0)
    beginning = document.read(_BEGINNING_BYTES)
    document.seek(0)
    try:
        if b"%PDF-" in beginning:
            document.seek(max(0, size - 2 * _BEGINNING_BYTES))
            if b"%%EOF" not in document.read():
                raise ValidationError(IS_BROKEN, code="broken")
            return DocumentType.PDF
        if beginning.startswith(b"PK"):
            with zipfile.ZipFile(document) as parts:
                return _type_of(parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValidationError(IS_BROKEN, code="broken") from error
    finally:
        document.seek(0)
    raise ValidationError(NOT_KNOWN, code="not_known")


def hidden_name(document_type: DocumentType) -> str:
    """Return a new name for a document of `document_type` that nobody can guess."""
    return f"{secrets.token_urlsafe(24)}.{document_type}"


def _type_of(parts: zipfile.ZipFile) -> DocumentType:
    members = parts.infolist()
    if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise ValidationError(IS_BROKEN, code="broken")
    names = {member.filename.lower() for member in members}
    for document_type, (part, content) in _PARTS.items():
        if part in names:
            if any(name.endswith(_MACROS[0]) or name.startswith(_MACROS[1:]) for name in names):
                raise ValidationError(HAS_MACROS, code="macros")
            if parts.testzip() is not None:
                raise ValidationError(IS_BROKEN, code="broken")
            if content and parts.read(part).strip() != content:
                continue
            return document_type
    raise ValidationError(NOT_KNOWN, code="not_known")
