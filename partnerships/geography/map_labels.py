"""Names on the drawn map: which of them fit, and where."""

import textwrap
from dataclasses import dataclass
from functools import cache

from partnerships.geography.outlines import BoundingBox, Outline

# Both as shares of a letter's height; the width is that of an average letter.
LETTER_WIDTH, LINE_HEIGHT = 0.62, 1.1
MAX_LINE_LENGTH = 12  # letters


@dataclass(frozen=True)
class Label:
    """A name in lines, centred on the point (x, y), with letters of height `size`."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    is_subject: bool

    @property
    def box(self) -> BoundingBox:
        """The space it takes up."""
        half = max(len(line) for line in self.lines) * LETTER_WIDTH * self.size / 2
        rise = len(self.lines) * LINE_HEIGHT * self.size / 2
        return BoundingBox(self.x - half, self.y - rise, self.x + half, self.y + rise)

    @property
    def placed_lines(self) -> list[tuple[str, float]]:
        """Each line with how far its baseline is below the one before, as a share of a letter: the first, below y."""
        first = round(0.35 - (len(self.lines) - 1) * LINE_HEIGHT / 2, 2)
        return [(line, LINE_HEIGHT if row else first) for row, line in enumerate(self.lines)]


def that_fit(names: list[tuple[str, Outline]], subjects: set[Outline], view: BoundingBox, size: float) -> list[Label]:
    """Return labels of `size` for those of `names` (name and outline) that have room in `view`.

    Subjects and large places come first, and keep what overlaps them out. A lone subject is named however small it is.
    """
    labels: list[Label] = []
    by_importance = sorted(names, key=lambda pair: (pair[1] not in subjects, -pair[1].box.width * pair[1].box.height))
    for name, outline in by_importance:
        x, y = outline.label
        label = Label(_lines_of(name), x, y, size, outline in subjects)
        box = label.box
        in_view = view.holds(box.left, box.top) and view.holds(box.right, box.bottom)
        in_shape = box.width <= outline.box.width and box.height <= outline.box.height
        is_free = not any(box.meets(other.box) for other in labels)
        if subjects == {outline} or (in_view and in_shape and is_free):
            labels.append(label)
    return labels


@cache
def _lines_of(name: str) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name, MAX_LINE_LENGTH, break_long_words=False))
