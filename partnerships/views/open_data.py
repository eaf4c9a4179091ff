"""Lists to take away, the dump, feeds, calendars, and what machines look for at fixed addresses."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from partnerships.abuse import networks, rate_limit
from partnerships.files import share_pictures
from partnerships.forms.editorial import PublishedListForm
from partnerships.forms.list_answers import ListAnswer
from partnerships.forms.lists import PublicList, every_list, list_called
from partnerships.forms.query_strings import QueryStringForm
from partnerships.forms.search import ChangeListForm
from partnerships.models import BridgeOrganisation, NewsItem, Partnership, Region
from partnerships.models.news import NewsItemQuerySet
from partnerships.open_data import RecordKind, calendars, dump, every_kind, feeds, geojson, licence, sheets
from partnerships.publishing.public_changes import log, log_of
from partnerships.text.csv_files import csv_answer
from partnerships.text.sentences import region_in_words
from partnerships.views.query_strings import (
    asked_nothing,
    for_caches,
    never_kept,
    plain_refusal,
    reads_nothing,
    reads_strictly,
    with_query,
)
from partnerships.views.slug_lookup import Context, entry_at, entry_page, page, partnership_at

SECURITY_PAGE_MAX_AGE = datetime.timedelta(days=180)
FILES = rate_limit.MemoryLimit(most=rate_limit.MAX_FILES_A_MINUTE, span=60)
TOO_MANY = (
    "Your network has asked for very many files. Wait {} seconds, or take everything at once, in the file offered here:"
)
ListView = Callable[[HttpRequest, PublicList, ListAnswer], HttpResponseBase]


def of_list(view: ListView) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Give `view` the list called `kind` in the address, and the list's answer to the query string."""

    @reads_strictly(_form_of)
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, kind: str) -> HttpResponseBase:
        public_list = list_called(kind)
        if public_list is None:
            raise Http404("There is no such list.")
        answer = public_list.ask(request.GET)
        response = view(request, public_list, answer)
        if answer.is_private or not answer.is_canonical:
            # A postcode in the address may be that of a home, and what is written otherwise may be so without an end:
            # no cache keeps the answer.
            add_never_cache_headers(response)
        return response

    return page


def limited(view: ListView) -> ListView:
    """Let a network have so many whole lists a minute and no more: each is made of every row there is."""

    @wraps(view)
    def file(request: HttpRequest, public_list: PublicList, answer: ListAnswer) -> HttpResponseBase:
        seconds = FILES.seconds_to_wait(networks.network_of(request.META))
        if not seconds:
            return view(request, public_list, answer)
        response = plain_refusal(
            429, TOO_MANY.format(seconds), f"{settings.SITE_URL}{reverse('partnerships:open-data')}"
        )
        response["Retry-After"] = seconds
        return response

    return file


def _form_of(kind: str) -> type[QueryStringForm] | None:
    public_list = list_called(kind)
    return public_list.form if public_list else None


Owner = Region | Partnership | BridgeOrganisation
Arguments = ParamSpec("Arguments")
# By the first part of their addresses: what the lists call them, and how one is found.
OWNERS: dict[str, tuple[str, Callable[[str], Owner]]] = {
    "regions": ("region", lambda slug: entry_at(slug, Region.objects.all())),
    "partnerships": ("partnership", lambda slug: partnership_at(slug, Partnership.objects.published())),
    "bridges": ("bridge", lambda slug: entry_at(slug, BridgeOrganisation.objects.all())),
}


def of_owner(
    view: Callable[Concatenate[HttpRequest, Owner, str, Arguments], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, str, Arguments], HttpResponseBase]:
    """Give `view` the owner, and what lists call it, in place of its address; an old address leads to the new."""

    @asked_nothing
    @entry_page
    def page(
        request: HttpRequest, owners: str, slug: str, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponseBase:
        if owners not in OWNERS:
            raise Http404("Nobody of that kind publishes anything.")
        name, find = OWNERS[owners]
        return view(request, find(slug), name, *args, **kwargs)

    return page


@of_list
@limited
def list_csv(request: HttpRequest, public_list: PublicList, answer: ListAnswer) -> HttpResponseBase:
    """Offer a list as a sheet."""
    rows = sheets.whole_sheet(public_list.kind, answer.rows)
    return _licensed(csv_answer(StreamingHttpResponse, _file_name(public_list.kind, "csv"), rows))


@of_list
@limited
def list_geojson(request: HttpRequest, public_list: PublicList, answer: ListAnswer) -> HttpResponseBase:
    """Offer a list with the area of each record, for maps."""
    if public_list.kind.area is None:
        raise Http404("These have no place.")
    features = geojson.feature_collection(public_list.kind, answer.rows)
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(public_list.kind, "geojson")}"'}
    return _licensed(StreamingHttpResponse(features, content_type=geojson.CONTENT_TYPE, headers=headers))


@of_list
def list_atom(request: HttpRequest, public_list: PublicList, answer: ListAnswer) -> HttpResponseBase:
    """Offer a list as a feed, the latest changed first."""
    if public_list.kind.dated is None or not public_list.url_name:
        raise Http404("There is no such feed.")
    kind, page = public_list.kind, reverse(public_list.url_name)
    address = with_query(request.path, answer.query_string)
    rows = kind.latest(answer.rows, feeds.MAX_ENTRIES, answer.matches)
    return _feed(feeds.of_records(kind, rows, title=kind.title, page=page, address=address))


def _file_name(kind: RecordKind, ending: str) -> str:
    return f"{kind.name}-{timezone.localdate():%Y-%m-%d}.{ending}"


