"""Finding rows of a list by words in their own fields and in those of rows they refer to, or that refer to them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Model, QuerySet, Value, When
from django.utils.text import smart_split, unescape_string_literal

from partnerships.text.pasted import one_line
from partnerships.views.staff_requests import StaffRequest


def finds_by_relations(model: type[Model], paths: Sequence[str]) -> bool:
    """Whether `paths` are fields of `model` and of models related to it: some of each, or the latter only."""
    names = {field.name for field in model._meta.get_fields()}
    return {path.partition("__")[0] for path in paths} <= names and any("__" in path for path in paths)


def found(rows: QuerySet[Any], paths: Sequence[str], words: str) -> QuerySet[Any]:
    """Return those of `rows` that have each of the `words` in one of `paths`; what is in quotes is one word.

    Each path is asked for by itself. Joined, each row would come once for all that belongs to it, and all be sorted.
    """
    for word in smart_split(one_line(words)):
        is_quoted = len(word) > 1 and word[0] in {'"', "'"} and word[0] == word[-1]
        text = unescape_string_literal(word) if is_quoted else word
        first, *others = (_keys(rows.model, path, text) for path in paths)
        rows = rows.filter(pk__in=first.union(*others) if others else first)
    return rows


def _keys(model: type[Model], path: str, text: str) -> QuerySet[Any]:
    """Return the keys of the rows of `model` that have `text` in `path`."""
    name, _, further = path.partition("__")
    rows = model._default_manager.order_by()
    if not further:
        return rows.filter(**{f"{name}__icontains": text}).values("pk")
    related: Any = model._meta.get_field(name).related_model
    holding = related._default_manager.filter(**{f"{further}__icontains": text}).order_by()
    return rows.filter(**{f"{name}__in": holding.values("pk")}).values("pk")


def is_choosing(request: StaffRequest | None) -> bool:
    """Whether somebody types into a field of a form to choose one of the rows."""
    match = request.resolver_match if request else None
    return match is not None and match.url_name == "autocomplete"


def names_first(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Return `rows` with those first whose name is what was `typed`, begins with it or has it, whole words before all.

    The others, found by what they refer to, come after them. Rows without a name or a title stay as they are.
    """
    fields = {field.name for field in rows.model._meta.get_fields()}
    field = next((name for name in ("name", "title") if name in fields), "")
    text = " ".join(typed.split())
    if not field or not text:
        return rows
    likeliest_first = (
        ("iexact", text),
        ("istartswith", f"{text} "),
        ("istartswith", text),
        ("icontains", f" {text} "),
        ("iendswith", f" {text}"),
        ("icontains", text),
    )
    whens = [
        When(**{f"{field}__{lookup}": value}, then=Value(number))
        for number, (lookup, value) in enumerate(likeliest_first)
    ]
    return rows.order_by(Case(*whens, default=Value(len(whens))), *(rows.query.order_by or rows.model._meta.ordering))
