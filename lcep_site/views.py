"""The pages that belong to neither app: home, search, about, privacy and pictures."""

from contextlib import suppress
from functools import cache, partial
from posixpath import normpath
from typing import cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from lcep_site import about_the_data, accessibility_statement, backups, site_search, sitemaps
from lcep_site.environment import UNNAMED_CONTROLLER
from lcep_site.site_search import SiteSearchForm
from members.mailing_list import consent as news_consent
from partnerships.coverage import small_map
from partnerships.enquiries import consent
from partnerships.enquiries.topics import ROUTES
from partnerships.files import media as media_files
from partnerships.files import picture_readers, pictures
from partnerships.patchwork.drawing import as_svg
from partnerships.privacy import retention
from partnerships.publishing import lately, previews
from partnerships.search import cards, figures, of_the_day
from partnerships.search.patchworks import side_by_side
from partnerships.search.snapshot import keeping
from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.views.query_strings import asked_by, never_kept, reads_nothing
from partnerships.vocabulary import EnquiryTopic
from partnerships.vocabulary.glossary import TERMS

MAX_PRIORITIES = 8
YEAR_IN_SECONDS = 365 * 24 * 60 * 60


@require_safe
@reads_nothing
def home(request: HttpRequest) -> HttpResponse:
    snapshot = keeping.current()
    of_today = cache(partial(of_the_day.of_the_day, snapshot, timezone.localdate()))
    # What is called is called by the template, where it draws that part.
    context = {
        "snapshot": snapshot,
        "partnership_count": snapshot.formed.bit_count(),
        "proposed": partial(figures.proposed, snapshot),
        "without": partial(figures.without_partnership, snapshot),
        "regions": partial(figures.of_regions, snapshot),
        "england": small_map.of_england,
        "today": lambda: cards.of_matches(snapshot, of_today()),
        "patchwork": lambda: as_svg(side_by_side(snapshot, [match.pk for match in of_today()])),
        "new": partial(lately.what_is_new, snapshot),
        "priorities": partial(figures.most_stated_priorities, snapshot, MAX_PRIORITIES),
    }
    return render(request, "home.html", context)


@asked_by(SiteSearchForm)
@require_safe
def search(request: HttpRequest, form: SiteSearchForm) -> HttpResponse:
    """Show results of every kind, each with the words it was found by in their context."""
    context = {"form": form, "groups": site_search.find(form.query), "trail": [("Search", "")]}
    return render(request, "search.html", context)


@require_safe
@reads_nothing
def about(request: HttpRequest) -> HttpResponse:
    is_named = settings.DATA_CONTROLLER != UNNAMED_CONTROLLER
    context = {
        "controller": settings.DATA_CONTROLLER if is_named else "",
        "question_within": ROUTES[EnquiryTopic.OTHER].days,
        "press_within": ROUTES[EnquiryTopic.PRESS].days,
        "trail": [("About", "")],
    }
    return render(request, "about.html", context)


@require_safe
@reads_nothing
def about_data(request: HttpRequest) -> HttpResponse:
    trail = [("Where the facts come from", "")]
    return render(request, "about_data.html", about_the_data.contents(timezone.localdate()) | {"trail": trail})


@require_safe
@reads_nothing
def words(request: HttpRequest) -> HttpResponse:
    """Say what the field's words mean."""
    terms = [(term, reverse(term.page)) for term in TERMS]
    return render(request, "words.html", {"terms": terms, "trail": [("Words we use", "")]})


@require_safe
@reads_nothing
def accessibility(request: HttpRequest) -> HttpResponse:
    trail = [("Accessibility statement", "")]
    return render(request, "accessibility.html", accessibility_statement.contents() | {"trail": trail})


@require_safe
@reads_nothing
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what the site keeps about people, from the same rules that the retention program applies."""
    context = {
        "controller": settings.DATA_CONTROLLER,
        "rules": retention.rules(),
        "backups_kept_for": backups.kept_for(),
        "consents": consent.CONSENTS.values(),
        "news_consents": news_consent.CONSENTS.values(),
        "correction_consents": news_consent.CORRECTION_CONSENTS.values(),
        "trail": [("Privacy", "")],
    }
    return render(request, "privacy.html", context)


@require_safe
@reads_nothing
def sitemap(request: HttpRequest) -> HttpResponse:
    """Show search engines where the addresses of all pages are."""
    return HttpResponse(sitemaps.index(), content_type=sitemaps.CONTENT_TYPE)


@require_safe
@reads_nothing
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """Show search engines the addresses of some pages."""
    lines = sitemaps.part(part)
    if not lines:
        raise Http404("There is no such part of the map.")
    return HttpResponse(lines, content_type=sitemaps.CONTENT_TYPE)


@require_safe
@never_kept("a file on disk")
def media(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """Serve an uploaded picture. A file name is never used twice, so browsers may keep it for ever once it is public.

    Before that it is served to those who work on it and to who holds a preview link. Documents have URLs of their own.
    Raises Http404 for them, and for the pictures of others.
    """
    name = normpath(path).lstrip("/")
    if name.partition("/")[0] not in pictures.FOLDERS:
        raise Http404("Only pictures are handed out here.")
    is_public = picture_readers.is_public(name)
    if not (is_public or _sees_drafts(request, name)):
        raise Http404("There is no such picture.")
    response = media_files.response_with(request, name)
    if is_public:
        patch_cache_control(response, public=True, max_age=YEAR_IN_SECONDS, immutable=True)
        # Whoever uses our data may show the logo beside them.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _sees_drafts(request: HttpRequest, name: str) -> bool:
    """Whether a picture that is not public is shown: to one of the staff whose it is, or by a preview link."""
    if token := request.GET.get("preview"):
        with suppress(ExpiredLink, NotOurLink):
            return picture_readers.is_in(previews.entry_of(token), name)
    return admin.site.has_permission(request) and picture_readers.may_see(cast(User, request.user), name)