def _licensed(response: HttpResponseBase) -> HttpResponseBase:
    response["Link"] = f'<{licence.URL}>; rel="license"'
    return response


def _feed(feed: feeds.Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@reads_strictly(lambda: ChangeListForm)
@require_safe
def changes_atom(request: HttpRequest) -> HttpResponseBase:
    """Offer what changed, in the whole directory or as the query string asks, as a feed."""
    form, page = ChangeListForm.strictly(request.GET), reverse("partnerships:change-list")
    title, address = "What changed", with_query(request.path, form.query_string())
    title = f"{title}: {form.about}" if form.about else title
    return for_caches(_feed(feeds.of_changes(form.answer.rows, title=title, page=page, address=address)), form)


@asked_nothing
@entry_page
def region_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer what changed in a region as a feed."""
    region = entry_at(slug, Region.objects.all())
    page = region.get_absolute_url()
    title = f"What changed in {region_in_words(region.name)}"
    return _feed(feeds.of_changes(log_of(region), title=title, page=page, address=request.path))


@asked_nothing
@entry_page
def partnership_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer what changed in a partnership's entry as a feed."""
    partnership = partnership_at(slug, Partnership.objects.published())
    title, page = f"What changed: {partnership}", partnership.get_absolute_url()
    changes = log().filter(partnership=partnership)
    return _feed(feeds.of_changes(changes, title=title, page=page, address=request.path))


@reads_strictly(lambda: PublishedListForm)
@require_safe
def events_ics(request: HttpRequest) -> HttpResponseBase:
    """Offer events as a calendar: all, or those the query string asks for, of the last year and to come."""
    form = PublishedListForm.strictly(request.GET)
    return for_caches(_calendar(form.narrow(_events()), f"Events: {form.about}" if form.about else "Events"), form)


@of_owner
def events_ics_of(request: HttpRequest, owner: Owner, name: str) -> HttpResponse:
    """Offer the events of a partnership or Bridge as a calendar."""
    form = PublishedListForm(QueryDict(f"{name}={owner.slug}"))
    return _calendar(form.narrow(_events()), f"Events: {owner}")


@asked_nothing
@entry_page
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer one event for a calendar, however long ago it was."""
    events = NewsItem.objects.published().events()
    event = entry_at(slug, events)
    return _calendar(events.filter(pk=event.pk), str(event), file=slug)


@of_owner
def list_atom_of(request: HttpRequest, owner: Owner, name: str, kind: str) -> HttpResponse:
    """Offer a list, narrowed to what belongs to a partnership or Bridge, as a feed."""
    public_list = list_called(kind)
    if public_list is None or not _can_be_asked(public_list, name):
        raise Http404("There is no such feed.")
    answer = public_list.ask(QueryDict(f"{name}={owner.slug}"))
    title, page = f"{public_list.kind.title}: {owner}", owner.get_absolute_url()
    rows = public_list.kind.latest(answer.rows, feeds.MAX_ENTRIES, answer.matches)
    return _feed(feeds.of_records(public_list.kind, rows, title=title, page=page, address=request.path))


def _can_be_asked(public_list: PublicList, name: str) -> bool:
    return bool(public_list.kind.dated) and name in {parameter.name for parameter in public_list.parameters}


def _events() -> NewsItemQuerySet:
    return calendars.recent(NewsItem.objects.published().events())


def _calendar(events: NewsItemQuerySet, name: str, *, file: str = "events") -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{file}.ics"'}
    return HttpResponse(calendars.as_ical(events, name=name), content_type=calendars.CONTENT_TYPE, headers=headers)


@entry_page
@never_kept("a file on disk")
def partnership_picture(request: HttpRequest, slug: str) -> FileResponse:
    """Show the picture of a partnership for those who share its page."""
    partnership = partnership_at(slug, Partnership.objects.published().prefetch_related("authorities__region"))
    headers = {"Cache-Control": "public, max-age=86400", "Cross-Origin-Resource-Policy": "cross-origin"}
    return FileResponse(share_pictures.picture_of(partnership).open("rb"), content_type="image/png", headers=headers)


@page("open_data/open_data.html")
def open_data_page(request: HttpRequest) -> Context:
    """Say what can be taken away, how, and what everything means."""
    return {
        "kinds": every_kind(),
        "lists": [public_list for public_list in every_list() if public_list.url_name],
        "dump": dump.latest(),
        "licence": licence,
        "attribution": licence.attribution(),
        "accuracy": geojson.ACCURACY,
        "trail": [("Open data", "")],
    }


@asked_nothing
@require_safe
@never_kept("a file on disk")
def open_data_dump(request: HttpRequest) -> HttpResponseBase:
    """Offer the whole directory as one file."""
    latest = dump.latest()
    if latest is None:
        raise Http404("It has not been written yet.")
    file, name = latest.open(), f"lcep-directory-{latest.made_at:%Y-%m-%d}.zip"
    return _licensed(FileResponse(file, as_attachment=True, filename=name, content_type="application/zip"))


@require_safe
@reads_nothing
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone and where the map of the pages is."""
    context = {"sitemap": f"{settings.SITE_URL}{reverse('sitemap')}"}
    return render(request, "open_data/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
@reads_nothing
def security(request: HttpRequest) -> HttpResponse:
    """Tell whoever found a weakness where to report it (RFC 9116)."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "contact": settings.SECURITY_CONTACT or f"{settings.SITE_URL}{reverse('partnerships:enquiry')}",
        "expires": (midnight + SECURITY_PAGE_MAX_AGE).isoformat().replace("+00:00", "Z"),
        "address": f"{settings.SITE_URL}{request.path}",
    }
    return render(request, "open_data/security.txt", context, content_type="text/plain; charset=utf-8")
