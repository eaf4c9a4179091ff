"""Markup that is pasted with a text from Word, mail programs and web pages, and that would be shown as it stands."""

import re

_TAGS = "a|b|br|div|em|font|h[1-6]|i|img|li|o:p|ol|p|span|strong|style|table|tbody|td|tr|u|ul|w:\\w+|xml"
_MARKUP = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>]{{0,200}})?/?>|<!--|<!\[(?:if|endif)\b"
    r"|\bmso-[a-z-]{2,40}:|\bclass=\"?Mso\w+|&nbsp;|&#\d{2,5};",
    re.IGNORECASE,
)
_MOST_SHOWN = 30


def problem_of(text: str) -> str:
    """Return in a sentence, without its full stop, what markup `text` has and what to do; "" if there is none."""
    if not (found := _MARKUP.search(text)):
        return ""
    shown = found[0] if len(found[0]) <= _MOST_SHOWN else f"{found[0][:_MOST_SHOWN]}…"
    begins = f"It holds markup of Word or of a web page, “{shown}”, which everybody would see"
    return f"{begins}. Paste it as text only, or take that out"
