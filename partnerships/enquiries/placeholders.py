"""What stands in a reply for something that is another in each enquiry: {name}, {due date}."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.models import Enquiry
from partnerships.text.sentences import listed, name_of

# Short, and on one line: other braces are the writer's own.
_BRACES = re.compile(r"\{([^{}\n]{1,40})\}")
_DAY = "l j F Y"


@dataclass(frozen=True)
class Placeholder:
    """What it `means`, in words for staff, and its `value` in an enquiry that a user answers."""

    means: str
    value: Callable[[Enquiry, User], str]


PLACEHOLDERS = {
    "name": Placeholder("the enquirer’s name", lambda enquiry, by: enquiry.name),
    "organisation": Placeholder(
        "their organisation, or “you” without one", lambda enquiry, by: enquiry.organisation or "you"
    ),
    "partnership": Placeholder("the partnership or place it is about", lambda enquiry, by: enquiry.about_what),
    "page": Placeholder("the address of the page about that", lambda enquiry, by: _page_of(enquiry)),
    "topic": Placeholder("what they want, in the words of the form", lambda enquiry, by: enquiry.get_topic_display()),
    "reference": Placeholder("the reference", lambda enquiry, by: enquiry.reference),
    "received": Placeholder("the day it came in", lambda enquiry, by: _day(timezone.localdate(enquiry.received_at))),
    "due date": Placeholder("the day an answer is due", lambda enquiry, by: _day(enquiry.due_on)),
    "desk": Placeholder(
        "your desk", lambda enquiry, by: enquiry.desk.name if enquiry.desk else "the national desk of this directory"
    ),
    "my name": Placeholder("the name of whoever replies", lambda enquiry, by: name_of(by)),
}
IN_WORDS = f"Placeholders: {listed(f'{{{name}}} for {known.means}' for name, known in PLACEHOLDERS.items())}."


def filled_in(text: str, *, enquiry: Enquiry, by: User) -> str:
    """Return `text` with its placeholders filled in, whose values are not looked at again; other braces stay."""

    def value(found: re.Match[str]) -> str:
        known = PLACEHOLDERS.get(_name_of(found))
        return known.value(enquiry, by) if known else found[0]

    return _BRACES.sub(value, text)


def has_any(text: str) -> bool:
    """Return whether `text` has placeholders that are known."""
    return any(_name_of(found) in PLACEHOLDERS for found in _BRACES.finditer(text))


def refusal_of(text: str) -> str:
    """Return what is wrong with the placeholders of `text`, as a sentence for staff; "" if nothing is."""
    unknown = dict.fromkeys(found[0] for found in _BRACES.finditer(text) if _name_of(found) not in PLACEHOLDERS)
    if not unknown:
        return ""
    are = "is no placeholder" if len(unknown) == 1 else "are no placeholders"
    return f"{listed(unknown)} {are}. You can use {listed(f'{{{name}}}' for name in PLACEHOLDERS)}"


def _name_of(found: re.Match[str]) -> str:
    return " ".join(found[1].casefold().split())


def _day(day: datetime.date) -> str:
    return date_format(day, _DAY)


def _page_of(enquiry: Enquiry) -> str:
    entry = enquiry.partnership or enquiry.authority
    return f"{settings.SITE_URL}{entry.get_absolute_url() if entry else '/'}"
