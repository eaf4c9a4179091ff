"""What a visitor's browser sends from the form for joining and asking."""

import time
import uuid
from html.parser import HTMLParser

from partnerships.abuse.spam import OpenedForm
from partnerships.enquiries.consent import CURRENT

MINUTE = 60


def opened(**fields) -> OpenedForm:
    """Return a form somebody opened a minute ago."""
    return OpenedForm(**{"id": uuid.uuid4(), "at": time.time() - MINUTE} | fields)


def filled_in(**changes) -> dict[str, str]:
    """Return a form about England, filled in without a mistake a minute after it was opened."""
    values = {
        "token": opened().token,
        "topic": "other",
        "place": "",
        "about": "",
        "enquirer": "arts",
        "message": "We run a studio.\nHow can we help?",
        "name": "Amina Example",
        "email": "amina@studio.example",
        "organisation": "Example Studio",
        "consent": CURRENT.version,
        "step": "check",
    }
    return values | changes


def hidden_in(response) -> dict[str, str]:
    """Return the hidden fields of the page in `response` as a browser sends them."""
    return hidden_fields(response.content.decode())


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields in the HTML of `page` as a browser sends them."""
    reader = _HiddenFields()
    reader.feed(page)
    return reader.fields


def send(client, **changes):
    """Fill in the form, check the answers and send them; return what the site answers."""
    checked = client.post("/join/", filled_in(**changes))
    return client.post("/join/", hidden_in(checked) | {"step": "send"})


def page_of(response) -> str:
    """Return the page that `response` leads to, without what opens the form once more from there."""
    return response["Location"].partition("?")[0]


class _HiddenFields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        """Keep the name and value of a hidden field."""
        attributes = dict(attrs)
        if tag == "input" and attributes.get("type") == "hidden":
            self.fields[attributes["name"]] = attributes.get("value") or ""
