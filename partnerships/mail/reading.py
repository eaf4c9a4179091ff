"""What stands in an e-mail that somebody saved as a file: sender, date, words, and the names of what was attached.

It is run apart (partnerships/uploads), and so without Django. Nothing attached is kept or looked into, and HTML becomes
plain text. Whatever is wrong with a mail, it is read as far as it goes, or refused in words.
"""

import contextlib
import datetime
import email
import email.header
import email.message
import email.policy
import email.utils
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from partnerships.text import pasted
from partnerships.uploads.refusals import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_CHARACTERS = 10_000
MOST_NAMED, LONGEST_NAME = 10, 80
MOST_PARTS = 200
# Programs that say the wrong charset, or none, mostly mean one of these.
LIKELY_CHARSETS = ("utf-8", "cp1252")

NO_MAIL = "This is not an e-mail saved as a file. In your mail program, save the message as .eml, or paste its text"
NO_WORDS = "There are no words in this e-mail. Paste what it says instead"
TOO_LARGE = "The e-mail must be 5 MB or smaller. Save it without what is attached to it, or paste its text"
CUT = "(The rest is left out: it is too long.)"
# What mail programs put before the mail that is answered, up to the end.
_HISTORY = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine) ?-{2,}"
    r"|_{20,}"
    r"|on [^\n]{5,200}(?:\n[^\n]{0,200})?\bwrote:"
    r"|from:[^\n]{1,300}\n(?:\s*\n)?[ \t]*(?:sent|date):)",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"^[ \t]*(?:>.*)?$")


Sent = datetime.datetime | datetime.date | None


@dataclass(frozen=True)
class SavedMail:
    """A mail: who sent it ("Name <address>"), when (a moment, a day or None), its new words, and what is left out.

    `quoted_lines` is how many lines of the mail that it answers, and `attached` the names of the files.
    """

    sender: str
    sent: Sent
    words: str
    quoted_lines: int = 0
    attached: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, data: list[Any]) -> "SavedMail":
        """Return the mail of which `as_data` made `data`."""
        sender, sent, *others = data
        return cls(sender, datetime.datetime.fromisoformat(sent) if sent else None, *others)


def as_data(content: bytes) -> list[Any]:
    """Return what stands in the mail `content` as plain data, for `SavedMail.of`. Raises Refused."""
    mail = read(content)
    return [mail.sender, mail.sent.isoformat() if mail.sent else "", mail.words, mail.quoted_lines, mail.attached]


def read(content: bytes) -> SavedMail:
    """Return what stands in the mail `content`. Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        mail = email.message_from_bytes(content, policy=email.policy.compat32)
        if not (mail["From"] and (mail["Date"] or mail["Subject"] or mail["To"])):
            raise Refused(NO_MAIL)
        texts, pages, attached = _parts(mail)
    except (RecursionError, LookupError, TypeError, AttributeError):
        # Mails made to break readers; the library raises these for some.
        raise Refused(NO_MAIL) from None
    whole = pasted.lines("\n".join(texts) or as_text("\n".join(pages))).strip()
    if not whole:
        raise Refused(NO_WORDS)
    words, quoted_lines = without_history(whole)
    if len(words) > MOST_CHARACTERS:
        words = f"{words[:MOST_CHARACTERS]}\n{CUT}"
    return SavedMail(_header(mail, "From")[:200], _date_of(mail), words, quoted_lines, attached)


def without_history(text: str) -> tuple[str, int]:
    """Return `text` without the mail it answers, and how many lines that had; all of it where nothing else is there.

    Who writes between the lines of the other mail is not cut.
    """
    text = text.rstrip()
    for found in _HISTORY.finditer(text):
        new, old = text[: found.start()].rstrip(), text[found.start() :]
        is_marked = found[0].casefold().endswith("wrote:") and ">" in old
        if is_marked and not all(_QUOTED.match(line) for line in old[len(found[0]) :].split("\n")):
            continue
        return (new, old.count("\n") + 1) if new else (text, 0)
    lines = text.split("\n")
    last = len(lines)
    while last and _QUOTED.match(lines[last - 1]):
        last -= 1
    return ("\n".join(lines[:last]), len(lines) - last) if last else (text, 0)


def as_text(page: str) -> str:
    """Return the words of an HTML page: lines where it has paragraphs, addresses of links after their words."""
    reader = _Words()
    with contextlib.suppress(AssertionError):
        reader.feed(page)
        reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    UNSEEN = {"head", "script", "style", "template", "title"}
    LINES = {"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "table", "tr", "ul", "blockquote"}

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen = 0
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in self.UNSEEN
        if tag in self.LINES:
            self.words.append("\n- " if tag == "li" else "\n")
        if tag == "a":
            self.address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= bool(self.unseen and tag in self.UNSEEN)
        if tag in self.LINES and tag != "li":
            self.words.append("\n\n" if tag in {"p", "h1", "h2", "h3", "table", "blockquote"} else "\n")
        if tag == "a" and self.address.startswith(("https://", "http://")) and self.words[-1:] != [self.address]:
            self.words.append(f" ({self.address})")
        if tag == "a":
            self.address = ""

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(data if data.strip() else " ")


def _parts(mail: email.message.Message) -> tuple[list[str], list[str], list[str]]:
    """Return the texts, the pages in HTML and the names of the attached files of `mail`."""
    texts: list[str] = []
    pages: list[str] = []
    attached: list[str] = []
    waiting = [mail]
    for _ in range(MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        kind = part.get_content_type()
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            waiting = [*(each for each in part.get_payload() if isinstance(each, email.message.Message)), *waiting]
        elif part.get_filename() or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached.append(_name_of(part, kind))
        elif kind == "text/html":
            pages.append(_decoded(part))
        else:
            texts.append(_decoded(part))
    return texts, pages, attached[:MOST_NAMED]


def _name_of(part: email.message.Message, kind: str) -> str:
    name = pasted.one_line(_in_letters(part.get_filename() or ""))
    return name[:LONGEST_NAME] or ("an e-mail" if kind == "message/rfc822" else f"a file without a name ({kind})")


def _decoded(part: email.message.Message) -> str:
    """Return the words of a part by the charset it says, or by the likeliest that fits. It never fails."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    for charset in (str(part.get_content_charset() or ""), *LIKELY_CHARSETS):
        with contextlib.suppress(LookupError, UnicodeError, ValueError):
            return content.decode(charset)
    return content.decode("latin-1")


def _header(mail: email.message.Message, name: str) -> str:
    return pasted.one_line(_in_letters(str(mail[name] or "")))


def _in_letters(text: str) -> str:
    """Return a header with its encoded words as letters."""
    with contextlib.suppress(LookupError, UnicodeError, ValueError):
        words = email.header.decode_header(text)
        return "".join(word if isinstance(word, str) else word.decode(charset or "latin-1") for word, charset in words)
    return text


def _date_of(mail: email.message.Message) -> datetime.datetime | None:
    with contextlib.suppress(ValueError, TypeError, OverflowError, IndexError):
        found = email.utils.parsedate_to_datetime(str(mail["Date"] or ""))
        return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
    return None
