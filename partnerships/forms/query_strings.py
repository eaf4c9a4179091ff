"""Forms over the query string of a list: what makes no sense in it is left out and named, and nothing is refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from partnerships.published_kinds.table import Order
from partnerships.search import text_index

MAX_QUERY_LENGTH = 200
MAX_POSTCODE_LENGTH = 40
MAX_LIMIT, DEFAULT_LIMIT = 200, 50
_MAX_LETTERS_SHOWN = 60
_MAX_VALUES_NAMED = 3
BY_NUMBER: Order = (("pk", False),)


@dataclass(frozen=True)
class ListAnswer:
    """What a query string finds. `ignored` says in sentences what of it made no sense.

    `is_private` says that it may tell of somebody's home, so that no cache may keep the answer.
    """

    rows: QuerySet
    order: Order = BY_NUMBER
    ignored: list[str] = field(default_factory=list)
    is_private: bool = False


class QueryField(forms.CharField):
    """Words to search for: not too long, and with at least one letter or digit, or empty."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False, max_length=MAX_QUERY_LENGTH, validators=[_holds_words])


def _holds_words(value: str) -> None:
    if not text_index.query_tokens(value):
        raise ValidationError("There is nothing to search for.", code="nothing_to_search_for")


@dataclass(frozen=True)
class PageLink:
    """A link to the page `number` of a list, or a gap in the numbers when there is none."""

    number: int | None
    query_string: str
    is_current: bool


GAP = PageLink(None, "", False)


class LinkedPage(Page):
    """A page of a list with `links` to the pages around it, and the query strings of the one before and after."""

    links: list[PageLink]
    previous_query_string: str
    next_query_string: str


class QueryStringForm(forms.Form):
    """The query string of a list. What makes no sense is left out and named in `ignored`; nothing is refused.

    `reasons` says, by name of field, what is wrong with a value that was left out.
    """

    reasons = {
        "page": "We ignored “{}”: it is not a page number",
        "q": "We cannot search for that: it is too long or has signs no name has",
        "region": "We ignored “{}”: it is not one of the regions",
        "bridge": "We ignored “{}”: it is not one of the Bridge Organisations",
        "partnership": "We ignored “{}”: it is not one of the partnerships",
        "priority": "We ignored “{}”: it is not one of the strategic priorities",
    }

    # Always a query string, never a plain dict.
    data: QueryDict

    page = forms.IntegerField(min_value=1, required=False)
    # The page that is answered.
    _page_number = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= self.more_fields()
        self.is_valid()
        self.ignored = [message for name in self.fields for message in self._messages(name)]

    def more_fields(self) -> dict[str, forms.Field]:
        """Return the fields that are not written in the class."""
        return {}

    def query_string(self, **changes: Any) -> str:
        """Return the query string of what was understood, with `changes`; without a page unless that is changed.

        A field changed to None, "" or an empty list is left out.
        """
        return self._query(**changes).urlencode()

    @property
    def is_canonical(self) -> bool:
        """Whether what was given is just what is answered, each value written as we write it.

        To be asked once the page is known. Order, and what has no field, make no difference.
        """
        given = {(name, value) for name in self.fields for value in self.data.getlist(name)}
        answered = self._query(page=self._page_number if self._page_number > 1 else None)
        return given == {(name, value) for name, values in answered.lists() for value in values}

    def _query(self, **changes: Any) -> QueryDict:
        query_string = QueryDict(mutable=True)
        understood = {name: self.cleaned_data.get(name) for name in self.fields if name != "page"}
        for name, value in (understood | changes).items():
            values = value if isinstance(value, list) else [value]
            kept = [getattr(value, "slug", str(value)) for value in values if value not in (None, "")]
            query_string.setlist(name, kept)
        return query_string

    def page_of(self, rows: QuerySet | Sequence[object], per_page: int) -> LinkedPage:
        """Return the page of `rows` asked for, with links to the others.

        It is the first one when there is no such page, which is then named in `ignored`.
        """
        pages = Paginator(rows, per_page)
        number = self.cleaned_data.get("page") or 1
        if number > pages.num_pages:
            self.ignored.append(f"There is no page {_shortened(str(number))}, so this is the first.")
            number = 1
        self._page_number = number
        page = LinkedPage(pages.page(number).object_list, number, pages)
        page.links = [
            PageLink(other, self.query_string(page=other), other == number) if isinstance(other, int) else GAP
            for other in pages.get_elided_page_range(number, on_each_side=2, on_ends=1)
        ]
        page.previous_query_string = self.query_string(page=number - 1)
        page.next_query_string = self.query_string(page=number + 1)
        return page

    def ignored_values(self, name: str) -> list[str]:
        """Return the values given for the field `name` that were left out."""
        return [self.data.get(name, "")] if name in self.errors else []

    def _messages(self, name: str) -> list[str]:
        values = list(dict.fromkeys(self.ignored_values(name)))
        messages = [
            f"{self.reasons[name].format(_shortened(value.replace(chr(0), ' ')))}."
            for value in values[:_MAX_VALUES_NAMED]
        ]
        if more := len(values) - len(messages):
            messages.append(f"We ignored {more} more of that kind.")
        return messages


def _shortened(value: str) -> str:
    return f"{value[:_MAX_LETTERS_SHOWN]}…" if len(value) > _MAX_LETTERS_SHOWN else value


class PageForm(forms.Form):
    """Which page of a long list a program asks for: how many records, and from where on."""

    limit = forms.IntegerField(
        min_value=1,
        max_value=MAX_LIMIT,
        required=False,
        error_messages={"invalid": f"A whole number up to {MAX_LIMIT}."},
    )
    cursor = forms.CharField(max_length=2000, required=False)

    @property
    def size(self) -> int:
        """How many records are wanted."""
        return self.cleaned_data.get("limit") or DEFAULT_LIMIT

    @property
    def mistakes(self) -> list[str]:
        """What makes no sense, in sentences."""
        return [f"{name}: {error}" for name, errors in self.errors.items() for error in errors]
