"""What a document that somebody sent is: run apart, by `documents`, and so without Django.

Told by what is in it, and refused if it holds what acts when somebody opens it: macros, embedded programs (OLE), fields
that start programs (DDE), and parts that are fetched from elsewhere, such as a template.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from partnerships.uploads.refusals import Refused

# What a file of a few megabytes may unpack to: beyond that, it is made to exhaust whoever opens it.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_XML_BYTES = 50 * 1024 * 1024
MAX_PARTS = 5_000
_BEGINNING_BYTES = 1024
_END_BYTES = 2 * _BEGINNING_BYTES

# No presentations: what they may start when somebody opens them is not known here.
NOT_KNOWN = (
    "The document must be a PDF, a Word document (.docx), an Excel spreadsheet (.xlsx) or an OpenDocument text (.odt). "
    "Save anything else, such as a presentation, as PDF and choose that"
)
HAS_MACROS = "The document holds macros, which could harm whoever opens it. Save it without macros and choose it again"
HAS_OBJECTS = (
    "The document holds another file or program (an “embedded object”), which could harm whoever opens it. Take it "
    "out, or save the document as PDF, and choose it again"
)
HAS_COMMANDS = (
    "The document holds a field that starts another program (“DDE”), which could harm whoever opens it. Take it out, "
    "or save the document as PDF, and choose it again"
)
FETCHES = (
    "The document takes parts of itself from elsewhere, such as a template or a linked picture, whenever it is opened. "
    "Save them in the document, or save it as PDF, and choose it again"
)
IS_BROKEN = "The document is damaged, or protected with a password. Save it again without a password"

# The part that a zip of each type must have, and what must stand in it.
_PARTS = {
    "docx": ("word/document.xml", b""),
    "xlsx": ("xl/workbook.xml", b""),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "macrosheets/", "attachedtoolbars.bin")
_OBJECT_PARTS = re.compile(r"(^|/)(embeddings|activex)/|(^|/)oleobject[^/]*$|\.(ole|exe|dll|js|vbs|lnk)$")
# The figures behind a chart are a sheet of their own, which is looked through as well.
_FIGURES = re.compile(r"(^|/)embeddings/[^/]+\.xlsx$")
# The beginning of the files that OLE is kept in, and of programs.
_OLE_START, _PROGRAM_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ"
_DDE_FIELD = re.compile(r"^\W*dde(auto)?\b", re.IGNORECASE)
_DDE_FORMULA = re.compile(r"\w'?\s*\|\s*'?\w*[^|]*!")
# Elements of which the names alone tell, without their namespaces.
_OBJECT_ELEMENTS = {"OLEObject", "oleObject", "object-ole", "plugin", "applet"}
_DDE_ELEMENTS = {"ddeLink", "dde-source", "dde-connection", "dde-connection-decl", "dde-link"}
_SCRIPT_ELEMENTS = {"event-listener", "script"}
# Only these may lead elsewhere: nothing is fetched before somebody chooses to.
_LINK_ELEMENTS = {"a", "hyperlink"}
_LINK_RELATION = "/hyperlink"


def type_of(content: bytes) -> str:
    """Return the type of the document in `content`: "pdf", "docx", "xlsx" or "odt". Raises Refused."""
    if b"%PDF-" in content[:_BEGINNING_BYTES]:
        if b"%%EOF" not in content[-_END_BYTES:]:
            raise Refused(IS_BROKEN, "broken")
        return "pdf"
    if not content.startswith(b"PK"):
        raise Refused(NOT_KNOWN, "not_known")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            document_type = _type_of(parts)
            _look_through(parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Refused(IS_BROKEN, "broken") from error
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Refused(IS_BROKEN, "broken") from error
    return document_type


def _type_of(parts: zipfile.ZipFile) -> str:
    members = parts.infolist()
    if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise Refused(IS_BROKEN, "broken")
    if sum(member.file_size for member in members if _is_xml(member.filename)) > MAX_XML_BYTES:
        raise Refused(IS_BROKEN, "broken")
    names = {member.filename for member in members}
    for document_type, (part, content) in _PARTS.items():
        if part in names and (not content or parts.read(part).strip() == content):
            return document_type
    raise Refused(NOT_KNOWN, "not_known")


def _look_through(parts: zipfile.ZipFile, *, is_inside: bool = False) -> None:
    """Raise Refused if a part of the document would act when somebody opens it, or BadZipFile for a damaged one."""
    for member in parts.infolist():
        name = member.filename.lower()
        if any(name.startswith(each) or name.endswith(each) or f"/{each}" in name for each in _MACRO_PARTS):
            raise Refused(HAS_MACROS, "macros")
        # To its end, so that what is damaged is noticed.
        content = parts.read(member)
        if _FIGURES.search(name) and content.startswith(b"PK") and not is_inside:
            with zipfile.ZipFile(io.BytesIO(content)) as figures:
                _type_of(figures)
                _look_through(figures, is_inside=True)
        elif _OBJECT_PARTS.search(name) or content.startswith((_OLE_START, _PROGRAM_START)):
            raise Refused(HAS_OBJECTS, "objects")
        elif _is_xml(name):
            _look_at_all(content)


def _look_at_all(content: bytes) -> None:
    """Raise Refused if an element of the XML in `content` acts, or fetches something, by itself."""
    instruction = ""
    for element in _elements(content):
        _look_at(element)
        # Word cuts the instruction of a field into pieces as it likes.
        if _name(element) == "instrText":
            instruction += element.text or ""
        elif _name(element) == "fldChar":
            _refuse_command(_DDE_FIELD, instruction)
            instruction = ""
    _refuse_command(_DDE_FIELD, instruction)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _elements(content: bytes) -> Iterator[Element]:
    """Yield the elements of `content`, each when it ends, and forget what is in them. Raises for XML that can grow."""
    if not content.strip():
        return
    for _, element in iterparse(io.BytesIO(content), forbid_dtd=True):
        yield element
        element.clear()


def _look_at(element: Element) -> None:
    """Raise Refused if `element` acts, or fetches something, by itself."""
    name = _name(element)
    if name in _OBJECT_ELEMENTS:
        raise Refused(HAS_OBJECTS, "objects")
    if name in _DDE_ELEMENTS:
        raise Refused(HAS_COMMANDS, "commands")
    if name in _SCRIPT_ELEMENTS or "macroEnabled" in _value(element, "ContentType"):
        raise Refused(HAS_MACROS, "macros")
    if name == "fldSimple":
        _refuse_command(_DDE_FIELD, _value(element, "instr"))
    if name == "f":
        _refuse_command(_DDE_FORMULA, element.text or "")
    target = _value(element, "Target") if name == "Relationship" else _value(element, "href")
    is_outside = _value(element, "TargetMode").lower() == "external" or _leads_out(target)
    is_link = name in _LINK_ELEMENTS or _value(element, "Type").endswith(_LINK_RELATION)
    if is_outside and not is_link and not _is_on_this_machine(target):
        raise Refused(FETCHES, "fetches")


def _leads_out(address: str) -> bool:
    address = address.strip().replace("\\", "/")
    return address.startswith("//") or bool(urlsplit(address).scheme)


def _is_on_this_machine(address: str) -> bool:
    """Return whether `address` names a file of whoever opens the document, as Word does of a template of its own."""
    address = address.strip().replace("\\", "/").lower()
    return bool(re.match(r"(file:///(?!/)|[a-z]:/)", address))


def _refuse_command(shape: re.Pattern[str], text: str) -> None:
    if shape.search(text):
        raise Refused(HAS_COMMANDS, "commands")


def _name(element: Element) -> str:
    """Return the name of `element` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _value(element: Element, name: str) -> str:
    """Return the attribute `name` of `element`, whatever its namespace; "" if it has none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
