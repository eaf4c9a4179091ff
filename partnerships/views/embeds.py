"""What other sites may show in a frame, the page that gives the frames away, and oEmbed (https://oembed.com)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from partnerships.coverage import map as coverage_map
from partnerships.coverage.everywhere import coverage_by_authority, coverage_in
from partnerships.forms.embeds import EmbedForm, OembedForm, ThemeForm
from partnerships.models import Partnership, Region
from partnerships.open_data import embeds
from partnerships.open_data.embeds import Embed
from partnerships.views.query_strings import asked_by, never_kept
from partnerships.views.slug_lookup import Context, EntryMoved, entry_at, page, partnership_at

# Seconds for which a site may keep what it was told.
MAX_AGE = 86_400
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630


def framed_anywhere(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let pages of any site show `view` in a frame, which nothing else here may be; what is gone says so in it."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            theme = ThemeForm(request.GET).chosen_theme
            response = render(request, "embeds/gone.html", {"theme": theme}, status=404)
        # Also pages that show nothing of others unless these agree.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(framed))


@framed_anywhere
@asked_by(ThemeForm)
@page("embeds/partnership.html")
def partnership_card(request: HttpRequest, form: ThemeForm, slug: str) -> Context:
    """Show a partnership in short."""
    try:
        partnership = partnership_at(slug, Partnership.objects.published().for_cards())
    except EntryMoved as moved:
        if not moved.slug:
            raise Http404("Several have had that name.") from None
        raise
    return {"partnership": partnership, "embed": embeds.of_partnership(partnership), "theme": form.chosen_theme}


@framed_anywhere
@asked_by(ThemeForm)
@page("embeds/map.html")
def region_map(request: HttpRequest, form: ThemeForm, slug: str) -> Context:
    """Show the map of a region."""
    region = entry_at(slug, Region.objects.all())
    drawing = coverage_map.of_region(region, coverage_in(region))
    return {
        "drawing": drawing,
        "place": region.name,
        "embed": embeds.of_region(region),
        "theme": form.chosen_theme,
    }


@framed_anywhere
@asked_by(ThemeForm)
@page("embeds/map.html")
def england_map(request: HttpRequest, form: ThemeForm) -> Context:
    """Show the map of England."""
    drawing = coverage_map.of_england(coverage_by_authority())
    return {"drawing": drawing, "place": "England", "embed": embeds.of_england(), "theme": form.chosen_theme}


@csp_replace({"frame-src": [SELF]})
@asked_by(EmbedForm)
@page("embeds/page.html")
def embed_page(request: HttpRequest, form: EmbedForm) -> Context:
    """Give away the frame of a partnership, a region or England, as a preview and as HTML to copy."""
    chosen = form.chosen
    return {
        "form": form,
        "chosen": chosen,
        "embed": _embed_of(chosen).in_theme(form.chosen_theme),
        "regions": Region.objects.all(),
        "trail": [("Open data", reverse("partnerships:open-data")), ("Put this on your website", "")],
    }


@require_safe
@never_kept("made in no time, and there is an address for each page")
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer a program that asks how a page of ours may be shown in a page of its own.

    404 for what may not be, 501 for XML, 400 for sizes that are no numbers.
    """
    form = OembedForm(request.GET)
    found = _embed_at(form.cleaned_data["url"]) if form.is_valid() else None
    embed = found and found.in_theme(embeds.LIGHT)
    if form.data.get("format", "json") != "json":
        return _told({"error": "Only JSON is spoken here."}, 501)
    if "maxwidth" in form.errors or "maxheight" in form.errors:
        return _told({"error": "maxwidth and maxheight are whole numbers of pixels."}, 400)
    if embed is None:
        return _told({"error": "There is nothing to show of that address: see " + settings.SITE_URL + "/embed/"}, 404)
    width = min(embeds.WIDTH, form.cleaned_data["maxwidth"] or embeds.WIDTH)
    height = min(embed.height, form.cleaned_data["maxheight"] or embed.height)
    return _told(_rich(embed, width, height) | _picture(embed, form.cleaned_data))


def _embed_of(chosen: Partnership | Region | None) -> Embed:
    if isinstance(chosen, Partnership):
        return embeds.of_partnership(chosen)
    return embeds.of_region(chosen) if chosen else embeds.of_england()


def _embed_at(match: ResolverMatch) -> Embed | None:
    """Return what may be shown of the page at `match`, under its former address too; None if nothing may be."""
    found = _EMBEDS.get(match.view_name)
    try:
        return found(**match.kwargs) if found else None
    except EntryMoved as moved:
        return found(moved.slug) if found and moved.slug else None
    except Http404:
        return None


def _partnership_at(slug: str) -> Embed:
    return embeds.of_partnership(partnership_at(slug, Partnership.objects.published()))


def _region_at(slug: str) -> Embed:
    return embeds.of_region(entry_at(slug, Region.objects.all()))


_EMBEDS: dict[str, Callable[..., Embed]] = {
    "partnerships:partnership-detail": _partnership_at,
    "partnerships:partnership-embed": _partnership_at,
    "partnerships:region-detail": _region_at,
    "partnerships:region-map-embed": _region_at,
    "partnerships:map": embeds.of_england,
    "partnerships:england-map-embed": embeds.of_england,
}


def _rich(embed: Embed, width: int, height: int) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "rich",
        "title": embed.title,
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}{reverse('home')}",
        "cache_age": MAX_AGE,
        "html": embed.code(width, height),
        "width": width,
        "height": height,
    }


def _picture(embed: Embed, asked: dict[str, Any]) -> dict[str, Any]:
    """Return where its picture is, unless it is larger than what was asked for."""
    is_small = (asked["maxwidth"] or PICTURE_WIDTH) >= PICTURE_WIDTH
    if not embed.picture or not is_small or (asked["maxheight"] or PICTURE_HEIGHT) < PICTURE_HEIGHT:
        return {}
    url = f"{settings.SITE_URL}{embed.picture}"
    return {"thumbnail_url": url, "thumbnail_width": PICTURE_WIDTH, "thumbnail_height": PICTURE_HEIGHT}


def _told(content: dict[str, Any], status: int = 200) -> HttpResponse:
    # Editors in a browser ask from pages of their own.
    headers = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    if status == 200:
        headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return JsonResponse(content, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
