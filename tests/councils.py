"""Councils that change: two districts of Surrey, which one council follows."""

import datetime

from django.utils import timezone

from partnerships.curation import council_changes, council_moves
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
