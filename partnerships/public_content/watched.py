"""The models whose rows show on public pages, files or feeds, and whom a change of a row concerns."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import ForeignKey, Model

from partnerships.published_kinds import table
from partnerships.vocabulary import ContentKind

# Fields of watched models that the public never sees, so that a change of them alone is none. Of accounts it sees
# whether there is anybody who reads what it asks.
OF_ACCOUNTS = {"password", "last_login", "is_superuser", "username", "first_name", "last_name", "date_joined"}
NOT_SHOWN = {"contact_email", "preview_key", "publication_changed_by", "publish_at"} | OF_ACCOUNTS
NOT_SHOWN |= {"is_no_school", "looked_after_by", "name_in_register", "needs_second_person"}


@dataclass(frozen=True)
class Touch:
    """That a change of a watched row changes what is known of the entry of `kind` whose key stands in its `column`.

    Without a column it is about no row of its own. With `through`, these are the entries in `column` of all rows of
    that model that have the watched row's key in `by`.
    """

    kind: ContentKind
    column: str = ""
    through: type[Model] | None = None
    by: str = ""


EVERYTHING, PUBLICATIONS = Touch(ContentKind.EVERYTHING), Touch(ContentKind.PUBLICATION)

_touches: dict[type[Model], tuple[Touch, ...]] = {}
_entries: dict[type[Model], ContentKind] = {}


def register(*models: type[Model], touches: tuple[Touch, ...] = ()) -> None:
    """Watch the rows of `models` from the next migration on; a change of one has these `touches`."""
    _touches.update(dict.fromkeys(models, touches))


def register_entries(model: type[Model], kind: ContentKind, *touches: Touch) -> None:
    """Watch the rows of `model` and log, as `kind`, whenever one of them changes, or a watched row that refers to it.

    Beside that, a change of one has these `touches`.
    """
    _entries[model] = kind
    register(model, touches=touches)


def watched() -> dict[type[Model], tuple[Touch, ...]]:
    """Return every watched model with what its rows touch: those registered, published kinds, and what joins these.

    Their versions are watched too, which touch nothing: files and feeds say when the last one was kept.
    """
    models = {kind.model for kind in table.kinds()} | set(_touches)
    joins = {join for model in models for join in _joins(model, models)}
    touches = {model: tuple(_touched_by(model)) for model in models | joins}
    touches |= {model.versions.model: () for model in models if hasattr(model, "versions")}
    return dict(sorted(touches.items(), key=lambda item: item[0]._meta.label))


def _joins(model: type[Model], models: set[type[Model]]) -> Iterator[type[Model]]:
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        if field.related_model in models and through and through._meta.auto_created:
            yield through


def _touched_by(model: type[Model]) -> Iterator[Touch]:
    yield from _touches.get(model, ())
    if model in _entries:
        yield Touch(_entries[model], model._meta.pk.attname)
    elif model in {kind.model for kind in table.kinds()}:
        yield PUBLICATIONS
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.related_model in _entries:
            yield Touch(_entries[field.related_model], field.attname)
