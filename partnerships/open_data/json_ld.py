"""What search engines are told of a page, in the words of schema.org.

Each model has its description here or, for another app's, is registered by it. The result is plain data.
"""

import json
from collections.abc import Callable
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Model
from django.utils.safestring import SafeString, mark_safe

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region
from partnerships.open_data.shapes import HasPage, page_url

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
    """Return the description of `row`. Raises KeyError if its model is not described."""
    return {"@context": "https://schema.org", **_known(_describe[type(row)](row))}


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
