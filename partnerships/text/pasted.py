"""Text as people type and paste it, understood in one place: for public forms, the back office and sheets.

Nothing is refused here. What nobody sees is dropped, what breaks lines or changes how a name reads is made harmless,
and an address is found in what stands around it.
"""

import re
import unicodedata
from urllib.parse import unquote

from partnerships.text.invisible import visible

# Control characters and halves of characters. A message keeps its lines and tabs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]+")
# How programs end a line, and Word one within a paragraph, and a page.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_SPACE_BUT_LINES = re.compile(r"[^\S\n\t]")

# Bullets of Word, of mail programs and of its symbol fonts. A dash, a dot or an o needs its space, "o" a tab.
_SIGNS = "•‣⁃◦▪▫■□●○◆◇➢➤✓✔❖\uf0a7\uf0b7\uf0d8\uf0fc"
_BULLET = re.compile(rf"(?P<indent>[ \t]*)(?:[{_SIGNS}][ \t]*|[–·][ \t]+|o\t[ \t]*)(?=\S)")
_NEXT_BULLET = re.compile(rf"(?<![ \t])[ \t]+[{_SIGNS}][ \t]*(?=\S)")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-"))
_OPENING, _CLOSING = " <([{\"'“”‘’«‹", " >)]}\"'“”‘’«»›.,;:!?…"
# "Name <address>", "Name [mailto:address]", "[Name](address)".
_BRACKETED = re.compile(
    r"[^<>@]*<([^<>]+)>[^<>\w]*|\[[^\]]*\]\(([^()\s]+)\)|[^\[\]()@]*[\[(]([^\[\]()\s]+@[^\[\]()\s]+)[\])]\W*"
)
# What is longer is no address, and takes long to look through.
_LONGEST_BRACKETED = 1_000
# "(work)" beside an address; what stands in brackets right after the @ is part of it.
_COMMENT = re.compile(r"(?<!@)[(\[（［][^@＠﹫()\[\]（）［］]*(?:[)\]）］]|$)")
_WEB_COMMENT = re.compile(r"\s[(\[][^()\[\].]*[)\]]$")
# "Work:", "E-mail address:".
_MAIL_LABEL = re.compile(r"(?P<mailto>mailto:)|e-?mail:|[^\W\d_][\w -]{0,30}:\s", re.IGNORECASE)
_WEB_LABEL = re.compile(r"(?:URL|Web|Website): *(?=\S)", re.IGNORECASE)
# What browsers make of a space or a space of no width that was copied with the end of an address.
_CODED_SPACES = re.compile(r"(?:%20|%C2%A0|%E2%80%8B|%EF%BB%BF)+$", re.IGNORECASE)

# Whatever keyboards, phones and word processors put where an apostrophe belongs.
_APOSTROPHES = re.compile("['\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02c8\u00b4\u0060\uff07]")


def without_apostrophes(text: str) -> str:
    """Return `text` without apostrophes, whatever sign was typed for one: names are compared so."""
    return _APOSTROPHES.sub("", text)


def one_line(text: str) -> str:
    """Return `text` on one line with single spaces. What would break it counts as a space, what nobody sees as nothing.

    Text of which nothing can be seen is "".
    """
    return " ".join(_CONTROL.sub(" ", visible(text)).split())


def lines(text: str) -> str:
    """Return `text` with its lines, each ended by a line feed, and its tabs, but no other control character.

    Text of which nothing can be seen is "".
    """
    broken = _CONTROL_BUT_LINES.sub("", _LINE_END.sub("\n", visible(text)))
    return _SPACE_BUT_LINES.sub(" ", broken)


def markdown(text: str) -> str:
    """Return `text` with its lines, and with what was pasted as bullets as a list of Markdown."""
    result: list[str] = []
    for line in lines(text).split("\n"):
        bullet = _BULLET.match(line)
        if not bullet:
            result.append(line)
            continue
        if result and result[-1].strip() and not _LIST_ITEM.match(result[-1]):
            result.append("")
        # Two on a line have lost the end of the line between them.
        result += [f"{bullet['indent']}- {item}" for item in _NEXT_BULLET.split(line[bullet.end() :])]
    return "\n".join(result)


def mail_address(text: str) -> str:
    """Return the e-mail address in `text`, without what is pasted around it. It is not checked.

    Around it may stand mailto:, a name, brackets, a comment in brackets, a label, quotation marks and what ends a
    sentence. Of several none is chosen.
    """
    address = one_line(text)
    if len(address) <= _LONGEST_BRACKETED:
        address = _COMMENT.sub("", address)
    address = _unbracketed(address.strip()).lstrip(_OPENING)
    if label := _MAIL_LABEL.match(address):
        address = address[label.end() :]
        if label["mailto"]:
            address = one_line(unquote(address.partition("?")[0]))
    address = _APOSTROPHES.sub("'", address.lstrip(_OPENING).rstrip(_CLOSING)).translate(_DASHES)
    # Letters of full width, and ligatures of PDF files.
    address = unicodedata.normalize("NFKC", address)
    return "@".join(part.strip() for part in address.split("@"))


def web_address(text: str) -> str:
    """Return the web address in `text` without what is pasted around it, with https:// if it came without; "" for none.

    It is not checked. An e-mail address is no web address, and gets nothing added that would make it look like one.
    """
    address = _unbracketed(_WEB_COMMENT.sub("", one_line(text))).lstrip(_OPENING)
    address = _WEB_LABEL.sub("", address, count=1).lstrip(_OPENING)
    # A bracket that was opened within belongs to it.
    closing = _CLOSING.replace(")", "") if "(" in address else _CLOSING
    address = _CODED_SPACES.sub("", address.rstrip(closing))
    is_without = address and "://" not in address and "@" not in address.partition("/")[0]
    return f"https://{address}" if is_without else address


def _unbracketed(text: str) -> str:
    """Return what stands in the brackets around an address in `text`, or `text` if there are none."""
    found = _BRACKETED.fullmatch(text) if len(text) <= _LONGEST_BRACKETED else None
    return next(filter(None, found.groups()), text) if found else text
