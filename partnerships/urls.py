"""Addresses of the directory."""

from collections.abc import Iterator

from django.urls import URLPattern, include, path

from partnerships.api.documentation import documentation, openapi_document
from partnerships.api.endpoints import addresses
from partnerships.models import Resource
from partnerships.published_kinds import table
from partnerships.views import (
    check_calendar,
    directory,
    editorial,
    embeds,
    enquiries,
    finder_counts,
    following,
    open_data,
    places,
)

app_name = "partnerships"

directory_urls = [
    path("partnerships/", directory.partnership_list, name="partnership-list"),
    path("partnerships/<slug:slug>/", directory.partnership_detail, name="partnership-detail"),
    path("partnerships/<slug:slug>/sheet/", directory.partnership_sheet, name="partnership-sheet"),
    path("preview/<str:token>/", editorial.draft_preview, name="draft-preview"),
    path("preview/<str:token>/document/", editorial.draft_preview_document, name="draft-preview-document"),
    path("calendars/checks/<str:token>.ics", check_calendar.checks_calendar, name="checks-calendar"),
    path("proposed/", directory.proposed_list, name="proposed-list"),
    path("priorities/", directory.priority_list, name="priority-list"),
    path("priorities/<slug:slug>/", directory.priority_detail, name="priority-detail"),
]
place_urls = [
    path("find/", places.find, name="find"),
    path("find/suggestions/", places.suggestions, name="suggestions"),
    path("map/", places.england_map, name="map"),
    path("map/need/", places.map_of_need, name="map-of-need"),
    path("cold-spots/", places.cold_spot_list, name="cold-spots"),
    path("regions/", places.region_list, name="region-list"),
    path("regions/<slug:slug>/", places.region_detail, name="region-detail"),
    path("authorities/", places.authority_list, name="authority-list"),
    path("authorities/<slug:slug>/", places.authority_detail, name="authority-detail"),
]
bridge_urls = [
    path("bridges/", directory.bridge_list, name="bridge-list"),
    path("bridges/<slug:slug>/", directory.bridge_detail, name="bridge-detail"),
    path("programmes/", directory.programme_list, name="programme-list"),
    path("programmes/<slug:slug>/", directory.programme_detail, name="programme-detail"),
]


def _published_urls() -> Iterator[URLPattern]:
    """Yield the addresses of the pages that are made from the table of published kinds."""
    for kind in table.kinds():
        if kind.shown_as:
            folder, name = kind.listings[0].name, kind.page.partition(":")[2]
            yield path(f"{folder}/<slug:slug>/", editorial.published_detail, {"kind": kind}, name=name)
            for listing in kind.listings:
                view = editorial.resource_list if kind.model is Resource else editorial.published_list
                name = listing.page.partition(":")[2]
                yield path(f"{listing.name}/", view, {"kind": kind, "listing": listing}, name=name)


def _named_by_listing() -> Iterator[URLPattern]:
    """Yield an address in each further listing of a kind, which leads to the page of what is in it.

    Whoever shortens the address of an event in a calendar asks for that.
    """
    for kind in table.kinds():
        for listing in kind.listings[1:] if kind.shown_as else ():
            arguments = {"kind": kind, "listing": listing}
            route, name = f"{listing.name}/<slug:slug>/", f"in-{listing.name}"
            yield path(route, editorial.led_from_listing, arguments, name=name)


editorial_urls = [
    *_published_urls(),
    path("resources/<slug:slug>/document/", editorial.resource_document, name="resource-document"),
    path("questions/", editorial.question_list, name="question-list"),
    path("events/calendar/", editorial.event_month, name="event-month"),
    *_named_by_listing(),
    path("events/<slug:slug>.ics", open_data.event_ics, name="event-ics"),
    path("support/", editorial.support_list, name="support-list"),
    path("support/today/", editorial.support_today_list, name="support-today"),
    path("since-2023/", editorial.development_list, name="development-list"),
]
enquiry_urls = [
    path("join/", enquiries.enquiry, name="enquiry"),
    path("join/under-18/", enquiries.enquiry_under_age, name="enquiry-under-age"),
    path("join/sent/<slug:reference>/", enquiries.enquiry_sent, name="enquiry-sent"),
    path("join/for-partnerships/<str:token>/", enquiries.enquiry_by_link, name="enquiry-by-link"),
]
embed_urls = [
    path("embed/", embeds.embed_page, name="embed"),
    path("embed/map/", embeds.england_map, name="england-map-embed"),
    path("embed/partnerships/<slug:slug>/", embeds.partnership_card, name="partnership-embed"),
    path("embed/regions/<slug:slug>/map/", embeds.region_map, name="region-map-embed"),
    path("oembed", embeds.oembed, name="oembed"),
]
open_data_urls = [
    path("open-data/", open_data.open_data_page, name="open-data"),
    path("open-data/programs/", documentation, name="api-documentation"),
    path("open-data/what-visitors-did-not-find.csv", finder_counts.finder_counts, name="finder-counts"),
    path("open-data/lcep-directory.zip", open_data.open_data_dump, name="open-data-dump"),
    path("api/v1/openapi.json", openapi_document, name="openapi"),
    path("api/v1/", include(addresses())),
    path("follow/", following.follow, name="follow"),
    path("follow/<slug:kind>/", following.follow_list, name="follow-list"),
    path("changes/", directory.change_list, name="change-list"),
    path("changes.atom", open_data.changes_atom, name="changes-atom"),
    path("regions/<slug:slug>/changes.atom", open_data.region_atom, name="region-atom"),
    path("partnerships/<slug:slug>/changes.atom", open_data.partnership_atom, name="partnership-atom"),
    path("partnerships/<slug:slug>/picture.png", open_data.partnership_picture, name="partnership-picture"),
    path("events.ics", open_data.events_ics, name="events-ics"),
    path("<slug:owners>/<slug:slug>/events.ics", open_data.events_ics_of, name="events-ics-of"),
    path("<slug:owners>/<slug:slug>/<slug:kind>.atom", open_data.list_atom_of, name="list-atom-of"),
    path("<slug:kind>.csv", open_data.list_csv, name="list-csv"),
    path("<slug:kind>.geojson", open_data.list_geojson, name="list-geojson"),
    path("<slug:kind>.atom", open_data.list_atom, name="list-atom"),
    path("robots.txt", open_data.robots, name="robots"),
    path(".well-known/security.txt", open_data.security, name="security"),
]
urlpatterns = directory_urls + place_urls + bridge_urls + editorial_urls + enquiry_urls + embed_urls + open_data_urls
