"""Redraws the outlines of the local authorities: a maintainer's command, see fixtures/map/README.md."""

import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.geography import outlines
from partnerships.geography.postcode_data.sources import PACKAGE, SourceError, installed_source

ENGLAND, NEAR, COUNTIES = "england.json", "england-near.json", "england-counties.json"
# What has fewer corners, and its tolerance in metres: small maps of all England, and small ones of a county.
SMALL_TOLERANCE, COUNTIES_TOLERANCE = 3000, 1000
# File, metres per unit, tolerance in metres (see outlines_of), and the names left out.
MAPS = ((ENGLAND, 1000, 1200, ()), (NEAR, 250, 350, outlines.NATIONS))


class Command(BaseCommand):
    """Write the outlines of all English local authorities: for a map of England, for closer views, for counties."""

    help = "Draw the outlines of England's local authorities from the postcodes and the coastline of world-atlas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("world_atlas", type=Path, help="countries-10m.json of world-atlas, or the folder it is in")
        parser.add_argument("--into", type=Path, default=outlines.FOLDER)
        parser.add_argument("--shapes", type=Path, default=settings.BASE_DIR / "static" / outlines.SHAPES_FILE)

    def handle(self, *args: object, world_atlas: Path, into: Path, shapes: Path, **options: object) -> None:
        """Draw and write the maps, and the files of shapes.

        Raises CommandError if the coastline, a package or the postcodes are missing.
        """
        try:
            from partnerships.management import outline_drawing as drawing  # needs packages the site does not
        except ImportError as missing:
            raise CommandError(f'Install the dependency group "maps" first ({missing}).') from missing
        if world_atlas.is_dir():
            world_atlas = world_atlas / "countries-10m.json"
        if not world_atlas.is_file():
            raise CommandError(f"There is no {world_atlas}. It is in the npm package world-atlas.")
        land = drawing.read_land(world_atlas)
        try:
            places, codes = drawing.read_postcodes(installed_source())
        except SourceError as missing:
            raise CommandError(f"Install the package {PACKAGE} first.") from missing
        names = sorted({str(code) for code in codes if code.startswith("E")})
        for file_name, cell, tolerance, left_out in MAPS:
            grid = drawing.without_specks(drawing.lay_grid(places, codes, names, land, cell), cell)
            drawn = drawing.outlines_of(grid, names, cell, tolerance)
            described = {name: drawing.described(shape) for name, shape in drawn.items() if name not in left_out}
            self.write(into / file_name, cell, grid.shape, described)
            if file_name == NEAR:
                fewer = drawing.coarser(outlines.read(into / NEAR), COUNTIES_TOLERANCE / cell)
                self.write(into / COUNTIES, cell, grid.shape, {name: asdict(it) for name, it in fewer.shapes.items()})
        england = outlines.read(into / ENGLAND)
        shapes.write_text(outlines.as_svg(england))
        small = shapes.parent / Path(outlines.SMALL_SHAPES_FILE).name
        small.write_text(outlines.as_svg(drawing.coarser(england, SMALL_TOLERANCE / MAPS[0][1])))

    def write(self, path: Path, cell: int, size: tuple[int, int], described: dict[str, dict]) -> None:
        """Write one map with an authority on each line, so that a diff shows which have changed."""
        lines = [f"{json.dumps(name)}: {json.dumps(shape)}" for name, shape in described.items()]
        head = f'{{"metres_a_unit": {cell}, "width": {size[1]}, "height": {size[0]}, "shapes": {{\n'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + ",\n".join(lines) + "\n}}\n")
        self.stdout.write(f"{path.name}: {len(described)} outlines, {path.stat().st_size // 1000} kB")
