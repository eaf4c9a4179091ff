"""What every template knows: the site's name and its menus."""

from django.conf import settings
from django.http import HttpRequest

from lcep_site.navigation import MAIN, footer, items_for


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, the canonical URL of the page, and the menus with the current item marked."""
    return {
        "site_name": settings.SITE_NAME,
        "canonical_url": f"{settings.SITE_URL}{request.path}",
        "navigation": items_for(request.path, MAIN),
        "footer_navigation": items_for(request.path, footer()),
    }
