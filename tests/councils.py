"""Councils that change: two districts of Surrey, which one council follows. And those of the committed data."""

import csv
import datetime

from django.utils import timezone

from partnerships.curation import council_changes, council_moves
from partnerships.geography.place_names import FOLDER
from partnerships.models import CouncilSuccession, LocalAuthority
from tests.factories import make_authority, make_bridge, make_region

ELMBRIDGE, TANDRIDGE, NEW = "E07000207", "E07000215", "E06000099"
A_DAY = datetime.date(2026, 4, 1)


def make_succession(gss_code=ELMBRIDGE, name="Elmbridge", **fields) -> CouncilSuccession:
    """Let the authority of `gss_code` be followed by East Surrey from a day that has come."""
    defaults = {"successor_name": "East Surrey", "on": A_DAY, "county": "Surrey", "source": "https://lgr.example"}
    return CouncilSuccession.objects.create(gss_code=gss_code, name=name, **defaults | fields)


def make_surrey() -> list[LocalAuthority]:
    """Make Elmbridge and Tandridge, and let East Surrey follow both."""
    same = {"region": make_region(name="South East"), "bridge": make_bridge(name="Artswork"), "county": "Surrey"}
    places = {"Elmbridge": (ELMBRIDGE, 510_000), "Tandridge": (TANDRIDGE, 536_000)}
    for name, (code, easting) in places.items():
        make_authority(name=name, gss_code=code, easting=easting, northing=160_000, **same)
        make_succession(code, name)
    return list(LocalAuthority.objects.order_by("name"))


def change_councils(**codes: str) -> LocalAuthority:
    """Make the changes that are due and return the first new authority; East Surrey has the code NEW."""
    due = council_changes.due(timezone.localdate())
    codes = {name.replace("_", " "): code for name, code in codes.items()}
    return council_moves.carry_out(due, {"East Surrey": NEW} | codes, {})[0]


def councils_of_file(*names: str) -> dict[str, LocalAuthority]:
    """Make local authorities as the committed data have them, with their regions, by name; all without any names."""
    with (FOLDER / "directory" / "authorities.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if not names or row["name"] in names]
    with (FOLDER / "directory" / "regions.tsv").open(encoding="utf-8", newline="") as file:
        regions = {row["key"]: row for row in csv.DictReader(file, delimiter="\t")}
    made, bridge = {}, make_bridge()
    for row in rows:
        region = regions[row["region"]]
        if row["region"] not in made:
            made[row["region"]] = make_region(name=region["name"], gss_code=region["gss_code"])
    return {
        row["name"]: make_authority(
            name=row["name"], gss_code=row["gss_code"], county=row["county"], region=made[row["region"]], bridge=bridge
        )
        for row in rows
    }
