"""Forms over the query string of a list: what makes no sense in it is left out and named, and nothing is refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from partnerships import finder
from partnerships.finder.results import InEngland
from partnerships.published_kinds.table import Order
from partnerships.search import text_index

MAX_QUERY_LENGTH = 200
MAX_POSTCODE_LENGTH = 40
_MAX_LETTERS_SHOWN = 60
_MAX_VALUES_NAMED = 3
_PAGES_BESIDE_CURRENT = 2


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

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": MAX_QUERY_LENGTH} | kwargs)

    def validate(self, value: str) -> None:
        """Raise ValidationError for a query that holds nothing to search for."""
        super().validate(value)
        if value and not text_index.query_tokens(value):
            raise ValidationError("There is nothing to search for.", code="nothing_to_search_for")


class NearField(forms.CharField):
    """A postcode, or its beginning, as what it means to the finder; None when it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": MAX_POSTCODE_LENGTH} | kwargs)

    def clean(self, value: Any) -> InEngland | None:
        """Return the postcode, with its point. Raises ValidationError when it leads to no place in England."""
        typed = super().clean(value)
        if not typed:
            return None
        meaning = finder.resolve(typed, sources=())
        if isinstance(meaning, InEngland) and meaning.point and not meaning.is_widened:
            return meaning
        raise ValidationError("It is not a postcode in England.", code="no_place")


@dataclass(frozen=True)
class PageLink:
    """A link to the page `number` of a list, or a gap in the numbers when there is none."""

    number: int | None
    query_string: str
    is_current: bool


class LinkedPage(Page):
    """A page of a list with `links` to the pages around it, and the query strings of the one before and after."""

    links: list[PageLink]
    previous_query_string: str
    next_query_string: str


class QueryStringForm(forms.Form):
    """The query string of a list. What makes no sense is left out and named in `ignored`; nothing is refused.

    `reasons` says, by name of field, what is wrong with a value that was left out.
    """

    reasons: dict[str, str] = {}

    # Always a query string, never a plain dict.
    data: QueryDict

    page = forms.IntegerField(min_value=1, required=False)

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
        query_string = QueryDict(mutable=True)
        understood = {name: self.cleaned_data.get(name) for name in self.fields if name != "page"}
        for name, value in (understood | changes).items():
            values = value if isinstance(value, list) else [value]
            kept = [getattr(value, "slug", str(value)) for value in values if value not in (None, "")]
            query_string.setlist(name, kept)
        return query_string.urlencode()

    def page_of(self, pages: Paginator) -> LinkedPage:
        """Return the page asked for, with links to the others.

        It is the first one when there is no such page, which is then named in `ignored`.
        """
        number = self.cleaned_data.get("page") or 1
        if number > pages.num_pages:
            self.ignored.append(f"There is no page {_shortened(str(number))}, so this is the first.")
            number = 1
        page = LinkedPage(pages.page(number).object_list, number, pages)
        page.links = [self._link(other, number) for other in _numbers(pages, number)]
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

    def _link(self, number: int | None, current: int) -> PageLink:
        return PageLink(number, self.query_string(page=number) if number else "", number == current)


def _numbers(pages: Paginator, current: int) -> Iterator[int | None]:
    """Yield the numbers of the pages to link to, and None for each gap."""
    for number in pages.get_elided_page_range(current, on_each_side=_PAGES_BESIDE_CURRENT, on_ends=1):
        yield number if isinstance(number, int) else None


def _shortened(value: str) -> str:
    return f"{value[:_MAX_LETTERS_SHOWN]}…" if len(value) > _MAX_LETTERS_SHOWN else value


QUERY_REASON = "We cannot search for that: it is too long or has signs no name has"
NEAR_REASON = "We ignored “{}”: it is not a postcode in England whose place we know"
PAGE_REASON = "We ignored “{}”: it is not a page number"
