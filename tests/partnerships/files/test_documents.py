"""The type of a document is found in its content; what is of no known type, damaged or dangerous is refused."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from partnerships.files import documents
from partnerships.vocabulary import DocumentType

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n"


def zipped(**parts):
    """Return a zip of `parts`: in their names, "__" stands for "/" and "_DOT_" for "."."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return file.getvalue()


DOCX = zipped(word__document_DOT_xml="<w/>")
XLSX = zipped(xl__workbook_DOT_xml="<x/>")
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", content_DOT_xml="<o/>")


def checked(content):
    """Return the type of a document that holds `content`."""
    return documents.check(io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("content", "document_type"),
    [
        (PDF, DocumentType.PDF),
        (b"\xef\xbb\xbf" + PDF, DocumentType.PDF),
        (DOCX, DocumentType.DOCX),
        (XLSX, DocumentType.XLSX),
        (ODT, DocumentType.ODT),
    ],
    ids=["pdf", "pdf after a mark", "docx", "xlsx", "odt"],
)
def test_a_document_is_told_by_its_content(content, document_type):
    assert checked(content) == document_type


REFUSED = {
    "nothing": (b"", documents.EMPTY),
    "a web page": (b"<html><script>alert(1)</script></html>", documents.NOT_KNOWN),
    "a picture": (b"\x89PNG\r\n\x1a\n", documents.NOT_KNOWN),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", documents.NOT_KNOWN),
    "a program in a zip": (zipped(setup_DOT_exe="MZ"), documents.NOT_KNOWN),
    "an OpenDocument spreadsheet": (
        zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        documents.NOT_KNOWN,
    ),
    "half a PDF": (PDF[:20], documents.IS_BROKEN),
    "half a zip": (DOCX[: len(DOCX) // 2], documents.IS_BROKEN),
    "macros": (zipped(word__document_DOT_xml="<w/>", word__vbaProject_DOT_bin="x"), documents.HAS_MACROS),
    "macros of OpenDocument": (
        zipped(mimetype="application/vnd.oasis.opendocument.text", Basic__script_DOT_xml="x"),
        documents.HAS_MACROS,
    ),
}


@pytest.mark.parametrize("description", REFUSED)
def test_what_is_no_document_of_ours_is_refused_in_words(description):
    content, message = REFUSED[description]

    with pytest.raises(ValidationError) as refusal:
        checked(content)

    assert refusal.value.messages == [message]


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MAX_UNPACKED_BYTES", 3)

    with pytest.raises(ValidationError, match="damaged"):
        checked(DOCX)


def test_a_document_whose_parts_do_not_add_up_is_refused():
    broken = bytearray(DOCX)
    broken[DOCX.index(b"<w/>")] ^= 1

    with pytest.raises(ValidationError, match="damaged"):
        checked(bytes(broken))


def test_a_document_may_be_as_large_as_that_and_not_larger(monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", len(PDF))

    with pytest.raises(ValidationError, match="20 MB"):
        checked(PDF + b"\n")

    assert checked(PDF) == DocumentType.PDF


def test_checking_leaves_the_document_at_its_beginning():
    document = io.BytesIO(DOCX)

    documents.check(document, len(DOCX))

    assert document.tell() == 0


def test_hidden_names_are_long_and_never_the_same():
    names = {documents.hidden_name(DocumentType.PDF) for _ in range(50)}

    assert (len(names), min(map(len, names)) > 30) == (50, True)
