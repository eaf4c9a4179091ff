"""How great the need is in a local authority, a region or the area of a Bridge Organisation, for their pages."""

from typing import Any

from django import template

from partnerships.coverage import cold_spots, need
from partnerships.coverage.levels import NamedArea
from partnerships.models import BridgeOrganisation, LocalAuthority, Region
from partnerships.text.sentences import region_in_words

register = template.Library()


@register.simple_tag
def need_around(authority: LocalAuthority | NamedArea, region: Region | NamedArea) -> dict[str, Any]:
    """Return what is known of the need in `authority` and of its schools, and the authorities in the middle.

    `region` is where it lies. That is what partnerships/_need_in_words.html draws.
    """
    england = need.of_england()
    return {
        "need": england.of(authority.gss_code),
        "england": england,
        "region_in_words": region_in_words(region.name),
        "region_middle": need.in_percent(england.middles.get(region.gss_code)),
    }


@register.inclusion_tag("partnerships/_need_of_region.html")
def need_of_region(region: Region) -> dict[str, Any]:
    """Draw how many authorities of `region` nobody covers, and the figure of the one in its middle."""
    found = cold_spots.of_england()
    return {"share": found.in_region(region), "need": found.need, "slug": region.slug}


@register.inclusion_tag("partnerships/_need_of_bridge.html")
def need_of_bridge(bridge: BridgeOrganisation) -> dict[str, Any]:
    """Draw the authorities of the area of `bridge` that nobody covers, those of greatest need first."""
    found = cold_spots.of_england()
    there = [spot for spot in found.england.cold if spot.authority.bridge_id == bridge.pk]
    return {"spots": cold_spots.ordered(there, cold_spots.NEED), "need": found.need}
