"""What search engines are told of what is published: events, stories, news, resources, questions with answers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from partnerships.models import CaseStudy, NewsItem, Question, Resource
from partnerships.models.editorial import Editorial
from partnerships.open_data.json_ld import Description, organisation
from partnerships.open_data.shapes import page_url
from partnerships.vocabulary import NewsKind

_SCHEMA = "https://schema.org/"
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}


def of_questions(answered: list[tuple[Question, str]]) -> Description:
    """Return the description of the page of questions: each with its answer as HTML."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question.title,
                "url": page_url(question),
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in answered
        ],
    }


def _work(kind: str, row: CaseStudy | Resource | NewsItem, **more: Any) -> Description:
    """Return a piece of writing, of a `kind` of schema.org, with who published it and what it is about."""
    at = row.publication_changed_at
    return {
        "@type": kind,
        "name": row.title,
        "url": page_url(row),
        "datePublished": timezone.localtime(at).isoformat(timespec="seconds") if at else None,
        "about": [
            {"@type": "Thing", "name": priority.name, "url": page_url(priority)} for priority in row.priorities.all()
        ],
        **_owner(row, "publisher"),
        **more,
    }


def _owner(row: Editorial, name: str) -> Description:
    owner = row.public_owner
    return {name: organisation(owner, website=owner.website)} if owner else {}


def _case_study(row: CaseStudy) -> Description:
    return _work(
        "Article",
        row,
        headline=row.title,
        description=row.summary,
        image=[f"{settings.SITE_URL}{picture.image.url}" for picture in row.pictures.all()],
        typicalAgeRange=None if row.from_age is None else f"{row.from_age}-{row.to_age}",
        isBasedOn=row.source,
    )


def _resource(row: Resource) -> Description:
    document = {
        "@type": "MediaObject",
        "contentUrl": f"{settings.SITE_URL}{row.get_download_url()}",
        "encodingFormat": _MEDIA_TYPES.get(row.document_type),
        "contentSize": f"{row.size} B",
    }
    return _work(
        "DigitalDocument",
        row,
        description=row.description,
        genre=row.get_kind_display(),
        temporalCoverage=str(row.year or ""),
        encoding=document if row.is_document else None,
        sameAs=row.url,
    )


def _news_item(row: NewsItem) -> Description:
    return _NEWS[NewsKind(row.kind)](row)


def _news(row: NewsItem) -> Description:
    return _work("NewsArticle", row, headline=row.title, description=row.summary, sameAs=row.link)


def _opportunity(row: NewsItem) -> Description:
    closes = row.closes_on and row.closes_on.isoformat()
    return _work("Article", row, headline=row.title, description=row.summary, expires=closes, sameAs=row.link)


def _event(row: NewsItem) -> Description:
    places = [{"@type": "Place", "name": row.place, "address": row.place}] if row.place else []
    online = [{"@type": "VirtualLocation", "url": row.link or page_url(row)}] if row.is_online else []
    mode = "Mixed" if places and online else "Offline" if places else "Online"
    end = row.ends_at and timezone.localtime(row.ends_at).isoformat(timespec="seconds")
    return {
        "@type": "Event",
        "name": row.title,
        "url": page_url(row),
        "description": row.summary,
        "startDate": timezone.localtime(row.starts_at).isoformat(timespec="seconds"),
        "endDate": end,
        "eventStatus": f"{_SCHEMA}{'EventCancelled' if row.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}{mode}EventAttendanceMode",
        "location": [*places, *online],
        "sameAs": row.link,
        **_owner(row, "organizer"),
    }


_NEWS: dict[NewsKind, Callable[[NewsItem], Description]] = {
    NewsKind.NEWS: _news,
    NewsKind.EVENT: _event,
    NewsKind.OPPORTUNITY: _opportunity,
}
assert _NEWS.keys() == set(NewsKind)
DESCRIPTIONS: dict[type, Callable[[Any], Description]] = {
    CaseStudy: _case_study,
    Resource: _resource,
    NewsItem: _news_item,
}
