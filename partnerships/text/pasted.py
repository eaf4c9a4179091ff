"""Text as people type and paste it, made harmless: without signs that break lines or change how a name reads."""

import re

# Control characters, line separators and halves of characters. A message keeps its lines and tabs.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_CONTROL_BUT_LINES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
# These change the direction of the text after them, and so can make a name read as another one in the back office.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")

# Whatever keyboards, phones and word processors put where an apostrophe belongs.
_APOSTROPHES = re.compile("['\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02c8\u00b4\u0060\uff07]")


def without_apostrophes(text: str) -> str:
    """Return `text` without apostrophes, whatever sign was typed for one: names are compared so."""
    return _APOSTROPHES.sub("", text)


def one_line(text: str) -> str:
    """Return `text` on one line with single spaces. What would break it counts as a space, direction as nothing."""
    return " ".join(_DIRECTION.sub("", _CONTROL.sub(" ", text)).split())


def lines(text: str) -> str:
    """Return `text` with its lines, each ended by a line feed, and its tabs, but no other control character."""
    return _CONTROL_BUT_LINES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def web_address(text: str) -> str:
    """Return `text` on one line as a web address, with https:// if it came without; "" stays "". It is not checked."""
    address = one_line(text)
    return f"https://{address}" if address and "://" not in address else address
