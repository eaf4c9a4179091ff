"""Uploaded documents: their type is found in their content, not their name, and they get names nobody can guess."""

import secrets
from typing import IO

from django.core.exceptions import ValidationError

from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused
from partnerships.vocabulary import DocumentType

MAX_BYTES = 20 * 1024 * 1024

TOO_LARGE = "The document must be 20 MB or smaller"
EMPTY = "The document is empty"


def check(document: IO[bytes], size: int) -> DocumentType:
    """Return the type of `document`, a file of `size` bytes; afterwards it can be read from its beginning.

    It is read in a process of its own. Raises ValidationError, with a message for whoever chose it, when it is empty,
    too large, of no known type, damaged, or holds what would act when somebody opens it: see document_reading.
    """
    if size > MAX_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    if not size:
        raise ValidationError(EMPTY, code="empty")
    document.seek(0)
    content = document.read(MAX_BYTES + 1)
    document.seek(0)
    if len(content) > MAX_BYTES:
        raise ValidationError(TOO_LARGE, code="too_large")
    try:
        return DocumentType(apart.read("partnerships.files.document_reading:type_of", content))
    except Refused as refusal:
        raise ValidationError(refusal.message, code=refusal.code) from refusal


def hidden_name(document_type: DocumentType) -> str:
    """Return a new name for a document of `document_type` that nobody can guess."""
    return f"{secrets.token_urlsafe(24)}.{document_type}"
