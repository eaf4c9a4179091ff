"""What stands in a text and cannot be seen: it counts as nothing, so that text of nothing else is no text."""

import re
import unicodedata

# What Windows-1252 has where other encodings have control characters: Word’s quotation marks, dashes and bullet.
_OF_WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
# The last two of each plane, and some more, which Unicode says will never be characters.
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
# Spaces of no width, marks of encodings, soft hyphens, fillers, places of pictures that were not pasted with the text,
# and all that changes the direction of what follows it and so can make a name read as another one in the back office.
_NOTHING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    f"\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a{_NO_CHARACTERS}]"
)
# They join or part the letters of some scripts and the parts of one emoji, and mean nothing anywhere else.
_OF_SCRIPTS = (
    "\u0590-\u1fff\u2600-\u27bf\u2b00-\u2bff\u3040-\ud7ff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc\U00010000-\U000dffff"
)
_JOINERS = re.compile(f"(?<![{_OF_SCRIPTS}])[\u200c\u200d]+|[\u200c\u200d]+(?![{_OF_SCRIPTS}\u2640\u2642])")
# They spell the flags of England, Scotland and Wales after a black flag.
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")
_SEEN_BY_NOBODY = {"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"}


def visible(text: str) -> str:
    """Return `text` without what cannot be seen, and composed, so that é is one character; "" if nothing can be seen.

    Spaces, lines and control characters stay.
    """
    if text.isascii():
        return text if any(character > " " and character != "\x7f" for character in text) else ""
    shown = _TAGS.sub("", _JOINERS.sub("", _NOTHING.sub("", text.translate(_OF_WINDOWS))))
    if all(unicodedata.category(character) in _SEEN_BY_NOBODY for character in shown):
        return ""
    return unicodedata.normalize("NFC", shown)
