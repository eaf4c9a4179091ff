"""Versions of what was written without being saved row by row: in bulk, or before versions were kept at all."""

from django.db.models import Model
from django.utils import timezone

from partnerships.models.versions import OpenRevision, revising
from partnerships.versions.kinds import lists, versioned_models
from partnerships.versions.states import RowState, StoredVersion, latest, live
from partnerships.vocabulary import RevisionKind

_ROWS_AT_ONCE = 500


def backfill(*, kind: str = RevisionKind.LOAD, reason: str = "", by=None) -> int:
    """Keep a version of every row that is not as its last version says, and return how many that were.

    They are one revision: that which is open, or a new one of this `kind`.
    """
    with revising(by=by, kind=kind, reason=reason) as revision:
        return sum(_backfill(model, revision) for model in versioned_models())


def _backfill(model: type[Model], revision: OpenRevision) -> int:
    present, last = live(model._base_manager.all()), latest(model)
    news = [
        *(("+", state) for key, state in present.items() if _last_state(last, key) is None),
        *(("~", state) for key, state in present.items() if _last_state(last, key) not in (None, state)),
        *(("-", one.state) for key, one in last.items() if one.state is not None and key not in present),
    ]
    if news:
        _write(model, news, revision)
    return len(news)


def _last_state(last: dict[int, StoredVersion], key: int) -> RowState | None:
    return last[key].state if key in last else None


def _write(model: type[Model], news: list[tuple[str, RowState]], revision: OpenRevision) -> None:
    written, kept, at = revision.write(), model.versions.model, timezone.now()
    rows = [
        kept(
            history_date=at,
            history_type=act,
            revision=written,
            **{name: value for name, value in state.items() if name not in lists(model)},
        )
        for act, state in news
    ]
    rows = kept._base_manager.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    for name, (field, links) in lists(model).items():
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        # A row that is gone keeps no lists, as when it is deleted by itself. Which row the pair was is of no use: id.
        pairs = [
            links(history=row, id=0, **{source: state[model._meta.pk.attname], target: key})
            for row, (act, state) in zip(rows, news, strict=True)
            if act != "-"
            for key in state[name]
        ]
        links._base_manager.bulk_create(pairs, batch_size=_ROWS_AT_ONCE)
