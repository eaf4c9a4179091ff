"""What somebody publishes, for feed readers and calendars: a region, a partnership or a Bridge Organisation."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from partnerships.forms.editorial import PublishedListForm
from partnerships.forms.lists import PublicList, list_called
from partnerships.models import BridgeOrganisation, NewsItem, Partnership, Region
from partnerships.models.news import NewsItemQuerySet
from partnerships.open_data import calendars, feeds
from partnerships.views.slug_lookup import EntryMoved, entry_at, partnership_at

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
) -> Callable[Concatenate[HttpRequest, str, str, Arguments], HttpResponse]:
    """Give `view` the owner, and what lists call it, in place of its address; an old address leads to the new."""

    @require_safe
    def page(
        request: HttpRequest, owners: str, slug: str, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        if owners not in OWNERS:
            raise Http404("Nobody of that kind publishes anything.")
        name, find = OWNERS[owners]
        try:
            owner = find(slug)
        except EntryMoved as moved:
            if not moved.permanent:
                raise Http404("Several have had that name.") from None
            return redirect(f"{moved.url}{request.path.rpartition('/')[2]}", permanent=True)
        return view(request, owner, name, *args, **kwargs)

    return page


@require_safe
def events_ics(request: HttpRequest) -> HttpResponse:
    """Offer events as a calendar: all, or those the query string asks for, of the last year and to come."""
    form = PublishedListForm(request.GET)
    return _calendar(form.narrow(_events()), f"Events: {form.about}" if form.about else "Events")


@of_owner
def events_ics_of(request: HttpRequest, owner: Owner, name: str) -> HttpResponse:
    """Offer the events of a partnership or Bridge as a calendar."""
    form = PublishedListForm({name: owner.slug})
    return _calendar(form.narrow(_events()), f"Events: {owner}")


@require_safe
def event_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer one event for a calendar, however long ago it was."""
    events = NewsItem.objects.published().events().filter(slug=slug)
    if not events:
        raise Http404("There is no such event.")
    return _calendar(events, str(events[0]), file=slug)


@of_owner
def list_atom_of(request: HttpRequest, owner: Owner, name: str, kind: str) -> HttpResponse:
    """Offer a list, narrowed to what belongs to a partnership or Bridge, as a feed."""
    public_list = list_called(kind)
    if public_list is None or not _can_be_asked(public_list, name):
        raise Http404("There is no such feed.")
    answer = public_list.ask(QueryDict(f"{name}={owner.slug}"))
    title = f"{public_list.kind.title}: {owner}"
    page = owner.get_absolute_url()
    feed = feeds.of_records(public_list.kind, answer.rows, title=title, page=page, address=request.path)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _can_be_asked(public_list: PublicList, name: str) -> bool:
    return bool(public_list.kind.changed) and name in {parameter.name for parameter in public_list.parameters}


def _events() -> NewsItemQuerySet:
    return calendars.recent(NewsItem.objects.published().events())


def _calendar(events: NewsItemQuerySet, name: str, *, file: str = "events") -> HttpResponse:
    response = HttpResponse(calendars.as_ical(events, name=name), content_type=calendars.CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return response
