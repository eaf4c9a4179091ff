"""How the site is shown where it is not open: in tabs, on home screens, in lists of bookmarks."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from partnerships.views.query_strings import reads_nothing

# The colours of the frame and of the paper: see static/css/tokens.css.
STAGE, PAPER = "#2b1036", "#fff8ee"
WEEK_IN_SECONDS = 7 * 24 * 60 * 60


@cache
def _favicon() -> bytes:
    return (settings.BASE_DIR / "static" / "img" / "favicon.ico").read_bytes()


@require_safe
@reads_nothing
def favicon(request: HttpRequest) -> HttpResponse:
    """Give the icon to whoever asks for it where icons have always been."""
    response = HttpResponse(_favicon(), content_type="image/vnd.microsoft.icon")
    patch_cache_control(response, public=True, max_age=WEEK_IN_SECONDS)
    return response


@require_safe
@reads_nothing
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell browsers how to show the site on a home screen (W3C, Web Application Manifest)."""
    icons = [
        {"src": static("img/logo.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": static("img/icon-32.png"), "type": "image/png", "sizes": "32x32"},
        {"src": static("img/icon-192.png"), "type": "image/png", "sizes": "192x192"},
        {"src": static("img/icon-512.png"), "type": "image/png", "sizes": "512x512"},
        {"src": static("img/icon-maskable.png"), "type": "image/png", "sizes": "512x512", "purpose": "maskable"},
    ]
    told = {
        "name": settings.SITE_NAME,
        "short_name": "LCEPs",
        "description": "Local Cultural Education Partnerships in England",
        "lang": "en-GB",
        "id": reverse("home"),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "browser",
        "background_color": PAPER,
        "theme_color": STAGE,
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
