"""Draws how long pages take by the size of the directory: a line a page, both scales logarithmic."""

import math
from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 130, 20, 50
COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#6f3fc0", "#a35c00", "#28818a")
STYLE = (
    "text{font:13px sans-serif;fill:#222}line{stroke:#bbb}polyline{fill:none;stroke-width:2.5}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#555}}"
)
# No two names may stand nearer to one another.
LINE_HEIGHT = 16


def drawn(growth: Mapping[str, Mapping[int, float]]) -> str:
    """Return the chart as SVG. `growth` has, for each page, how many seconds it takes by the number of partnerships."""
    sizes = sorted({size for seconds in growth.values() for size in seconds})
    times = [seconds for by_size in growth.values() for seconds in by_size.values()]
    decades = range(math.floor(math.log10(min(times))), math.ceil(math.log10(max(times))) + 1)
    across = _scale(math.log10(sizes[0]), math.log10(sizes[-1]), LEFT, WIDTH - RIGHT)
    up = _scale(decades[0], decades[-1], HEIGHT - BOTTOM, TOP)
    parts = [f"<title>{escape('How long each page takes to be drawn, by the number of partnerships')}</title>"]
    for decade in decades:
        y = up(decade)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{_duration(10.0**decade)}</text>')
    for size in sizes:
        x = across(math.log10(size))
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">partnerships</text>')
    taken = HEIGHT * 2.0
    slowest_last = sorted(growth.items(), key=lambda item: item[1][max(item[1])])
    for (name, by_size), colour in zip(slowest_last, COLOURS, strict=False):
        points = [(across(math.log10(size)), up(math.log10(seconds))) for size, seconds in sorted(by_size.items())]
        drawn_points = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        x, y = points[-1]
        taken = min(y + 4, taken - LINE_HEIGHT)
        parts.append(f'<polyline stroke="{colour}" points="{drawn_points}"/>')
        parts.append(f'<text x="{x + 8:.1f}" y="{taken:.1f}" style="fill:{colour}">{escape(name)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return "\n".join([head, f"<style>{STYLE}</style>", *parts, "</svg>"]) + "\n"


def _scale(low: float, high: float, start: float, end: float):
    """Return the function that puts `low` at `start` and `high` at `end`, and what is between in between."""
    return lambda value: start + (end - start) * ((value - low) / ((high - low) or 1))


def _duration(seconds: float) -> str:
    """Return a time in words: "10 ms", "1 s"."""
    return f"{seconds:g} s" if seconds >= 1 else f"{seconds * 1000:g} ms"
