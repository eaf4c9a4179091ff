"""What the rows of published kinds are found by, and how their documents are kept equal to what the rows say."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model, Prefetch, QuerySet

from partnerships.models import SearchDocument
from partnerships.published_kinds import table
from partnerships.published_kinds.table import PublishedKind, value_of
from partnerships.search.text_index.matching import forget_old_words
from partnerships.search.text_index.tokens import index_text

# One entry: the name of its kind, and its primary key.
EntryKey = tuple[str, int]

_BATCH = 200


class Document(NamedTuple):
    """What an entry is found by, as it is written; what is earlier here weighs more."""

    names: Collection[str] = ()
    places: Collection[str] = ()
    themes: Collection[str] = ()
    rest: Collection[str] = ()


PARTS = Document._fields
_PARTS_WITH_PAIRS = PARTS[:2]
_documents: dict[type[Model], Callable[[Any], Document]] = {}
_held: dict[type[Model], frozenset[str]] = {}


def register(model: type[Model], document: Callable[[Any], Document]) -> None:
    """Find rows of `model` by their `document`, in place of all the texts that their kind declares."""
    _documents[model] = document


def register_held(model: type[Model], *fields: str) -> None:
    """Say that documents hold no more of rows of `model`, which is of no kind, than these `fields`."""
    _held[model] = frozenset(fields)


def is_held(row: Model, changed: Iterable[str]) -> bool:
    """Whether documents may be others once the `changed` fields of `row` are."""
    return type(row) not in _held or not _held[type(row)].isdisjoint(changed)


def document_of(kind: PublishedKind, row: Any) -> Document:
    """Return what `row` is found by: its name, its owner, its themes, and what it says."""
    if kind.model in _documents:
        return _documents[kind.model](row)
    return Document(
        names=[str(row)],
        places=[str(row.public_owner or "")],
        themes=_words_of(row, kind.themes),
        rest=_words_of(row, kind.texts + kind.words),
    )


def _words_of(row: Any, paths: Iterable[str]) -> list[str]:
    values = [value_of(row, path) for path in paths]
    return [str(word or "") for value in values for word in (value if isinstance(value, list) else [value])]


def _rows(kind: PublishedKind) -> QuerySet[Any]:
    """Return every row of `kind`, whatever its state, with all that its document reads.

    Relations to one row are joined: to prefetch them, SQLite would be asked for more than it takes at once.
    """
    joined: dict[str, tuple[type[Model], list[str]]] = {"": (kind.model, [])}
    for path in kind.search_reads:
        many = ""
        for prefix, is_to_one, model in _steps_of(kind, path):
            if is_to_one:
                joined[many][1].append(prefix.removeprefix(f"{many}__"))
            else:
                many = prefix
                joined.setdefault(many, (model, []))
    querysets = {
        path: model._base_manager.select_related(*to_one) if to_one else model._base_manager.all()
        for path, (model, to_one) in joined.items()
    }
    rows = querysets.pop("").order_by("pk")
    return rows.prefetch_related(*(Prefetch(path, queryset) for path, queryset in querysets.items()))


def _search_document(kind: PublishedKind, row: Model) -> SearchDocument:
    """Return the document of `row` as it ought to be, not saved."""
    parts = document_of(kind, row)._asdict().items()
    texts = {part: index_text(words, with_pairs=part in _PARTS_WITH_PAIRS) for part, words in parts}
    return SearchDocument(kind=kind.name, object_id=row.pk, **texts)


def _paths_to(kind: PublishedKind, model: type[Model]) -> set[str]:
    """Return the lookups by which rows of `kind` mention rows of `model`: their own key, and steps of what is read."""
    paths = {"pk"} if kind.model is model else set()
    for path in kind.search_reads:
        paths.update(prefix for prefix, _, related in _steps_of(kind, path) if related is model)
    return paths


def _steps_of(kind: PublishedKind, path: str) -> Iterator[tuple[str, bool, type[Model]]]:
    """Yield for each step of `path` the lookup so far, whether it leads to one row only, and to which model."""
    model, steps = kind.model, path.split("__")
    for number, step in enumerate(steps, start=1):
        relation = model._meta.get_field(step)
        assert relation.related_model, f"{step} leads to no model"
        model = relation.related_model
        yield "__".join(steps[:number]), bool(relation.many_to_one or relation.one_to_one), model


@transaction.atomic
def rebuild() -> int:
    """Write every document anew, keep no word that stands in none, and return how many there are."""
    SearchDocument.objects.all().delete()
    written = sum(len(_write(kind, rows)) for kind in table.kinds() for rows in _batches(_rows(kind)))
    forget_old_words()
    return written


def _batches(rows: QuerySet[Any]) -> Iterator[QuerySet[Any]]:
    """Yield `rows`, which are in the order of their keys, some at a time."""
    some = rows[:_BATCH]
    while some:
        yield some
        some = rows.filter(pk__gt=some[len(some) - 1].pk)[:_BATCH]


def _write(kind: PublishedKind, rows: QuerySet[Any]) -> set[int]:
    """Write the documents of `rows` and return the keys of those there are."""
    documents = [_search_document(kind, row) for row in rows]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=PARTS
    )
    return {document.object_id for document in documents}


def mentioning(*rows: Model) -> set[EntryKey]:
    """Return the entries whose documents hold something of `rows`, as the database stands now.

    A row that is not saved, or is deleted, is mentioned by none.
    """
    keys: dict[type[Model], set[int]] = {}
    for row in rows:
        if row.pk is not None and row._meta.concrete_model:
            keys.setdefault(row._meta.concrete_model, set()).add(row.pk)
    entries: set[EntryKey] = set()
    for kind in table.kinds():
        for model, changed in keys.items():
            for path in _paths_to(kind, model):
                mentions = kind.model._base_manager.filter(**{f"{path}__in": changed})
                entries.update((kind.name, key) for key in mentions.values_list("pk", flat=True))
    return entries


@transaction.atomic
def refresh_entries(entries: Iterable[EntryKey]) -> None:
    """Write the documents of `entries` anew, and drop those of entries that are gone."""
    by_kind: dict[str, list[int]] = {}
    for name, key in sorted(set(entries)):
        by_kind.setdefault(name, []).append(key)
    for kind in table.kinds():
        keys = by_kind.get(kind.name, [])
        for start in range(0, len(keys), _BATCH):
            some = keys[start : start + _BATCH]
            gone = set(some) - _write(kind, _rows(kind).filter(pk__in=some))
            SearchDocument.objects.filter(kind=kind.name, object_id__in=gone).delete()


def refresh(*rows: Model) -> None:
    """Bring every entry that mentions one of `rows` up to date, after they were added or changed."""
    refresh_entries(mentioning(*rows))


@contextmanager
def following(*rows: Model) -> Iterator[None]:
    """Bring up to date every entry that mentions one of `rows` before or after what is done inside."""
    with transaction.atomic():
        before = mentioning(*rows)
        yield
        refresh_entries(before | mentioning(*rows))
