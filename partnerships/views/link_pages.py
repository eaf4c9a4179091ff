"""Pages that signed links lead to, and what they answer when the link does not work. No browser or cache keeps them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.views.query_strings import never_kept

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def link_page(template: str, context: Callable[[], dict[str, Any]] = dict) -> Callable[[View], View]:
    """Make a view that reads a signed link answer with `template` when the link does not work.

    The status is 410 and `is_expired` true for a link that was ours, else 404. `context` makes what else is shown.
    """

    def decorator(view: View) -> View:
        @never_kept("the link is somebody's own")
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except (ExpiredLink, NotOurLink) as problem:
                is_expired = isinstance(problem, ExpiredLink)
                status = 410 if is_expired else 404
                response = render(request, template, context() | {"is_expired": is_expired}, status=status)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return page  # type: ignore[return-value]  # of the same type but for the error

    return decorator
