"""What every template knows: the site's name, the page's address, and the frame around its content."""

from django.conf import settings
from django.http import HttpRequest

from lcep_site.frame import Frame
from partnerships.views.query_strings import canonical_address


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name and URL, the canonical URL of the page, and its frame: header, menus, footer.

    `is_by_mailed_link` says that its address is a secret, which no paper should bear.
    """
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{canonical_address(request)}",
        "is_by_mailed_link": bool(request.resolver_match and "token" in request.resolver_match.kwargs),
        "frame": Frame(request.path),
    }
