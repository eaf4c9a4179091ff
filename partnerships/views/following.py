"""Pages that say what a feed or a calendar is and how to follow it, before anybody meets its raw address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from partnerships.forms.lists import every_list, list_called
from partnerships.forms.query_strings import QueryStringForm
from partnerships.published_kinds import table
from partnerships.views.query_strings import asked_by, with_query
from partnerships.views.slug_lookup import Context, page

# Those most people come for, first; only events are in a calendar too.
FIRST = ("news", "events", "opportunities", "changes")
EVENTS = "events"
# Whoever follows one of these is told of new and changed entries by e-mail.
OF_ENTRIES = {"changes", "partnerships"}
# What a calendar of events leaves out of the query string of a list of them.
_OF_THE_LIST_ALONE = ("when", "month")


def _form_of(kind: str) -> type[QueryStringForm]:
    public_list = list_called(kind)
    return public_list.form if public_list else QueryStringForm


@page("open_data/follow.html")
def follow(request: HttpRequest) -> Context:
    """Say in which ways the directory can be followed, and name every list that has a feed."""
    lists = {each.kind.name: each for each in every_list() if each.kind.dated and each.url_name}
    others = [each for name, each in lists.items() if name not in FIRST]
    return {"first": [lists[name] for name in FIRST], "others": others, "trail": [("Feeds and calendars", "")]}


@asked_by(_form_of)
@require_safe
def follow_list(request: HttpRequest, form: QueryStringForm, kind: str) -> HttpResponse:
    """Say how to follow the list called `kind`, narrowed as by the query string: its feed, and its calendar if any."""
    public_list = list_called(kind)
    if public_list is None or public_list.kind.dated is None or not public_list.url_name:
        raise Http404("There is no such feed.")
    query = form.query_string()
    context = {
        "form": form,
        "list": public_list,
        "about": getattr(form, "about", ""),
        "query": query,
        "feed": _whole("partnerships:list-atom", query, kind),
        "calendar": _whole("partnerships:events-ics", _of_calendar(form)) if kind == EVENTS else "",
        "query_of_news": form.query_string_of_news(_kind_of_news(kind)),
        "page_url": with_query(reverse(public_list.url_name), query),
        "trail": [("Feeds and calendars", reverse("partnerships:follow")), (public_list.kind.title, "")],
    }
    response = render(request, "open_data/follow_list.html", context)
    if form.holds_typed_text:
        # A postcode may be that of a home.
        add_never_cache_headers(response)
    return response


def _kind_of_news(kind: str) -> str:
    """Return the kind of news by e-mail that tells of the list called `kind`, "" for none."""
    if kind in OF_ENTRIES:
        return "changes"
    return kind if any(each.is_news and listing.name == kind for each, listing in table.listings()) else ""


def _of_calendar(form: QueryStringForm) -> str:
    return form.query_string(**{name: None for name in _OF_THE_LIST_ALONE if name in form.fields})


def _whole(url_name: str, query: str, *args: str) -> str:
    return settings.SITE_URL + with_query(reverse(url_name, args=args), query)
