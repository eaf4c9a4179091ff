"""Small lists of postcodes, in the shapes the real ones come in."""

import zipfile
from pathlib import Path

import brotli
import msgpack

from partnerships.geography.postcode_data.sources import PostcodeSource, packed_source
from partnerships.models import Postcode

NOT_A_NUMBER = float("nan")
LEEDS, THANET, ISLINGTON = "E08000035", "E07000114", "E09000019"
# One of the points at which mail for RG19 is sorted (fixtures/mail_places.tsv): in Reading, ten miles off.
RG19_SORTED_AT = (470_135, 173_949)
# As the package writes them: seven characters, numbers with a point, what is missing as "not a number".
PACKED_ROWS = [
    ("LS1 3AB", LEEDS, 429824.0, 433862.0),
    ("LS131AB", LEEDS, 424135.0, 435042.0),
    ("CF101AA", "W06000015", 318000.0, 176000.0),
    ("BT1 1AA", "N09000003", 334316.0, 374675.0),
    ("JE2 3AB", "L99999999", NOT_A_NUMBER, NOT_A_NUMBER),
    ("LS999ZZ", NOT_A_NUMBER, NOT_A_NUMBER, NOT_A_NUMBER),
]
PUBLISHED = """pcd7,pcds,dointr,doterm,lad25cd,east1m,north1m
"LS1 3AB","LS1 3AB",198001,,E08000035,429824,433862
"LS1 1AA","LS1 1AA",198001,201906,E08000035,430158,433411
"CF101AA","CF10 1AA",198001,,W06000015,318000,176000
"GIR 0AA","GIR 0AA",198001,198906,,,
"""


def packed_file(folder: Path, rows=PACKED_ROWS) -> Path:
    """Write `rows` as the package does, and return the file."""
    names = ["pcd", "laua", "oseast1m", "osnrth1m"]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    path = folder / "postcodes_X.msgpack.br"
    path.write_bytes(brotli.compress(msgpack.packb({"columns": names, "data": columns})))
    return path


def packed_list(folder: Path, rows=PACKED_ROWS, *, origin="package 1.0") -> PostcodeSource:
    """Return `rows` as a list of postcodes of November 2025."""
    return packed_source([packed_file(folder, rows)], origin=origin, about="generate ONSPD_NOV_2025.zip")


def published_file(folder: Path, text=PUBLISHED, *, name="ONSPD_AUG_2026_UK.csv", encoding="utf-8") -> Path:
    """Write `text` as the Office for National Statistics does, and return the file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def published_zip(folder: Path, members: dict[str, str]) -> Path:
    """Write a zip of `members`, texts by name, and return the file."""
    path = folder / "ONSPD_AUG_2026.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def make_postcode(code: str, area: str = "", easting=None, northing=None, terminated: str = "") -> Postcode:
    """Put a postcode into the list: "LS1 3AB"."""
    return Postcode.objects.create(
        code=code.replace(" ", ""), area=area, easting=easting, northing=northing, terminated=terminated
    )
