"""The values of the facets of the list of partnerships, as they can be chosen."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from partnerships.search.results import FacetValue

# All values of all facets with some counts each, at about 300 bytes.
MAX_KEPT = 8_000

register = template.Library()


@register.simple_tag
def facet_options(name: str, values: Iterable[FacetValue]) -> SafeString:
    """Draw `values` of the facet called `name` as boxes to tick."""
    return mark_safe("".join(_drawn("components/facet_option.html", name, value) for value in values))  # noqa: S308


@register.simple_tag
def facet_choices(name: str, values: Iterable[FacetValue]) -> SafeString:
    """Draw `values` of the facet called `name` as choices of a list."""
    return mark_safe("".join(_drawn("components/facet_choice.html", name, value) for value in values))  # noqa: S308


@lru_cache(MAX_KEPT)
def _drawn(template_name: str, name: str, value: FacetValue) -> SafeString:
    """Return the HTML of `value`, which is kept by everything that it shows, so that it is never an older one."""
    return mark_safe(get_template(template_name).render({"name": name, "value": value}))  # noqa: S308 - by a template
