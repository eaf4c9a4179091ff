"""Requests of which only the status is wanted, or what the page is drawn with (`response.context_data`)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest import mock

from django.http import HttpRequest
from django.template.backends.django import Template


@contextmanager
def drawn_if(is_wanted: Callable[[Template, dict, HttpRequest | None], bool]) -> Iterator[None]:
    """Let a template be drawn as nothing while the context lasts, unless it is wanted: a page's status is known before.

    Whether it is wanted is asked of the template, its context and the request.
    """
    draw = Template.render

    def render(template, context=None, request=None):
        return draw(template, context, request) if is_wanted(template, context or {}, request) else ""

    with mock.patch.object(Template, "render", render):
        yield


def undrawn() -> AbstractContextManager[None]:
    """Let every template be drawn as nothing while the context lasts."""
    return drawn_if(lambda template, context, request: False)
