"""What an answer of the back office gives away of the other Bridge Organisation: a word, a choice, a link to one."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.forms.models import ModelChoiceField
from django.urls import reverse

from tests.permission_matrix.world import SECRET, World, is_of_a_bridge, may_be_chosen

MAX_PAGES = 1000
BACK_OFFICE = "/back-office/"
SIGN_OUT = reverse("admin:logout")


@dataclass
class Look:
    """What was seen of `theirs`: by address, the words around the secret it told, and the choices that offered a row.

    `choices` is how many were looked at. `links` are those on the pages seen, one of each kind that is alike; `seen`
    the addresses already asked for.
    """

    theirs: World
    leaks: dict[str, str] = field(default_factory=dict)
    offers: list[tuple[str, str]] = field(default_factory=list)
    choices: int = 0
    seen: set[str] = field(default_factory=set)
    links: dict[tuple, str] = field(default_factory=dict)

    def at(self, verb: str, address: str, response) -> None:
        """Look at the answer to a request, and at what its form offers."""
        self.read(verb, address, response)
        for label, queryset in choices_of(response):
            if queryset.model in self.theirs.rows:
                row = self.theirs.rows[queryset.model]
                is_secret = is_of_a_bridge(queryset.model) and not may_be_chosen(row)
                if is_secret and queryset.filter(pk=row.pk).exists():
                    self.offers.append((address, label))
                self.choices += 1

    def read(self, verb: str, address: str, response) -> None:
        """Read the answer to a request, and note where it leads."""
        page = text_of(response)
        if match := SECRET.search(page):
            self.leaks[f"{verb} {address}"] = page[max(0, match.start() - 200) : match.end() + 80]
        if verb == "GET":
            self.seen.add(address)
            if "text/html" in response.get("Content-Type", ""):
                for link in sorted(links_of(page, address)):
                    self.links.setdefault(alike(link), link)

    def follow(self, client) -> list[str]:
        """Ask for all that links lead to and was not seen; return what was left for another day.

        A form found there may be about a row that is everybody's, and offer what that refers to already.
        """
        while waiting := [link for link in self.links.values() if link not in self.seen]:
            if len(self.seen) >= MAX_PAGES:
                break
            for address in waiting:
                self.read("GET", address, client.get(address))
        return waiting


def text_of(response) -> str:
    """Return the text of an answer, a page or a file, and where it redirects to."""
    content = response.getvalue() if response.streaming else response.content
    return content.decode(errors="replace") + response.get("Location", "")


def choices_of(response):
    """Yield the label and the rows of every choice on the form of a page and on its inlines."""
    context = getattr(response, "context_data", None) or {}
    forms = [context["adminform"].form] if "adminform" in context else []
    for inline in context.get("inline_admin_formsets", ()):
        forms += [*inline.formset.forms, inline.formset.empty_form]
    for form in forms:
        for name, choice in form.fields.items():
            # The key of an inline's row is no choice: one that is not on the page is not found.
            if isinstance(choice, ModelChoiceField) and name != "id":
                yield choice.label, choice.queryset


def links_of(page, address):
    """Return the links and forms of a page to others of the back office, with at most one choice made on a list."""
    links = {urljoin(address, html.unescape(link)) for link in re.findall(r'(?:href|action)="([^"#]+)"', page)}
    inside = {link for link in links if link.startswith(BACK_OFFICE) and not link.startswith(SIGN_OUT)}
    return {link.partition("?_changelist_filters")[0] for link in inside if not re.search("[?&](o|_facets)=|&", link)}


def alike(link):
    """Return what `link` has in common with those that only choose another value on the same page."""
    path, _, query = link.partition("?")
    return path, tuple(name.partition("=")[0] for name in query.split("&"))
