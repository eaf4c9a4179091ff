"""The drawn map, for pages of regions, local authorities and partnerships and for lists."""

from collections.abc import Iterable

from django import template

from partnerships.coverage import map as coverage_map
from partnerships.models import LocalAuthority, Partnership, Region

register = template.Library()


@register.inclusion_tag("components/map_figure.html")
def map_of_region(region: Region) -> dict[str, coverage_map.Drawing | None]:
    """Draw `region` in its surroundings, each of its authorities by how it is covered. Two queries."""
    return {"drawing": coverage_map.of_region(region)}


@register.inclusion_tag("components/map_figure.html")
def map_of_authority(authority: LocalAuthority) -> dict[str, coverage_map.Drawing | None]:
    """Draw `authority` and the places around it by how they are covered. Two queries."""
    return {"drawing": coverage_map.of_authority(authority)}


@register.inclusion_tag("components/map_figure.html")
def map_of_partnership(partnership: Partnership) -> dict[str, coverage_map.Drawing | None]:
    """Draw the area of `partnership` in its surroundings. One query if its authorities are prefetched."""
    return {"drawing": coverage_map.of_partnership(partnership)}


@register.inclusion_tag("components/map_figure.html")
def map_of_results(partnerships: Iterable[Partnership]) -> dict[str, coverage_map.Drawing | None]:
    """Draw the places where `partnerships`, a queryset or a list, work. Two queries."""
    return {"drawing": coverage_map.of_results(partnerships)}
