"""Maps that hold all of their outlines, for pages in frames of others, which may fetch no shapes from a file."""

from dataclasses import replace

from partnerships.coverage.drawings import Drawing, Shape
from partnerships.geography import outlines


def whole(drawing: Drawing) -> Drawing:
    """Return `drawing` with the outlines of every shape in it."""
    if drawing.is_close:
        return drawing
    drawn = outlines.of_england()

    def outlined(shape: Shape) -> Shape:
        return shape._replace(outline=drawn.shapes[shape.code].path)

    shown = {shape.code for shape in (*drawing.shapes, *drawing.inset)}
    around = [drawn.shapes[code].path for code in drawn.authorities_in(drawing.view) if code not in shown]
    return replace(
        drawing,
        is_close=True,
        # An inset opens its region on the page of the map.
        shapes=tuple(outlined(shape) for shape in (*drawing.shapes, *drawing.inset)),
        inset=(),
        surroundings="".join(around),
        beyond="".join(drawn.shapes[name].path for name in outlines.NATIONS),
    )
