"""Lists to take away, the dump, feeds, and what machines look for at fixed addresses."""

import datetime
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from partnerships.files import share_pictures
from partnerships.forms.lists import ListAnswer, PublicList, every_list, list_called
from partnerships.forms.search import ChangeListForm
from partnerships.models import Partnership, Region
from partnerships.open_data import RecordKind, dump, every_kind, feeds, geojson, licence, sheets
from partnerships.publishing.public_changes import log
from partnerships.text.csv_files import csv_answer
from partnerships.views.slug_lookup import entry_at, entry_page, partnership_at

SECURITY_PAGE_MAX_AGE = datetime.timedelta(days=180)
ListView = Callable[[HttpRequest, PublicList, ListAnswer], HttpResponseBase]


def of_list(view: ListView) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """Give `view` the list called `kind` in the address, and the list's answer to the query string."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, kind: str) -> HttpResponseBase:
        public_list = list_called(kind)
        if public_list is None:
            raise Http404("There is no such list.")
        answer = public_list.ask(request.GET)
        response = view(request, public_list, answer)
        if answer.is_private:
            # A postcode in the address may be that of a home: no cache keeps the answer.
            add_never_cache_headers(response)
        return response

    return page


@of_list
def list_csv(request: HttpRequest, public_list: PublicList, answer: ListAnswer) -> HttpResponseBase:
    """Offer a list as a sheet."""
    rows = sheets.whole_sheet(public_list.kind, answer.rows)
    return _licensed(csv_answer(StreamingHttpResponse, _file_name(public_list.kind, "csv"), rows))


@of_list
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
    if public_list.kind.changed is None or not public_list.url_name:
        raise Http404("There is no such feed.")
    page, address = reverse(public_list.url_name), request.get_full_path()
    kind = public_list.kind
    feed = feeds.of_records(kind, answer.rows, title=kind.title, page=page, address=address)
    return _feed(feed)


def _file_name(kind: RecordKind, ending: str) -> str:
    return f"{kind.name}-{timezone.localdate():%Y-%m-%d}.{ending}"


def _licensed(response: HttpResponseBase) -> HttpResponseBase:
    response["Link"] = f'<{licence.URL}>; rel="license"'
    return response


def _feed(feed: feeds.Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
def changes_atom(request: HttpRequest) -> HttpResponse:
    """Offer what changed, in the whole directory or as the query string asks, as a feed."""
    form, page = ChangeListForm(request.GET), reverse("partnerships:change-list")
    title = f"What changed: {form.about}" if form.about else "What changed"
    return _feed(feeds.of_changes(form.answer.rows, title=title, page=page, address=request.get_full_path()))


@entry_page
def region_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer what changed in a region as a feed."""
    region = entry_at(slug, Region.objects.all())
    partnerships = Partnership.objects.in_region(region).order_by().values("pk")
    changes = log().filter(partnership__in=partnerships)
    page = region.get_absolute_url()
    return _feed(feeds.of_changes(changes, title=f"What changed in {region}", page=page, address=request.path))


@entry_page
def partnership_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer what changed in a partnership's entry as a feed."""
    partnership = partnership_at(slug, Partnership.objects.published())
    changes = log().filter(partnership=partnership)
    page = partnership.get_absolute_url()
    return _feed(feeds.of_changes(changes, title=f"What changed: {partnership}", page=page, address=request.path))


@entry_page
def partnership_picture(request: HttpRequest, slug: str) -> FileResponse:
    """Show the picture of a partnership for those who share its page."""
    partnership = entry_at(slug, Partnership.objects.published().prefetch_related("authorities"))
    path = share_pictures.picture_of(partnership)
    response = FileResponse(path.open("rb"), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """Say what can be taken away, how, and what everything means."""
    context = {
        "kinds": every_kind(),
        "lists": [public_list for public_list in every_list() if public_list.url_name],
        "dump": dump.latest(),
        "licence": licence,
        "attribution": licence.attribution(),
        "accuracy": geojson.ACCURACY,
        "trail": [("Open data", "")],
    }
    return render(request, "open_data/open_data.html", context)


@require_safe
def open_data_dump(request: HttpRequest) -> HttpResponseBase:
    """Offer the whole directory as one file."""
    latest = dump.latest()
    if latest is None:
        raise Http404("It has not been written yet.")
    name = f"lcep-directory-{latest.made_at:%Y-%m-%d}.zip"
    file = latest.path.open("rb")
    return _licensed(FileResponse(file, as_attachment=True, filename=name, content_type="application/zip"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone and where the map of the pages is."""
    context = {"sitemap": f"{settings.SITE_URL}{reverse('sitemap')}"}
    return render(request, "open_data/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Tell whoever found a weakness where to report it (RFC 9116)."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "contact": settings.SECURITY_CONTACT or f"{settings.SITE_URL}{reverse('partnerships:enquiry')}",
        "expires": (midnight + SECURITY_PAGE_MAX_AGE).isoformat().replace("+00:00", "Z"),
        "address": f"{settings.SITE_URL}{request.path}",
    }
    return render(request, "open_data/security.txt", context, content_type="text/plain; charset=utf-8")
