"""What each published thing is found by: its title, whose it is, its themes, and what it says."""

from partnerships.models import CaseStudy, NewsItem, Programme, Question, Resource, SupportOffer
from partnerships.models.editorial import Editorial
from partnerships.search.text_index.index import Document, SearchKind

_OWNED = ("partnership", "bridge", "priorities")


def _owned(row: Editorial, *rest: str) -> Document:
    return Document(
        names=[row.title],
        places=[str(row.public_owner or "")],
        themes=[priority.name for priority in row.priorities.all()],
        rest=rest,
    )


def _case_study(row: CaseStudy) -> Document:
    return _owned(row, row.summary, row.what_was_done, row.what_changed)


def _resource(row: Resource) -> Document:
    return _owned(row, row.description, row.get_kind_display(), row.source)


def _question(row: Question) -> Document:
    return _owned(row, row.answer)


def _news_item(row: NewsItem) -> Document:
    return _owned(row, row.summary, row.body, row.place)


def _offered(row: Programme | SupportOffer) -> Document:
    return Document(
        names=[row.name],
        places=[row.bridge.name if row.bridge else ""],
        themes=[row.get_kind_display()],
        rest=[row.description, row.who_for, row.how_to_ask],
    )


EDITORIAL = (
    SearchKind("case study", CaseStudy, _OWNED, _case_study),
    SearchKind("resource", Resource, _OWNED, _resource),
    SearchKind("question", Question, _OWNED, _question),
    SearchKind("news", NewsItem, _OWNED, _news_item),
    SearchKind("programme", Programme, ("bridge",), _offered),
    SearchKind("support offer", SupportOffer, ("bridge",), _offered),
)
