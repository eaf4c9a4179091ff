"""The site's own pages, found by the words that people use for what they are after, such as "media" or "cookies".

What is published is found by what it says (see site_search). These pages are found by what they are called, and by
other names for what is there: `fixtures/own_pages.tsv`. A test holds that every item of the menus is found.
"""

import csv
from dataclasses import dataclass
from functools import cache, cached_property

from django.conf import settings
from django.urls import reverse

from lcep_site.navigation import MenuItem, all_items
from lcep_site.shelves import holding
from partnerships.search.text_index.tokens import QueryToken, query_tokens, stem, tokenise

HEADING = "Pages of this site"
MAX_SHOWN = 4
# More words than a title has.
_LAST = 100
# What stands around the words that count: "how do I contact you".
_SAID_AROUND = frozenset(
    ["am", "are", "be", "can", "do", "does", "have", "how", "i", "is", "it", "me", "my", "our", "please", "this"]
    + ["we", "what", "where", "who", "you", "your"]
)


@dataclass(frozen=True)
class OwnPage:
    """A page of the site: its title, the name of its address and what stands after that, and what one finds there.

    One with the name of a `listing` is shown while that holds something. `others` are other words for what is there.
    """

    title: str
    url_name: str
    listing: str = ""
    after: str = ""
    what: str = ""
    others: str = ""

    @property
    def url(self) -> str:
        return f"{reverse(self.url_name)}{self.after}"

    @cached_property
    def in_title(self) -> frozenset[str]:
        return frozenset(tokenise(self.title))

    @cached_property
    def words(self) -> frozenset[str]:
        """All that it is found by, in small letters."""
        return self.in_title | frozenset(tokenise(self.others))


def find(query: str) -> list[OwnPage]:
    """Return up to MAX_SHOWN pages that all telling words of `query` are about: first those called so, in few words.

    Each is named once, by what comes first of its names.
    At most one query, of which lists hold something, and none where no page is found.
    """
    tokens = [token for token in query_tokens(query) if token.text not in _SAID_AROUND]
    found = [page for page in _pages() if tokens and _has(page.words, tokens)]
    held = holding() if any(page.listing for page in found) else frozenset()
    shown = [page for page in found if not page.listing or page.listing in held]
    shown.sort(key=lambda page: len(page.in_title) if _has(page.in_title, tokens) else _LAST)
    by_address: dict[str, OwnPage] = {}
    for page in shown:
        by_address.setdefault(page.url, page)
    return list(by_address.values())[:MAX_SHOWN]


@cache
def _pages() -> tuple[OwnPage, ...]:
    """Return the pages of the file, in its order, then what else menus lead to."""
    items = {item.url_name: item for item in all_items()}
    with (settings.BASE_DIR / "fixtures" / "own_pages.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    told = [_told(row, items.get(row["page"])) for row in rows]
    # The search itself leads nowhere from itself.
    named = {page.url_name for page in told} | {"search"}
    return (*told, *(OwnPage(item.label, name, item.listing) for name, item in items.items() if name not in named))


def _told(row: dict[str, str], item: MenuItem | None) -> OwnPage:
    """Return the page of a row; without a title there, it is called as in the menu."""
    label, listing = (item.label, item.listing) if item else ("", "")
    return OwnPage(row["title"] or label, row["page"], listing, row["after"], row["what"], row["words"])


def _has(words: frozenset[str], tokens: list[QueryToken]) -> bool:
    return all(any(_is_meant(word, token) for word in words) for token in tokens)


def _is_meant(word: str, token: QueryToken) -> bool:
    return word == token.text or stem(word) == token.stem or token.is_prefix and word.startswith(token.text)
