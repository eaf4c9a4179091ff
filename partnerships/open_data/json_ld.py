"""What search engines are told of a page, in the words of schema.org.

Each model has its description here or, for another app's, is registered by it (`described.register`). The result is
plain data.
"""

import datetime
import json
from functools import singledispatch
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from partnerships import models
from partnerships.coverage.support_today import support_by
from partnerships.models.editorial import Editorial
from partnerships.models.parts import part_in_words
from partnerships.published_kinds import table
from partnerships.published_kinds.fields import HasPage, page_url
from partnerships.publishing.entry_details import Details

# Written so that no text ends the element it stands in (see json_script in django.utils.html).
_ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
# What stands in the element, as JSON has it.
Description = dict[str, Any]
_SCHEMA = "https://schema.org"
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}


def of_entry(row: Model) -> Description:
    """Return the description of `row`, with what stands around it."""
    return {"@context": _SCHEMA, **_known(described(row))}


def of_partnership(partnership: models.Partnership, details: Details) -> Description:
    """Return the description of `partnership` with its `details`."""
    members = sorted(details.members, key=lambda member: member.name)
    description = organisation(
        partnership,
        website=partnership.website,
        alternateName=[name for names in details.names.values() for name in names],
        description=partnership.summary,
        foundingDate=partnership.established,
        dissolutionDate=partnership.ended,
        areaServed=_area_served(details),
        disambiguatingDescription=partnership.stage_words if partnership.stage else "",
        member=[_at("Organization", member.name, member.url) | {"sameAs": member.website} for member in members],
        subjectOf=[
            {"@type": "CreativeWork", "name": item.title, "url": item.url, "datePublished": item.date}
            for item in details.elsewhere
        ],
    )
    return {"@context": _SCHEMA, **_known(description)}


def _area_served(details: Details) -> list[Description]:
    """Return the local authorities of `details`; in place of one where it works in a part, the parts."""
    served: list[Description] = []
    for place in details.authorities:
        whole = _area(place.name, place.url, place.gss_code)
        parts = [part_in_words(part.kind, part.name) for part in details.parts if part.authority == place.name]
        served += [{"@type": "Place", "name": part, "containedInPlace": whole} for part in parts] or [whole]
    return served


def of_trail(trail: list[tuple[str, str]], path: str) -> Description:
    """Return the way to a page at `path`: `trail` as the breadcrumbs show it, from below the home page."""
    steps = [("Home", "/"), *((label, url or path) for label, url in trail)]
    return {
        "@context": _SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": label, "item": f"{settings.SITE_URL}{url}"}
            for number, (label, url) in enumerate(steps, start=1)
        ],
    }


