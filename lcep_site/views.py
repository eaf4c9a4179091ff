"""The pages that belong to neither app: home, about, errors and the health check."""

from posixpath import normpath

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from lcep_site import site_search
from members.mailing_list import consent as news_consent
from partnerships.enquiries import consent
from partnerships.files import pictures
from partnerships.models import LocalAuthority, Partnership, PostcodeEdition, Region, StrategicPriority
from partnerships.privacy import retention
from partnerships.vocabulary import STAGE_WORDS

RECENT_SHOWN = 6
PRIORITIES_SHOWN = 8
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def home(request):
    """Say what this is, take a place, and lead to what visitors come for."""
    published = Partnership.objects.published()
    context = {
        "partnership_count": published.formed().count(),
        "proposed_count": published.proposed().count(),
        "uncovered_count": LocalAuthority.objects.uncovered().count(),
        "regions": Region.objects.with_counts(),
        "recent": published.formed().recently_checked().for_cards()[:RECENT_SHOWN],
        "priorities": StrategicPriority.objects.with_partnership_counts().order_by("-partnership_count", "name")[
            :PRIORITIES_SHOWN
        ],
    }
    return render(request, "home.html", context)


@require_safe
def search(request):
    """Show what of all kinds some words lead to, each with the words in their context."""
    form = site_search.SiteSearchForm(request.GET)
    context = {"form": form, "groups": site_search.find(form.query), "trail": [("Search", "")]}
    return render(request, "search.html", context)


@require_safe
def about(request):
    """Tell what partnerships are, how they came about, and how to start one."""
    return render(request, "about.html", {"trail": [("About", "")]})


@require_safe
def about_data(request):
    """Say where the facts come from and what our words for certainty mean."""
    context = {
        "stages": STAGE_WORDS,
        "edition": PostcodeEdition.objects.current(),
        "trail": [("Where the facts come from", "")],
    }
    return render(request, "about_data.html", context)


@require_safe
def accessibility(request):
    """Say how accessible the site is and what was tested."""
    return render(request, "accessibility.html", {"trail": [("Accessibility", "")]})


@require_safe
def privacy(request):
    """Say what the site keeps about people, drawn from the rules it follows."""
    context = {
        "controller": settings.DATA_CONTROLLER,
        "rules": retention.RULES,
        "consents": consent.CONSENTS.values(),
        "news_consents": news_consent.CONSENTS.values(),
        "correction_consents": news_consent.CORRECTION_CONSENTS.values(),
        "trail": [("Privacy", "")],
    }
    return render(request, "privacy.html", context)


@require_safe
def health(request):
    """Answer whether the site can reach its database: 200 when it can, else the error page's 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def media(request, path):
    """Give an uploaded picture. A name is never used twice, so nobody need ask for it again.

    What else is uploaded has addresses of its own: a document may be a draft's.
    """
    if normpath(path).lstrip("/").partition("/")[0] not in pictures.FOLDERS:
        raise Http404("Only pictures are handed out here.")
    return serve(request, path, document_root=settings.MEDIA_ROOT)


def forbidden(request, exception):
    """Say that a page is not for this person, and where to go."""
    return render(request, "403.html", status=403)


def not_found(request, exception):
    """Say that there is no such page, and help to find the right one."""
    return render(request, "404.html", status=404)


def too_many(request):
    """Say that somebody tried too often, and when to come back."""
    return render(request, "429.html", status=429)


def server_error(request):
    """Say that something broke on our side. Drawn without a context, since that may be what is broken."""
    return HttpResponseServerError(render_to_string("500.html"))
