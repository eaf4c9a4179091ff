"""Pages of places: who covers one, the map of England, where no partnership works, regions and local authorities."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnerships import finder
from partnerships.abuse import networks, programs, rate_limit
from partnerships.coverage import cold_spots, levels, map_pages, need, who_covers
from partnerships.coverage.everywhere import coverage_by_authority, coverage_in
from partnerships.coverage.school_counts import schools_in
from partnerships.coverage.support_today import support_in_region
from partnerships.finder.answers import Answer, NotFound
from partnerships.finder.suggestions import suggested
from partnerships.forms.cold_spots import ColdSpotForm
from partnerships.forms.maps import MapForm, NeedMapForm
from partnerships.forms.query_strings import said_of_twice
from partnerships.forms.search import FindForm
from partnerships.models import BridgeOrganisation, LocalAuthority, Region, SupportOffer
from partnerships.models.successions import told_of
from partnerships.public_content import moments
from partnerships.publishing import by_owner
from partnerships.search import cards, figures
from partnerships.search.snapshot import keeping
from partnerships.sought import tally
from partnerships.views.directory import ENTRIES_SHOWN
from partnerships.views.query_strings import asked_by, never_kept
from partnerships.views.slug_lookup import Context, authority_at, entry_at, page

# A class that types at once behind one network: a letter each of a few seconds.
SUGGESTING = rate_limit.MemoryLimit(most=1200, span=60)
KEPT_BY_THE_BROWSER = "private, max-age=86400"


@require_safe
@never_cache
@never_kept("what was typed may be the postcode of a home")
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a place, and say who covers it. The address holds what was typed, so no cache may keep the page."""
    form = FindForm(request.GET) if request.GET.get("q", "").strip() else FindForm()
    answer = _answered(request, form.cleaned_data["q"]) if form.is_valid() else None
    if isinstance(answer, NotFound):
        form.add_error("q", answer.heading)
    context = {
        "form": form,
        "typed": form["q"].value() or "",
        "twice": said_of_twice(form.fields, request.GET),
        "answer": answer,
        # Most answers show none.
        "national_offers": SimpleLazyObject(lambda: SupportOffer.objects.published().national()),
        "trail": [("Find a partnership", "")],
    }
    return render(request, "partnerships/find.html", context)


def _answered(request: HttpRequest, text: str) -> Answer:
    """Return the finder's answer to `text`, and count it; no page of these is kept, so each is counted here."""
    meaning = finder.meaning_of(text)
    answer = finder.present(meaning)
    if request.META["REQUEST_METHOD"] == "GET" and not programs.is_program(request.META):
        tally.count(meaning, answer)
    return answer


@require_safe
@never_kept("what was typed may be the name of a school somebody goes to")
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return names that begin with what was typed, by group, for the script of the search box."""
    if seconds := SUGGESTING.seconds_to_wait(networks.network_of(request.META)):
        return JsonResponse({}, status=429, headers={"Retry-After": str(seconds), "Cache-Control": "no-store"})
    with moments.lately():
        found = suggested(request.GET.get("q", ""))
    return JsonResponse(found, headers={"Cache-Control": KEPT_BY_THE_BROWSER})


@asked_by(MapForm)
@page("partnerships/map.html")
def england_map(request: HttpRequest, form: MapForm) -> Context:
    """Show how every local authority is covered, of a region, around a place or of all, as a drawing and as tables."""
    shown = map_pages.by_level(*form.asked)
    return {
        "form": form,
        "map": shown,
        "choices": form.links_to(shown.choices),
        "is_of_need": False,
        "need": None,
        "trail": [("Map", "")],
    }


@asked_by(NeedMapForm)
@page("partnerships/map_of_need.html")
def map_of_need(request: HttpRequest, form: NeedMapForm) -> Context:
    """Show how many children live in low-income families in every local authority, otherwise as england_map."""
    figures = need.of_england()
    shown = map_pages.by_need(*form.asked, figures)
    return {
        "form": form,
        "map": shown,
        "choices": form.links_to(shown.choices),
        "need": figures,
        "is_of_need": True,
        "trail": [("Map", reverse("partnerships:map")), ("Children in low-income families", "")],
    }


@asked_by(ColdSpotForm)
@page("partnerships/cold_spots.html")
def cold_spot_list(request: HttpRequest, form: ColdSpotForm) -> Context:
    """List the local authorities without a partnership, in a region or all, with their need, by need or otherwise."""
    found = cold_spots.of_england()
    chosen = found.in_region(form.chosen_region)
    return {
        "form": form,
        "cold_spots": found,
        "chosen": chosen,
        "spots": cold_spots.with_support(cold_spots.ordered(chosen.cold, form.order)),
        "in_part": cold_spots.with_support(cold_spots.ordered(chosen.in_part, form.order)),
        "trail": [("Map", reverse("partnerships:map")), ("Places nobody covers", "")],
    }


@page("partnerships/region_list.html")
def region_list(request: HttpRequest) -> Context:
    """List the nine regions with how many partnerships work in each."""
    return {"regions": figures.of_regions(keeping.current()), "trail": [("Regions", "")]}


@page("partnerships/region_detail.html")
def region_detail(request: HttpRequest, slug: str) -> Context:
    """Show one region: who covers each of its authorities, its partnerships and its Bridge Organisations."""
    region, snapshot = entry_at(slug, Region.objects.all()), keeping.current()
    there = snapshot.having("region", [region.slug])
    coverages = coverage_in(region)
    return {
        "region": region,
        "figures": figures.of_region(snapshot, region),
        "coverages": coverages,
        "schools": schools_in(coverage.authority.gss_code for coverage in coverages),
        "cards": cards.within(region.name, cards.first_of(snapshot, there & snapshot.formed, ENTRIES_SHOWN)),
        "proposed": [card.partnership for card in cards.first_of(snapshot, there & snapshot.proposed, ENTRIES_SHOWN)],
        "support": support_in_region(region),
        "bridges": BridgeOrganisation.objects.serving(region),
        "shelves": by_owner.shelves_of(region),
        "trail": [("Regions", reverse("partnerships:region-list")), (region.name, "")],
    }


@page("partnerships/authority_list.html")
def authority_list(request: HttpRequest) -> Context:
    """List all local authorities by region, each with who covers it."""
    coverages = coverage_by_authority()
    return {
        "coverages": coverages,
        "regions": levels.by_region(coverages),
        "without": levels.without_partnership(coverages),
        "trail": [("Local authorities", "")],
    }


@page("partnerships/authority_detail.html")
def authority_detail(request: HttpRequest, slug: str) -> Context:
    """Say who covers a local authority, or that nobody does and what can be done."""
    authority = authority_at(slug, LocalAuthority.objects.select_related("region", "bridge"))
    region = authority.region
    trail = [("Regions", reverse("partnerships:region-list")), (region.name, region.get_absolute_url())]
    return {
        "authority": authority,
        "coverage": who_covers.kept_coverage_of(authority),
        "nearest": cards.within(region.name, who_covers.nearest_to(authority)),
        "national_offers": SupportOffer.objects.published().national(),
        "successions": told_of(authority),
        "trail": [*trail, (authority.name, "")],
    }
