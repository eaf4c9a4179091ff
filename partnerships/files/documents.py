"""Uploaded documents: their type is found in their content, not their name, and they get names nobody can guess."""

import datetime
import secrets
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from partnerships.models import Resource
from partnerships.signed_links import ExpiredLink, NotOurLink, SignedToken
from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused
from partnerships.vocabulary import DocumentType

MAX_BYTES = 20 * 1024 * 1024
FOLDER = f"{Resource._meta.get_field('document').upload_to}"
# What a form of a working copy carries of the document chosen for it.
HELD = SignedToken(salt="partnerships.documents.held", max_age=datetime.timedelta(hours=12))

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


class HeldDocument(UploadedFile):
    """A document that lies where documents lie already, by its `held_name`, and waits for its form to be published."""

    def __init__(self, name: str) -> None:
        super().__init__(None, name, size=default_storage.size(name))
        self.held_name, self.document_type = name, name.rpartition(".")[2]


def held(token: str) -> HeldDocument | None:
    """Return the document in `token`; None when the token is not ours or too old, or the document is gone."""
    try:
        name = HELD.read(token)
    except (ExpiredLink, NotOurLink):
        return None
    return HeldDocument(name) if default_storage.exists(name) else None


def names_in_use() -> set[str]:
    """Return the names of all documents that resources or versions of them have."""
    rows = (
        manager.exclude(document="").values_list("document", flat=True)
        for manager in (Resource.objects, Resource.versions)
    )
    return set().union(*rows)


def remove_unused(name: str) -> None:
    """Remove the document `name`, unless a resource or a version of one has it."""
    if not any(rows.filter(document=name).exists() for rows in (Resource.objects, Resource.versions)):
        default_storage.delete(name)


def hidden_name(document_type: DocumentType) -> str:
    """Return a new name for a document of `document_type` that nobody can guess."""
    return f"{secrets.token_urlsafe(24)}.{document_type}"
