"""What the pages say to programs: descriptions for search engines, and links to take a list away."""

from collections.abc import Iterable

from django import template
from django.db.models import Model
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from partnerships.api.endpoints import ROOT
from partnerships.forms.lists import list_called
from partnerships.models import Partnership, Question
from partnerships.open_data import json_ld
from partnerships.publishing.entry_details import Details
from partnerships.templatetags.prose import prose
from partnerships.views.query_strings import with_query

register = template.Library()
ATOM = "Atom"


@register.simple_tag
def entry_data(row: Model) -> SafeString:
    """Return the description of the record `row` for search engines."""
    return json_ld.script(json_ld.of_entry(row))


@register.simple_tag
def partnership_data(partnership: Partnership, details: Details) -> SafeString:
    """Return the description of `partnership` with its `details` for search engines."""
    return json_ld.script(json_ld.of_partnership(partnership, details))


@register.simple_tag
def site_data() -> SafeString:
    """Return the description of the whole site for search engines."""
    return json_ld.script(json_ld.of_site())


@register.simple_tag
def questions_data(questions: Iterable[Question]) -> SafeString:
    """Return the description of a page of `questions` with their answers for search engines."""
    return json_ld.script(json_ld.of_questions([(question, prose(question.answer)) for question in questions]))


@register.inclusion_tag("components/calendar_link.html")
def calendar_link(query_string: str = "") -> dict[str, str]:
    """Draw the link to how a calendar shows the events a query string asks for, without the time it asks for."""
    query = QueryDict(query_string, mutable=True)
    for name in ("when", "month"):
        query.pop(name, None)
    return {"url": with_query(reverse("partnerships:follow-list", args=["events"]), query.urlencode())}


@register.simple_tag(takes_context=True)
def trail_data(context: Context, trail: list[tuple[str, str]]) -> SafeString:
    """Return the description of the page's breadcrumbs for search engines."""
    return json_ld.script(json_ld.of_trail(trail, context["request"].path))


@register.inclusion_tag("components/take_away.html")
def take_away(name: str, query_string: str = "") -> dict[str, list[tuple[str, str]]]:
    """Draw the links to the list called `name`, narrowed as by the query string: of its feed, how to follow it."""
    links = [link for link in list_links(name, query_string) if link[0] != ATOM]
    return {"links": [*links, ("Feed", _followed(name, query_string))]}


@register.inclusion_tag("components/take_away_links.html")
def take_away_links(name: str) -> dict[str, list[tuple[str, str]]]:
    """Draw only the links to the whole list called `name`."""
    return {"links": list_links(name)}


def _followed(name: str, query_string: str) -> str:
    """Return the page that says how to follow the list called `name`; of one without dates, how to follow changes."""
    public_list = list_called(name)
    if public_list is None or public_list.kind.dated is None:
        return reverse("partnerships:follow-list", args=["changes"])
    return with_query(reverse("partnerships:follow-list", args=[name]), query_string)


def list_links(name: str, query_string: str = "") -> list[tuple[str, str]]:
    """Return the forms in which the list called `name` can be had, each with its address.

    Raises LookupError when there is no such list.
    """
    public_list = list_called(name)
    if public_list is None:
        raise LookupError(f"There is no list called {name}.")
    kind, query = public_list.kind, f"?{query_string}" if query_string else ""
    forms = [("CSV", reverse("partnerships:list-csv", args=[name])), ("JSON", f"{ROOT}/{name}/")]
    if kind.area:
        forms.append(("GeoJSON", reverse("partnerships:list-geojson", args=[name])))
    if kind.dated:
        forms.append((ATOM, reverse("partnerships:list-atom", args=[name])))
    addresses = [(label, f"{address}{query}") for label, address in forms]
    return addresses if kind.dated else [*addresses, (ATOM, reverse("partnerships:changes-atom"))]
