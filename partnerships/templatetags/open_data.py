"""What the pages say to programs: descriptions for search engines, and links to take a list away."""

from django import template
from django.http import QueryDict
from django.urls import reverse

from partnerships.api.endpoints import ROOT
from partnerships.forms.lists import list_called
from partnerships.open_data import editorial_json_ld, json_ld
from partnerships.templatetags.prose import prose

register = template.Library()


@register.simple_tag
def entry_data(row):
    """Return the description of the record `row` for search engines."""
    return json_ld.script(json_ld.of_entry(row))


@register.simple_tag
def questions_data(questions):
    """Return the description of a page of `questions` with their answers for search engines."""
    return json_ld.script(editorial_json_ld.of_questions([(one, prose(one.answer)) for one in questions]))


@register.inclusion_tag("components/calendar_link.html")
def calendar_link(query=""):
    """Draw the link to the calendar of the events a `query` string asks for, whatever time it asks for."""
    asked = QueryDict(query, mutable=True)
    for name in ("when", "month"):
        asked.pop(name, None)
    address = reverse("partnerships:events-ics")
    return {"url": f"{address}?{asked.urlencode()}" if asked else address}


@register.simple_tag(takes_context=True)
def trail_data(context, trail):
    """Return the way to the page, as its breadcrumbs show it, for search engines."""
    return json_ld.script(json_ld.of_trail(trail, context["request"].path))


@register.inclusion_tag("components/take_away.html")
def take_away(kind, query=""):
    """Draw the links to the list of the `kind` called so, narrowed as by the `query` string."""
    return {"links": links(kind, query)}


@register.inclusion_tag("components/take_away_links.html")
def take_away_links(kind):
    """Draw only the links to the whole list of the `kind` called so."""
    return {"links": links(kind)}


def links(name: str, query: str = "") -> list[tuple[str, str]]:
    """Return the forms in which the list called `name` can be had, each with its address."""
    kind, asked = list_called(name).kind, f"?{query}" if query else ""
    found = [("CSV", reverse("partnerships:list-csv", args=[name])), ("JSON", f"{ROOT}/{name}/")]
    if kind.area:
        found.append(("GeoJSON", reverse("partnerships:list-geojson", args=[name])))
    if kind.changed:
        found.append(("Atom", reverse("partnerships:list-atom", args=[name])))
    addresses = [(words, f"{address}{asked}") for words, address in found]
    return addresses if kind.changed else [*addresses, ("Atom", reverse("partnerships:changes-atom"))]
