"""Finds and draws the postcode districts of each local authority: a maintainer's command, see fixtures/README.md."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.geography import mail_places, place_names, postcode_districts
from partnerships.geography.postcode_data.sources import PACKAGE, SourceError, installed_source, published_source


class Command(BaseCommand):
    """Write where mail is sorted, what each postcode district is, and its outline."""

    help = "Find and draw the postcode districts of England's local authorities from the list of postcodes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("before", type=Path, help="An older list of postcodes (CSV or zip), for former districts")
        parser.add_argument("--into", type=Path, default=place_names.FOLDER)

    def handle(self, *args: object, before: Path, into: Path, **options: object) -> None:
        """Write the three files. Raises CommandError if a package or a list of postcodes is missing."""
        try:
            from partnerships.management import district_drawing as drawing  # needs packages the site does not
        except ImportError as missing:
            raise CommandError(f'Install the dependency group "maps" first ({missing}).') from missing
        try:
            names = {code: former.name for code, former in place_names.former_codes().items()}
            formerly = {row.code: names[row.area] for row in published_source(before).rows() if row.area in names}
            english = drawing.in_england(installed_source().rows())
        except SourceError as missing:
            raise CommandError(f"{missing} (The list of today is that of the package {PACKAGE}.)") from missing
        self.write(into / mail_places.FILE, drawing.mail_places(english))
        postcodes = drawing.ordinary_postcodes(english)
        towns: dict[str, list[Any]] = {}
        for place in place_names.fixed_places():
            if place.kind == place_names.PlaceKind.TOWN:
                towns.setdefault(place.areas[0], []).append(place)
        self.write(
            into / postcode_districts.FILE,
            (
                (area, *described)
                for area, there in postcodes.items()
                for described in drawing.described(there, towns.get(area, []), formerly)
            ),
        )
        self.write(
            into / "map" / postcode_districts.OUTLINES_FILE,
            ((area, *drawn) for area, there in postcodes.items() for drawn in drawing.outlines_of(area, there)),
        )

    def write(self, path: Path, rows: Iterable[tuple[object, ...]]) -> None:
        """Write `rows` below the comments and the header that the file has already."""
        kept = path.read_text(encoding="utf-8").splitlines(keepends=True)
        header = next(number for number, line in enumerate(kept) if not line.startswith("#"))
        lines = ["\t".join(map(str, row)) + "\n" for row in rows]
        path.write_text("".join([*kept[: header + 1], *lines]), encoding="utf-8")
        self.stdout.write(f"{path.name}: {len(lines)} rows, {path.stat().st_size // 1000} kB")
