"""Pages of the directory: partnerships, proposed ones, priorities, Bridge Organisations, programmes, what changed."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from partnerships.coverage import map as coverage_map
from partnerships.coverage import who_covers
from partnerships.coverage.drawings import Drawing
from partnerships.coverage.school_counts import schools_in
from partnerships.coverage.support_today import Support, support_by, support_in, support_of_bridges
from partnerships.coverage.who_covers import Surroundings
from partnerships.forms.query_strings import QueryStringForm
from partnerships.forms.search import ChangeListForm, PartnershipSearchForm
from partnerships.models import (
    BridgeOrganisation,
    Partnership,
    PartnershipPriority,
    Programme,
    StrategicPriority,
)
from partnerships.noticeboard.codes import code_of
from partnerships.noticeboard.few import few_of
from partnerships.patchwork.drawing import as_svg
from partnerships.public_content.kept import Kept
from partnerships.published_kinds.fields import page_url
from partnerships.publishing import by_owner
from partnerships.publishing.entry_details import Details, details_of
from partnerships.publishing.unknown import unknown_of, unknown_of_bridge
from partnerships.search import cards, figures
from partnerships.search.patchworks import patchwork_of
from partnerships.search.results import Matches
from partnerships.search.snapshot import keeping
from partnerships.text.sentences import listed
from partnerships.views.query_strings import asked_by, with_query
from partnerships.views.slug_lookup import Context, entry_at, page, partnership_at
from partnerships.vocabulary import WORKING_STAGES

PARTNERSHIPS_A_PAGE = 20
CHANGES_A_PAGE = 50
PROPOSED_A_PAGE = 30
# How many partnerships a page about something else shows, before it leads to the list of all of them.
ENTRIES_SHOWN = 30
STATEMENTS_SHOWN = 50
MEMBERS_ON_A_SHEET = 6
# Some hundred kilobytes each.
ENTRIES_KEPT = 50


@dataclass(frozen=True)
class EntryPage:
    """A partnership, read by for_page, with what its page shows around it, and the `parts` of the page drawn so far.

    What it publishes is not in it: events are over within a day.
    """

    partnership: Partnership
    details: Details
    area: Drawing | None
    surroundings: Surroundings
    support: Support
    # How many state-funded schools lie in its area; None if that is not known.
    schools: int | None
    # The first row of its patchwork, drawn.
    strip: SafeString
    parts: dict[str, SafeString] = field(default_factory=dict)


_entries: Kept[str, EntryPage] = Kept(ENTRIES_KEPT)


@asked_by(PartnershipSearchForm)
@require_safe
def partnership_list(request: HttpRequest, filters: PartnershipSearchForm) -> HttpResponse:
    """List the partnerships that match the query and the chosen filters, with how many each other choice would show."""
    if filters.meant:
        nearest = redirect(with_query(request.path, filters.meant))
        add_never_cache_headers(nearest)
        return nearest
    page = filters.page_of(filters.results.matches, PARTNERSHIPS_A_PAGE)
    context = {
        "filters": filters,
        "page": page,
        "cards": cards.of_matches(filters.snapshot, list(page.object_list)),
        "trail": [("Partnerships", "")],
    }
    response = render(request, "partnerships/partnership_list.html", context)
    if filters.near_postcode:
        # A postcode in the address may be that of a home: no cache keeps the page.
        add_never_cache_headers(response)
    return response


@page("partnerships/partnership_detail.html")
def partnership_detail(request: HttpRequest, slug: str) -> Context:
    entry = _entry_at(slug)
    partnership = entry.partnership
    parent = ("Partnerships", reverse("partnerships:partnership-list"))
    if partnership.is_proposed:
        parent = ("Proposed partnerships", reverse("partnerships:proposed-list"))
    return partnership_context(entry) | {"trail": [parent, (partnership.name, "")]}


@page("partnerships/partnership_sheet.html")
def partnership_sheet(request: HttpRequest, slug: str) -> Context:
    """Show a partnership that can be joined on one sheet of paper, for a noticeboard."""
    entry = _entry_at(slug)
    partnership = entry.partnership
    if partnership.stage not in WORKING_STAGES:
        raise Http404("There is nothing to join.")
    address, members = page_url(partnership), entry.details.members
    named = few_of(((member.name, member.sector) for member in members), MEMBERS_ON_A_SHEET)
    parents = [
        ("Partnerships", reverse("partnerships:partnership-list")),
        (partnership.name, partnership.get_absolute_url()),
    ]
    return {
        "entry_page": entry,
        "partnership": partnership,
        # As people type it.
        "address": address.partition("://")[2],
        "code": code_of(address),
        "members": named,
        "more_members": len(members) - len(named),
        "trail": [*parents, ("Sheet for a noticeboard", "")],
    }


def _entry_at(slug: str) -> EntryPage:
    return _entries.of(slug, lambda: entry_of(partnership_at(slug, Partnership.objects.published().for_page())))


def entry_of(partnership: Partnership) -> EntryPage:
    """Return `partnership`, read by for_page, with what its page shows around it."""
    details, snapshot = details_of(partnership), keeping.current()
    area = coverage_map.of_partnership(snapshot, partnership, details.authorities)
    around = who_covers.surroundings_of(snapshot, partnership, details.authorities)
    codes = [place.gss_code for place in details.authorities]
    schools = schools_in(codes, snapshot.parts_worked_in(partnership.pk))
    strip = as_svg(patchwork_of(snapshot, partnership.pk)[:1])
    return EntryPage(partnership, details, area, around, support_in(codes), schools, strip)


def partnership_context(entry: EntryPage) -> Context:
    """Return the context of the page of `entry`, but for its breadcrumbs."""
    shelves = by_owner.shelves_of(entry.partnership, entry.details.listings)
    unknown = listed(unknown_of(entry.partnership, entry.details))
    return {"entry_page": entry, "partnership": entry.partnership, "shelves": shelves, "unknown": unknown}


@asked_by(QueryStringForm)
@page("partnerships/proposed_list.html")
def proposed_list(request: HttpRequest, form: QueryStringForm) -> Context:
    """List the places where a partnership was suggested."""
    snapshot = keeping.current()
    page = form.page_of(Matches(snapshot, snapshot.proposed), PROPOSED_A_PAGE)
    shown = cards.of_matches(snapshot, list(page.object_list))
    return {"form": form, "page": page, "cards": shown, "trail": [("Proposed partnerships", "")]}


@page("partnerships/priority_list.html")
def priority_list(request: HttpRequest) -> Context:
    """List the strategic priorities with how many partnerships state each."""
    snapshot, priorities = keeping.current(), list(StrategicPriority.objects.all())
    for priority in priorities:
        priority.partnership_count = figures.count_having(snapshot, "priority", priority.slug)
    return {"priorities": priorities, "trail": [("Strategic priorities", "")]}


@page("partnerships/priority_detail.html")
def priority_detail(request: HttpRequest, slug: str) -> Context:
    """Show the partnerships that state a priority, each in its own wording."""
    priority, snapshot = entry_at(slug, StrategicPriority.objects.all()), keeping.current()
    stating = snapshot.having("priority", [priority.slug]) & snapshot.formed
    # Each of them states it once at least.
    first = [key for key, _ in snapshot.listed(stating, (), 0, STATEMENTS_SHOWN + 1)]
    stated = PartnershipPriority.objects.of_partnerships().filter(priority=priority, partnership__in=first)
    statements = list(stated[: STATEMENTS_SHOWN + 1])
    return {
        "priority": priority,
        "partnership_count": stating.bit_count(),
        "statements": statements[:STATEMENTS_SHOWN],
        "has_more": len(statements) > STATEMENTS_SHOWN,
        "trail": [("Strategic priorities", reverse("partnerships:priority-list")), (priority.name, "")],
    }


@page("partnerships/bridge_list.html")
def bridge_list(request: HttpRequest) -> Context:
    """List the Bridge Organisations with their role dates and territories."""
    snapshot, support = keeping.current(), support_of_bridges()
    bridges = [
        (bridge, figures.count_having(snapshot, "bridge", bridge.slug), support.get(bridge.pk))
        for bridge in BridgeOrganisation.objects.with_authority_counts()
    ]
    return {"bridges": bridges, "trail": [("Bridge Organisations", "")]}


@page("partnerships/bridge_detail.html")
def bridge_detail(request: HttpRequest, slug: str) -> Context:
    """Show one Bridge Organisation: its time in the role, territory, partnerships and what it offered."""
    bridge = entry_at(slug, BridgeOrganisation.objects.all())
    parent = ("Bridge Organisations", reverse("partnerships:bridge-list"))
    return bridge_context(bridge) | {"trail": [parent, (bridge.name, "")]}


def bridge_context(bridge: BridgeOrganisation) -> Context:
    """Return the context of the page of `bridge`, but for its breadcrumbs."""
    territory = list(bridge.authorities.select_related("region").order_by("region__position", "county", "name"))
    own, support = support_by(bridge, codes := [authority.gss_code for authority in territory])
    return {
        "bridge": bridge,
        "unknown": listed(unknown_of_bridge(bridge)),
        "own": own,
        "support": support,
        "schools": schools_in(codes),
        "territory": territory,
        "only_region": territory[0].region.name if len({place.region_id for place in territory}) == 1 else "",
        "offers": bridge.support_offers.published().order_by("kind", "name"),
        "programmes": bridge.programmes.published(),
        "shelves": by_owner.shelves_of(bridge),
        **_partnerships_in(bridge),
    }


def _partnerships_in(bridge: BridgeOrganisation) -> Context:
    """Return the partnerships of the area of `bridge` that its page shows, and how many there are."""
    snapshot = keeping.current()
    supported = snapshot.having("bridge", [bridge.slug])
    formed, proposed = (
        [card.partnership for card in cards.first_of(snapshot, supported & standing, ENTRIES_SHOWN)]
        for standing in (snapshot.formed, snapshot.proposed)
    )
    return {
        "partnership_count": figures.count_having(snapshot, "bridge", bridge.slug),
        "partnerships": formed,
        "proposed": proposed,
        "proposed_count": (supported & snapshot.proposed).bit_count(),
    }


@page("partnerships/programme_list.html")
def programme_list(request: HttpRequest) -> Context:
    """List the programmes: national ones first, then each Bridge Organisation's."""
    return {"programmes": Programme.objects.published().national_first(), "trail": [("Programmes", "")]}


@page("partnerships/programme_detail.html")
def programme_detail(request: HttpRequest, slug: str) -> Context:
    """Show one programme with the partnerships and places that took part."""
    programme = entry_at(slug, Programme.objects.published().select_related("bridge"))
    trail = [("Programmes", reverse("partnerships:programme-list")), (programme.name, "")]
    return programme_context(programme) | {"trail": trail}


def programme_context(programme: Programme) -> Context:
    """Return the context of the page of `programme`, but for its breadcrumbs."""
    return {
        "programme": programme,
        "rounds": programme.rounds.all(),
        "participations": programme.participations.of_published_partnerships(),
        "places": programme.authorities.select_related("region").order_by("name"),
    }


@asked_by(ChangeListForm)
@page("partnerships/change_list.html")
def change_list(request: HttpRequest, form: ChangeListForm) -> Context:
    """List what was new or changed, day by day, in all of England, a region or one partnership."""
    return {"form": form, "page": form.page_of(form.answer.rows, CHANGES_A_PAGE), "trail": [("Changes", "")]}
