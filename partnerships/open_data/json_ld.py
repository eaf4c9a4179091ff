"""What search engines are told of a page, in the words of schema.org.

Each model has its description here or, for another app's, is registered by it. The result is plain data.
"""

import json
from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.models.editorial import Editorial
from partnerships.open_data.shapes import HasPage, page_url
from partnerships.published_kinds import table

# Written so that no text ends the element it stands in (see json_script in django.utils.html).
_ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
# What stands in the element, as JSON has it.
Description = dict[str, Any]
_describe: dict[type, Callable[[Any], Description]] = {}


class Named(HasPage, Protocol):
    """An entry with a name and a page."""

    @property
    def name(self) -> str: ...


def register(model: type, describe: Callable[[Any], Description]) -> None:
    """Describe rows of `model` by `describe` from now on."""
    _describe[model] = describe


def of_entry(row: Model) -> Description:
    """Return the description of `row`; what is published and has none of its own is a piece of writing."""
    return {"@context": "https://schema.org", **_known(_describe.get(type(row), work)(row))}


def of_trail(trail: list[tuple[str, str]], path: str) -> Description:
    """Return the way to a page at `path`: `trail` as the breadcrumbs show it, from below the home page."""
    steps = [("Home", "/"), *((label, url or path) for label, url in trail)]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": label, "item": f"{settings.SITE_URL}{url}"}
            for number, (label, url) in enumerate(steps, start=1)
        ],
    }


def script(description: Description) -> SafeString:
    """Return the element that holds `description`; nothing in it can end the element."""
    text = json.dumps(description, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above


def area(place: LocalAuthority | Region) -> Description:
    """Return a local authority or a region as an area, with its code."""
    return {
        "@type": "AdministrativeArea",
        "name": place.name,
        "url": page_url(place),
        "identifier": {"@type": "PropertyValue", "propertyID": "GSS", "value": place.gss_code},
    }


def organisation(row: Named, *, website: str = "", **more: Any) -> Description:
    """Return an organisation by its name and page."""
    return {"@type": "Organization", "name": row.name, "url": page_url(row), "sameAs": website, **more}


def work(row: Editorial, kind: str = "Article", **more: Any) -> Description:
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
        **owner(row, "publisher"),
        "headline": row.title,
        "description": getattr(row, table.kind_of(type(row)).summary),
        **more,
    }


def owner(row: Editorial, name: str) -> Description:
    """Return who published `row`, as far as the public may know, under `name`."""
    public = row.public_owner
    return {name: organisation(public, website=public.website)} if public else {}


def _partnership(partnership: Partnership) -> Description:
    # `memberships` is the reverse name of a model above this package.
    members = (
        partnership.memberships.current().belonging().select_related("organisation").order_by("organisation__name")
    )
    return organisation(
        partnership,
        website=partnership.website,
        alternateName=[name.name for name in partnership.names.all()],
        description=partnership.summary,
        foundingDate=partnership.established,
        dissolutionDate=partnership.ended,
        areaServed=[area(authority) for authority in partnership.authorities.all()],
        memberOf=organisation(partnership.bridge),
        member=[organisation(member.organisation, website=member.organisation.website) for member in members],
    )


def _bridge(bridge: BridgeOrganisation) -> Description:
    territory = bridge.authorities.order_by("name")
    return organisation(bridge, website=bridge.website, areaServed=[area(authority) for authority in territory])


def _place(place: LocalAuthority | Region) -> Description:
    within = {"containedInPlace": area(place.region)} if isinstance(place, LocalAuthority) else {}
    return {**area(place), **within}


def _known(value: Any) -> Any:
    """Leave out what is not known, at every depth."""
    if isinstance(value, list):
        return [_known(item) for item in value]
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items() if item not in ("", None, [])}
    return value


register(Partnership, _partnership)
register(BridgeOrganisation, _bridge)
register(LocalAuthority, _place)
register(Region, _place)