def of_site() -> Description:
    """Return the site, and where it is asked who covers a place."""
    found = settings.SITE_URL + reverse("partnerships:find")
    return {
        "@context": _SCHEMA,
        **_at("WebSite", settings.SITE_NAME, reverse("home")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{found}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def of_questions(answered: list[tuple[models.Question, str]]) -> Description:
    """Return the description of the page of questions: each with its answer as HTML."""
    return {
        "@context": _SCHEMA,
        "@type": "FAQPage",
        "mainEntity": [
            {**_thing("Question", question), "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in answered
        ],
    }


def script(description: Description) -> SafeString:
    """Return the element that holds `description`; nothing in it can end the element."""
    text = json.dumps(description, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def area(place: models.LocalAuthority | models.Region) -> Description:
    """Return a local authority or a region as an area, with its code."""
    return _area(place.name, place.get_absolute_url(), place.gss_code)


def _area(name: str, path: str, gss_code: str) -> Description:
    code = {"@type": "PropertyValue", "propertyID": "GSS", "value": gss_code}
    return {**_at("AdministrativeArea", name, path), "identifier": code}


def organisation(row: HasPage, *, website: str = "", **more: Any) -> Description:
    """Return an organisation by its name and page."""
    return {**_thing("Organization", row), "sameAs": website, **more}


def work(row: Editorial, kind: str = "Article", **more: Any) -> Description:
    """Return a piece of writing, of a `kind` of schema.org, with who published it and what it is about."""
    return {
        **_thing(kind, row),
        "datePublished": _moment(row.publication_changed_at),
        "about": [_thing("Thing", priority) for priority in row.priorities.all()],
        **owner(row, "publisher"),
        "headline": row.title,
        "description": getattr(row, table.kind_of(type(row)).summary),
        **more,
    }


@singledispatch
def described(row: Any) -> Description:
    """Return what is said of `row`: what is published and has no description of its own is a piece of writing."""
    return work(row)


def owner(row: Editorial, name: str) -> Description:
    """Return who published `row`, as far as the public may know, under `name`."""
    public = row.public_owner
    return {name: organisation(public, website=public.website)} if public else {}


@described.register
def _bridge(bridge: models.BridgeOrganisation) -> Description:
    """The area it served until its role ended is no area it serves; where it supports partnerships today is."""
    served: list[Description] = []
    for row in support_by(bridge, ())[0].given:
        served += [*map(area, row.regions.all()), *map(area, row.authorities.all())]
    return organisation(bridge, website=bridge.website, areaServed=served)


@described.register
def _place(place: models.LocalAuthority | models.Region) -> Description:
    within = {"containedInPlace": area(place.region)} if isinstance(place, models.LocalAuthority) else {}
    return {**area(place), **within}


@described.register
def _case_study(row: models.CaseStudy) -> Description:
    return work(
        row,
        image=[f"{settings.SITE_URL}{picture.image.url}" for picture in row.pictures.all()],
        typicalAgeRange=None if row.from_age is None else f"{row.from_age}-{row.to_age}",
        isBasedOn=row.source,
    )


@described.register
def _resource(row: models.Resource) -> Description:
    document = {
        "@type": "MediaObject",
        "contentUrl": f"{settings.SITE_URL}{row.get_download_url()}",
        "encodingFormat": _MEDIA_TYPES.get(row.document_type),
        "contentSize": f"{row.size} B",
    }
    return work(
        row,
        "DigitalDocument",
        headline=None,
        genre=row.get_kind_display(),
        temporalCoverage=str(row.year or ""),
        encoding=document if row.is_document else None,
        sameAs=row.url,
    )


@described.register
def _published_elsewhere(row: models.PublishedElsewhere) -> Description:
    """Others published it, and on their own day: what is ours is only the page that names it."""
    about = [_thing("Thing", priority) for priority in row.priorities.all()]
    return work(
        row,
        "CreativeWork",
        headline=None,
        genre=row.get_kind_display(),
        datePublished=row.date,
        publisher={"@type": "Organization", "name": row.publisher} if row.publisher else None,
        about=[*owner(row, "about").values(), *about],
        sameAs=row.url,
    )


@described.register
def _news_item(row: models.NewsItem) -> Description:
    if row.is_event:
        return _event(row)
    if row.closes_on:
        return work(row, expires=row.closes_on.isoformat(), sameAs=row.link, image=_picture(row))
    return work(row, "NewsArticle", sameAs=row.link, image=_picture(row))


def _picture(row: models.NewsItem) -> list[str]:
    return [f"{settings.SITE_URL}{row.picture.url}"] if row.picture else []


def _event(row: models.NewsItem) -> Description:
    places = [{"@type": "Place", "name": row.place, "address": row.place}] if row.place else []
    online = [{"@type": "VirtualLocation", "url": row.link or page_url(row)}] if row.is_online else []
    mode = "Mixed" if places and online else "Offline" if places else "Online"
    return {
        **_thing("Event", row),
        "description": row.summary,
        "image": _picture(row),
        "startDate": row.starts,
        "endDate": row.ends,
        "eventStatus": f"{_SCHEMA}/{'EventCancelled' if row.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}/{mode}EventAttendanceMode",
        "location": [*places, *online],
        "sameAs": row.link,
        **owner(row, "organizer"),
    }


def _thing(kind: str, row: HasPage) -> Description:
    """Return the beginning of every description: of which `kind` of schema.org it is, its name and its page."""
    return _at(kind, str(row), row.get_absolute_url())


def _at(kind: str, name: str, path: str) -> Description:
    return {"@type": kind, "name": name, "url": f"{settings.SITE_URL}{path}"}


def _moment(moment: datetime.datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _known(value: Any) -> Any:
    """Leave out what is not known, at every depth."""
    if isinstance(value, list):
        return [_known(item) for item in value]
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items() if item not in ("", None, [])}
    return value
