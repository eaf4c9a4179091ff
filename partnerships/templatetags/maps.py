"""The drawn map and its table, for pages of regions, local authorities and partnerships and for lists."""

from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache

from django import template
from django.template import Context, Engine
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from partnerships.coverage import map as coverage_map
from partnerships.coverage.drawings import Drawing
from partnerships.coverage.levels import AuthorityCoverage, NamedArea, without_partnership
from partnerships.coverage.need import NeedOfEngland, in_percent
from partnerships.coverage.whole_drawings import whole
from partnerships.geography.outlines import SHAPES_FILE, SMALL_SHAPES_FILE
from partnerships.models import LocalAuthority, Region
from partnerships.search.snapshot.kept_cards import Card, PlacedPartnership

register = template.Library()


@register.inclusion_tag("components/map_figure.html")
def map_of_region(region: Region, coverages: Sequence[AuthorityCoverage]) -> dict[str, Drawing | None]:
    """Draw `region` in its surroundings, each of its authorities as `coverages` say it is covered."""
    return {"drawing": coverage_map.of_region(region, coverages)}


@register.inclusion_tag("components/map_figure.html")
def map_of_authority(authority: LocalAuthority) -> dict[str, Drawing | None]:
    """Draw `authority` and the places around it by how they are covered."""
    return {"drawing": coverage_map.of_authority(authority)}


@register.simple_tag
def map_of_results(cards: Iterable[Card]) -> SafeString:
    """Draw the places where the partnerships on `cards` work."""
    files = static(SHAPES_FILE), static(SMALL_SHAPES_FILE)
    return _of_results(tuple(card.on_map for card in cards), get_script_prefix(), files)


@lru_cache(maxsize=64)
def _of_results(
    partnerships: tuple[PlacedPartnership, ...], script_prefix: str, files_of_shapes: tuple[str, str]
) -> SafeString:
    """Return the figure of `partnerships`, which are all it depends on but for its addresses: see _drawn."""
    drawing = coverage_map.of_results(partnerships)
    return Engine.get_default().get_template("components/map_figure.html").render(Context({"drawing": drawing}))


@register.simple_tag
def map_of(drawing: Drawing) -> SafeString:
    """Draw the map alone, to stand in a figure."""
    shapes = static(drawing.file_of_shapes)
    return _drawn("components/map.svg", get_script_prefix(), drawing=drawing, file_of_shapes=shapes)


@register.simple_tag
def map_in_a_frame(drawing: Drawing) -> SafeString:
    """Draw the map alone, for a frame: its links open in the whole window, which `<base>` says of none in an SVG."""
    return mark_safe(map_of(whole(drawing)).replace("<a ", '<a target="_top" '))  # noqa: S308 - by templates


@register.simple_tag
def map_table(region: NamedArea, coverages: Iterable[AuthorityCoverage]) -> SafeString:
    """Draw the facts of the map of `region`, how its authorities are covered, as a table."""
    return _drawn("partnerships/_map_table.html", get_script_prefix(), region=region, coverages=tuple(coverages))


@register.simple_tag
def map_folded(region: NamedArea, coverages: Sequence[AuthorityCoverage]) -> SafeString:
    """Draw the same table folded, with what it comes to."""
    return _folded(region, coverages, table=map_table(region, coverages))


@register.simple_tag
def need_table(region: NamedArea, coverages: Iterable[AuthorityCoverage], need: NeedOfEngland) -> SafeString:
    """Draw the facts of the map of need of `region` as a table: `need` is that of its authorities too."""
    authorities = tuple((coverage, need.of(coverage.authority.gss_code)) for coverage in coverages)
    return _drawn("partnerships/_need_map_table.html", get_script_prefix(), region=region, authorities=authorities)


@register.simple_tag
def need_folded(region: NamedArea, coverages: Sequence[AuthorityCoverage], need: NeedOfEngland) -> SafeString:
    """Draw the same table folded, with what it comes to."""
    middle = in_percent(need.middles.get(region.gss_code))
    return _folded(region, coverages, table=need_table(region, coverages, need), middle=middle)


def _folded(
    region: NamedArea, coverages: Sequence[AuthorityCoverage], *, table: SafeString, middle: str = ""
) -> SafeString:
    without, total = without_partnership(coverages), len(coverages)
    shown = {"region": region, "without": without, "total": total, "middle": middle, "table": table}
    return _drawn("partnerships/_map_folded.html", get_script_prefix(), **shown)


@register.simple_tag
def coverage_table(coverages: Iterable[AuthorityCoverage], label: str) -> SafeString:
    """Draw who covers some authorities as a table named `label`."""
    return _drawn("partnerships/_who_covers.html", get_script_prefix(), coverages=tuple(coverages), label=label)


@lru_cache(maxsize=128)
def _drawn(template_name: str, script_prefix: str, **shown: Hashable) -> SafeString:
    """Return the template drawn with `shown`, values that are all it depends on: what looks the same is drawn once.

    A map or table of all England is hundreds of shapes or rows, and changes only when what they show does. Its links
    begin with `script_prefix`, which is told only to keep what is drawn apart.
    """
    return Engine.get_default().get_template(template_name).render(Context(shown))
