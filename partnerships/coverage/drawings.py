"""What a drawn map consists of, as values."""

from dataclasses import dataclass
from typing import NamedTuple

from partnerships.coverage.levels import CoverageLevel, LegendItem, MapLevel, NamedArea
from partnerships.coverage.need import NeedBand
from partnerships.geography import map_labels
from partnerships.geography.outlines import SHAPES_FILE, SMALL_SHAPES_FILE, BoundingBox

# Shares of the width of a view.
HATCH_SIZE, DOT_SIZE, CLOSE_DOT_SIZE = 1 / 75, 1 / 150, 1 / 90
# The radius of a disc that shows where a place is which would hardly be seen.
DISC_SIZE = 1 / 60


class Framing(NamedTuple):
    """How a map shows what it is about: the `margin` around it, as a share of its size, and its letters.

    `letter` is a share of the width of the view, so that names are 12 pixels high where the map is narrowest.
    """

    margin: float
    letter: float


# A region fills its map, 343 pixels wide on a phone; an area has its neighbours around it. The map of one place stands
# beside what is told of it, 286 pixels wide.
FILLED, AROUND_AN_AREA, AROUND_A_PLACE = Framing(0.06, 1 / 28), Framing(0.35, 1 / 28), Framing(0.35, 1 / 23)


class Shape(NamedTuple):
    """An authority on the map: its page, its code in the file of shapes, its title and its level.

    A closer view holds the `outline` itself, as an SVG path. `mark` is where a dot says that no
    partnership works there. `group` says who covers it where the level does not. `disc` is the middle of the disc that
    shows a place which lies by itself and is smaller than that, as the Isles of Scilly are.
    """

    url: str
    code: str
    title: str
    level: MapLevel
    outline: str = ""
    mark: tuple[float, float] | None = None
    group: str = ""
    disc: tuple[float, float] | None = None


@dataclass(frozen=True)
class Drawing:
    """A map ready for its template; `view` is in the units of the outlines drawn.

    `id` is the prefix of the ids of its parts. `inset` holds shapes too small here: they are one link, which opens the
    region `inset_of` and comes before the shape at `inset_at`, or last. `outlined` is the authority the map is about. A
    closer view holds its lines: `surroundings` and `beyond` (Wales and Scotland, to be scaled) are paths without links.
    All other maps take theirs from the file of shapes, `surroundings` being the id of a shape there;
    where one `is_small`, that of the coarser shapes.

    `parts` are the parts of authorities that partnerships work in, to be scaled by `part_scale` and drawn above these.
    All it consists of is values, so that two that look alike are equal.
    """

    id: str
    title: str
    view: BoundingBox
    shapes: tuple[Shape, ...]
    is_close: bool = False
    surroundings: str = ""
    beyond: str = ""
    beyond_scale: float = 1
    inset: tuple[Shape, ...] = ()
    inset_of: NamedArea | None = None
    inset_at: int = 0
    parts: tuple[Shape, ...] = ()
    part_scale: float = 1
    outlined: Shape | None = None
    labels: tuple[map_labels.Label, ...] = ()
    legend: tuple[LegendItem, ...] = ()
    is_small: bool = False

    @property
    def file_of_shapes(self) -> str:
        return SMALL_SHAPES_FILE if self.is_small else SHAPES_FILE

    @property
    def hatch(self) -> float:
        """The distance between the lines and dots of its patterns."""
        return round(self.view.width * HATCH_SIZE, 2)

    @property
    def dot(self) -> float:
        """The radius of its marks."""
        return round(self.view.width * (CLOSE_DOT_SIZE if self.is_close else DOT_SIZE), 2)

    @property
    def disc(self) -> float:
        """The radius of its discs."""
        return round(self.view.width * DISC_SIZE, 1)

    @property
    def swatch(self) -> str:
        """The viewBox of a sample in its legend: four patterns wide, three high."""
        return f"0 0 {4 * self.hatch:g} {3 * self.hatch:g}"

    @property
    def is_inset_last(self) -> bool:
        return self.inset_at >= len(self.shapes)

    @property
    def pin(self) -> str:
        """The path of a pin that stands on what it is about, above its name; "" if it is about no one place."""
        if self.outlined is None or self.outlined.mark is None:
            return ""
        x, y = self.outlined.mark
        named = self._above_name(x, y)
        size = 0.8 * self.letter
        return f"M{x:g} {named:.1f}l{-0.8 * size:.1f} {-1.5 * size:.1f}a{size:.1f} {size:.1f} 0 1 1 {1.6 * size:.1f} 0z"

    def mark_at(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return where the mark of a place that has its middle at `point` is seen: there, or above its name."""
        x, y = point
        named = self._above_name(x, y)
        return point if named == y else (x, round(named - self.dot, 1))

    def _above_name(self, x: float, y: float) -> float:
        """Return how high the name that stands at (x, y) begins; `y` where none does."""
        return next((label.box.top for label in self.labels if (label.x, label.y) == (x, y)), y)

    @property
    def letter(self) -> float:
        return round(self.labels[0].size if self.labels else self.view.width * FILLED.letter, 2)

    @property
    def patterned_levels(self) -> list[MapLevel]:
        """The levels it shows that need a pattern, the best first."""
        shown = {shape.level for shape in (*self.shapes, *self.inset, *self.parts)}
        return [level for level in (*CoverageLevel, *NeedBand) if level in shown and level.is_patterned]
