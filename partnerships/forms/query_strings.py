"""Forms over the query string of a list: what makes no sense in it is left out and named, and nothing is refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import QueryDict

from partnerships.forms.base import LineField
from partnerships.models.slugs import leading_to
from partnerships.search import text_index

MAX_QUERY_LENGTH = 200
MAX_POSTCODE_LENGTH = 40
MAX_LIMIT, DEFAULT_LIMIT = 200, 50
_MAX_LETTERS_SHOWN = 60
_MAX_VALUES_NAMED = 3
_DIGITS = re.compile(r"[0-9]{1,9}")


class NotUnderstood(Exception):
    """Something in a query string makes no sense: `reasons` say what, in sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons)
        self.reasons = reasons


class AskedByOldName(Exception):
    """Something in a query string has another slug today: `query` is the same with that."""

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.query = query


class QueryField(LineField):
    """Words to search for: not too long, and with at least one letter or digit, or empty."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False, max_length=MAX_QUERY_LENGTH, validators=[_holds_words])


class EntryField(forms.ModelChoiceField):
    """One of `rows` by its slug, or by what else leads to it: one it had once, or another name of it."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows, to_field_name="slug", required=False)

    def to_python(self, value: Any) -> Any:
        """Return the row, None for nothing. Raises ValidationError when none is found."""
        if value in self.empty_values:
            return None
        if (
            self.queryset is not None
            and slug_re.match(value)
            and (row := leading_to(self.queryset, [value]).get(value))
        ):
            return row
        raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})


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
    """The query string of a list.

    Read for a page, what makes no sense is left out and named in `ignored`; nothing is refused. Read for a program by
    `strictly`, it is refused, so that no file ever holds more than was asked for.

    `reasons` says, by name of field, what is wrong with a value that was left out.
    """

    reasons = {
        "page": "it is not a page number",
        "q": "it is too long or has signs no name has",
        "region": "it is not one of the regions",
        "bridge": "it is not one of the Bridge Organisations",
        "partnership": "it is not one of the partnerships",
        "priority": "it is not one of the strategic priorities",
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
        self.ignored += said_of_twice(self.fields, self.data)

    @classmethod
    def strictly(cls, query: QueryDict) -> Self:
        """Return the form of the query string of a whole list, whatever page it names.

        Raises NotUnderstood, and AskedByOldName when a slug in it is no longer that of its entry.
        """
        whole = query.copy()
        whole.pop("page", None)
        form = cls(whole)
        reasons = [f"{name}: {message}" for name in form.fields for message in form._messages(name, "We do not know")]
        reasons += [f"{name}: Give it once." for name in given_twice(form.fields, form.data)]
        if reasons:
            raise NotUnderstood(reasons)
        if form.renamed:
            today = query.copy()
            for name, slugs in form.renamed.items():
                today.setlist(name, slugs)
            raise AskedByOldName(today)
        return form

    @property
    def renamed(self) -> dict[str, list[str]]:
        """The slugs that what was chosen has today, by name of field, where it was asked for by others."""
        chosen = {
            name: self.cleaned_data.get(name) for name in self.fields if isinstance(self.fields[name], EntryField)
        }
        return {name: [row.slug] for name, row in chosen.items() if row and row.slug != self.data.get(name)}

    def more_fields(self) -> dict[str, forms.Field]:
        """Return the fields that are not written in the class."""
        return {}

    @property
    def is_canonical(self) -> bool:
        """Whether what was given is just what is answered, each value written as we write it.

        To be asked once the page is known. Order, and what has no field, make no difference.
        """
        given = {(name, value) for name in self.fields for value in self.data.getlist(name)}
        answered = QueryDict(self.canonical_query_string)
        return given == {(name, value) for name, values in answered.lists() for value in values}

    @property
    def holds_typed_text(self) -> bool:
        """Whether it asks for words or a postcode, which may be any."""
        typed = [name for name, field in self.fields.items() if isinstance(field, forms.CharField)]
        return any(self.data.get(name) for name in typed)

    @property
    def canonical_query_string(self) -> str:
        """The query string of what is answered: to be asked once the page is known."""
        return self._of_page(self._page_number)

    def _of_page(self, number: int) -> str:
        """Return the query string of another page of the same list: the first is the list itself."""
        return self._of_list if number <= 1 else "&".join(filter(None, [self._of_list, f"page={number}"]))

    @cached_property
    def _of_list(self) -> str:
        return self.query_string()

    def query_string(self, **changes: Any) -> str:
        """Return the query string of what was understood, with `changes`; without a page unless that is changed.

        A field changed to None, "" or an empty list is left out.
        """
        query_string = QueryDict(mutable=True)
        understood = {name: self.cleaned_data.get(name) for name in self.fields if name != "page"}
        for name, value in (understood | changes).items():
            values = value if isinstance(value, list) else [value]
            kept = [self.written(name, value) for value in values if value not in (None, "")]
            query_string.setlist(name, kept)
        return query_string.urlencode()

    def query_string_of_news(self, kind: str = "") -> str:
        """Return what the page for news by e-mail reads: a `kind` of news, and what of the choices it can be asked."""
        others = self.fields.keys() - {"region", "priority", "partnership", "page"}
        return self.query_string(**dict.fromkeys(others, "") | {"kind": kind})

    def written(self, name: str, value: Any) -> str:
        """Return how we write what was understood as the `value` of a field."""
        return getattr(value, "slug", str(value))

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
            PageLink(other, self._of_page(other), other == number) if isinstance(other, int) else GAP
            for other in pages.get_elided_page_range(number, on_each_side=2, on_ends=1)
        ]
        page.previous_query_string = self._of_page(number - 1)
        page.next_query_string = self._of_page(number + 1)
        return page

    def ignored_values(self, name: str) -> list[str]:
        """Return the values given for the field `name` that were left out."""
        return [self.data.get(name, "")] if name in self.errors else []

    def _messages(self, name: str, opening: str = "We ignored") -> list[str]:
        """Return what was left out of a field and why, in sentences that begin with `opening`."""
        values = list(dict.fromkeys(self.ignored_values(name)))
        if values and isinstance(self.fields[name], QueryField):
            return [f"We cannot search for that: {self.reasons[name]}."]
        messages = [
            f"{opening} “{_shortened(value.replace(chr(0), ' '))}”: {self.reasons[name]}."
            for value in values[:_MAX_VALUES_NAMED]
        ]
        if more := len(values) - len(messages):
            messages.append(f"{opening} {more} more of that kind.")
        return messages


def given_twice(fields: Mapping[str, forms.Field], query: QueryDict) -> list[str]:
    """Return the names of `fields` for which `query` has several values though only one is read."""
    many = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    single = [name for name, field in fields.items() if not isinstance(field, many)]
    return [name for name in single if len(set(query.getlist(name))) > 1]


def said_of_twice(fields: Mapping[str, forms.Field], query: QueryDict) -> list[str]:
    """Say of each of the names given_twice, in a sentence, which of its values was read."""
    return [
        f"The address of this page gives “{name}” more than once. We read the last of them: "
        f"“{_shortened(query.getlist(name)[-1].replace(chr(0), ' '))}”."
        for name in given_twice(fields, query)
    ]


def _shortened(value: str) -> str:
    return f"{value[:_MAX_LETTERS_SHOWN]}…" if len(value) > _MAX_LETTERS_SHOWN else value


class WholeNumberField(forms.IntegerField):
    """A whole number written in plain digits, as programs write them: neither 5.0 nor 1_0 nor +5."""

    def to_python(self, value: Any) -> int | None:
        if value not in self.empty_values and not _DIGITS.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class PageForm(forms.Form):
    """Which page of a long list a program asks for: how many records, and from where on."""

    limit = WholeNumberField(
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
