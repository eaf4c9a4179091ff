"""What is declared of a published kind, and the table of all of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Manager, Model

from partnerships.models.publishable import Publishable
from partnerships.published_kinds.fields import Field, ListField

# Columns to put rows in order by, each with whether the largest comes first; the last tells any two rows apart.
Order = tuple[tuple[str, bool], ...]
LATEST: Order = (("publication_changed_at", True), ("pk", True))
# Any: each kind has a model and querysets of its own.
Rows = Any


@dataclass(frozen=True, eq=False, kw_only=True)
class Listing:
    """What the public reads under one heading: all published rows of a kind, or those whose fields are as in `only`.

    `name` stands in addresses and names of files; `page` is the name of the address of the list, called `label` there
    and in menus. `rows` returns all of them in `order`. Of dated ones, `to_come` returns those still worth telling, and
    `past` the others, in `past_order`. `position` is its place among the headings of a page or a mail.
    """

    name: str
    heading: str
    label: str = ""
    page: str
    rows: Callable[[], Rows]
    only: dict[str, str] = field(default_factory=dict)
    order: Order = LATEST
    to_come: Callable[[Rows], Rows] = lambda rows: rows
    past: Callable[[Rows], Rows] | None = None
    past_order: Order = ()
    position: int = 100
    # The ElsewhereKind of what others published of the same sort, which stands in for it while it is empty.
    elsewhere: str = ""
    # Whether the page can be asked for words.
    takes_query: bool = False
    # For programs: what one is called, what they are told of the list, the attribute that says in short what a row is
    # if it is not that of the kind, and the fields beside those all records have.
    singular: str = ""
    description: str = ""
    summary: str = ""
    fields: tuple[Field | ListField, ...] = ()

    def current(self) -> Rows:
        """Return what is published and has not passed, in order."""
        return self.to_come(self.rows())

    @property
    def page_label(self) -> str:
        return self.label or self.heading

    @property
    def passes(self) -> bool:
        """Whether what stands in it is over one day."""
        return self.past is not None


@dataclass(frozen=True, eq=False, kw_only=True)
class PublishedKind:
    """A model whose rows are published. `name` is what the text index calls them.

    `needs` are what a row must have to be published: phrases such as "a name", each with the attribute that holds it.
    `link` is the field with a page elsewhere, `summary` the one that says in short what a row is. Texts and words are
    paths of value_of: a row is found by all of them, by `themes` first, and excerpts are taken of `texts`.
    `search_reads` are the relations read for that: one that is not named would leave documents behind when it changes.

    Its model says in `page` how the address is called where a row is read, by itself or among others; templates are
    named as addresses are. If its pages are made from this table, a row is called `shown_as` there, and they need the
    relations in `page_reads` beside priorities.
    """

    name: str
    model: type[Any]
    listings: tuple[Listing, ...]
    needs: dict[str, str] = field(default_factory=dict)
    link: str = ""
    summary: str = "summary"
    texts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    themes: tuple[str, ...] = ("priorities",)
    search_reads: tuple[str, ...] = ("partnership", "bridge", "priorities")
    shown_as: str = ""
    page_reads: tuple[str, ...] = ()
    # Whether owners publish these to tell what they do: coordinators may write them, and what is new is shown on the
    # pages of its owner and told in the news by e-mail.
    is_news: bool = False
    # Whether national staff alone write these: they say what is so for everybody, or decide about others.
    is_national: bool = False

    @property
    def page(self) -> str:
        return getattr(self.model, "page", "")

    @property
    def has_own_page(self) -> bool:
        """Whether each row has a page, instead of a place on that of all."""
        return bool(self.page) and self.page not in {listing.page for listing in self.listings}

    def listing_of(self, row: Any) -> Listing:
        """Return the listing that a row of its model stands in."""
        return next(
            listing
            for listing in self.listings
            if all(getattr(row, name) == value for name, value in listing.only.items())
        )


_kinds: dict[type[Model], PublishedKind] = {}


def register(*kinds: PublishedKind) -> None:
    """Publish rows of `kinds` from now on."""
    _kinds.update((kind.model, kind) for kind in kinds)


def kinds() -> list[PublishedKind]:
    """Return every kind, in the order of their declarations."""
    return list(_kinds.values())


def publishable_kinds() -> list[PublishedKind]:
    """Return the kinds of rows that staff publish; the others are public by what they belong to."""
    return [kind for kind in kinds() if issubclass(kind.model, Publishable)]


def kind_of(model: type[Model]) -> PublishedKind:
    """Return the kind of rows of `model`. Raises LookupError when they are not published."""
    if model not in _kinds:
        raise LookupError(f"{model._meta.verbose_name_plural} are not published")
    return _kinds[model]


def listings() -> list[tuple[PublishedKind, Listing]]:
    """Return the listings of all kinds by their positions, each with its kind."""
    listed = [(kind, listing) for kind in kinds() for listing in kind.listings]
    return sorted(listed, key=lambda pair: pair[1].position)


def listing_called(name: str) -> Listing:
    """Return the listing called `name`. Raises KeyError when there is none."""
    return {listing.name: listing for _, listing in listings()}[name]


def template_of(page: str) -> str:
    """Return the template of the page whose address is called `page`: "partnerships:news-list"."""
    return f"{page.replace(':', '/').replace('-', '_')}.html"


def value_of(row: Any, path: str) -> Any:
    """Return what `path` leads to from `row`: an attribute, a method or, after a dot, one of those; rows as a list."""
    for name in path.split("."):
        row = getattr(row, name, None)
        if isinstance(row, Manager):
            return list(row.all())
        if callable(row):
            row = row()
    return row
