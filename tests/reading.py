"""What a visitor reads on a page."""

import html
import re


def words_of(response) -> str:
    """Return the text of the page in `response`, without its tags, with single spaces and none before a stop."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r" (?=[,.:;)])", "", " ".join(text.split()))


def names_on_cards(response) -> list[str]:
    """Return the names of the partnerships whose cards are on the page in `response`, in order."""
    return [html.unescape(name) for name in re.findall(r'"card-title"><a [^>]*>(.*?)</a>', response.content.decode())]
