"""Mails that are made only when they leave: what waits says whom it is for and what for, and holds no secret.

A link that lets somebody in is nothing to keep: whoever reads the outbox, or a copy of the database, could use it.
Whether there is anything to say at all is found then too, so that no page takes longer for an address we know.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template

from partnerships.models import OutgoingMail

# What the templates of a mail are drawn with; None if there is nothing to tell this address any more.
Content = Callable[[OutgoingMail], dict[str, Any] | None]
_contents: dict[str, Content] = {}
_HOLE = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
# The word as it is read: in no tag, and no part of an address.
_E_MAIL = re.compile(r"(?<![\w/.@-])e-mails?\b(?![\w/-]|[^<]*>)", re.IGNORECASE)


class NotNeeded(Exception):
    """There is nothing to tell this address any more; the mail is taken out of the outbox."""


def register(template: str, content: Content) -> None:
    """Let `content` say what a late mail of `template` is drawn with."""
    _contents[template] = content


def texts_of(mail: OutgoingMail) -> tuple[str, str]:
    """Return `mail` as text and as HTML: as it was stored, or made now. Raises NotNeeded."""
    if not mail.template:
        return mail.text, mail.html
    content = _contents[mail.template](mail)
    if content is None:
        raise NotNeeded
    return drawn(mail.template, content)


def drawn(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Return emails/<template>.txt and .html with `context`, and the site's name and address."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL} | context
    text = without_nulls(plain_text(f"emails/{template}.txt", context)).strip() + "\n"
    # What does not apply leaves no hole.
    text = _HOLE.sub("\n\n", text)
    return text, _unbroken(without_nulls(get_template(f"emails/{template}.html").render(context)))


def plain_text(name: str, context: dict[str, Any]) -> str:
    """Return the template `name` as plain text, in which & stays &."""
    return Engine.get_default().get_template(name).render(Context(context, autoescape=False))


def _unbroken(html: str) -> str:
    """Return the HTML of a mail so that no line of what stands below its heading ends with "e-" of "e-mail".

    The letters stay as they are: who searches for the word, or copies it, has the usual hyphen.
    """
    before, heading, words = html.partition("</h1>")
    return before + heading + _E_MAIL.sub(r'<span style="white-space: nowrap;">\g<0></span>', words)


def without_nulls(text: str) -> str:
    """Return `text` without the one character PostgreSQL cannot store."""
    return text.replace("\0", "")
