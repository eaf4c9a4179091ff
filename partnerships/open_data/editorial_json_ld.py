"""What search engines are told of what is published: events, stories, news, resources, questions with answers."""

from django.conf import settings
from django.utils import timezone

from partnerships.models import CaseStudy, NewsItem, Question, Resource
from partnerships.open_data import json_ld
from partnerships.open_data.json_ld import Description
from partnerships.open_data.shapes import page_url

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


def _case_study(row: CaseStudy) -> Description:
    return json_ld.work(
        row,
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
    return json_ld.work(
        row,
        "DigitalDocument",
        headline=None,
        genre=row.get_kind_display(),
        temporalCoverage=str(row.year or ""),
        encoding=document if row.is_document else None,
        sameAs=row.url,
    )


def _news_item(row: NewsItem) -> Description:
    if row.is_event:
        return _event(row)
    if row.closes_on:
        return json_ld.work(row, expires=row.closes_on.isoformat(), sameAs=row.link)
    return json_ld.work(row, "NewsArticle", sameAs=row.link)


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
        **json_ld.owner(row, "organizer"),
    }


json_ld.register(CaseStudy, _case_study)
json_ld.register(Resource, _resource)
json_ld.register(NewsItem, _news_item)
