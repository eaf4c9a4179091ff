"""What each published thing is found by: its title, whose it is, its themes, and what it says."""

from django.db.models import Model

from partnerships.models import CaseStudy, NewsItem, Programme, Question, Resource, SupportOffer
from partnerships.search.text_index.index import Document, SearchKind

_OWNED = ("partnership", "bridge", "priorities")


def _owned(row: Model, *rest: str) -> Document:
    return Document(
        names=[row.title],
        places=[str(row.public_owner or "")],
        themes=[priority.name for priority in row.priorities.all()],
        rest=rest,
    )


def _offered(row: Model) -> Document:
    return Document(
        names=[row.name],
        places=[row.bridge.name if row.bridge else ""],
        themes=[row.get_kind_display()],
        rest=[row.description, row.who_for, row.how_to_ask],
    )


EDITORIAL = (
    SearchKind(
        "case study", CaseStudy, _OWNED, lambda one: _owned(one, one.summary, one.what_was_done, one.what_changed)
    ),
    SearchKind(
        "resource", Resource, _OWNED, lambda one: _owned(one, one.description, one.get_kind_display(), one.source)
    ),
    SearchKind("question", Question, _OWNED, lambda one: _owned(one, one.answer)),
    SearchKind("news", NewsItem, _OWNED, lambda one: _owned(one, one.summary, one.body, one.place)),
    SearchKind("programme", Programme, ("bridge",), _offered),
    SearchKind("support offer", SupportOffer, ("bridge",), _offered),
)
