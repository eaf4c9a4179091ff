"""What somebody typed → a postcode → where it lies. Nothing that is typed is kept or logged here.

`read` only looks at the characters; `look_up` and `spread_of` ask the table whether such a postcode exists.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from itertools import product

from django.db import connection

from partnerships.geography import mail_places
from partnerships.models import Postcode
from partnerships.models.postcodes import INWARD_LENGTH

MAX_LENGTH = 200
# Shapes as in BS 7666, but for the third letter: M, N, P, R, V, X and Y were in use in London too (N1P still is).
# GIR (Girobank) and NPT (Newport until 1996) have no digit before the space and are still in the list.
OUTWARD = r"(?:GIR|NPT|[A-PR-UWYZ][A-HK-Y]?(?:[1-9]\d|\d[A-HJKMNPR-Y]?))"
UNIT = "[ABD-HJLNP-UW-Z]"
FULL_SHAPE = re.compile(rf"({OUTWARD})(\d{UNIT}{{2}})")
HALF_SHAPE = re.compile(rf"({OUTWARD})(\d{UNIT})")
SECTOR_SHAPE = re.compile(rf"({OUTWARD})(\d)")
OUTWARD_SHAPE = re.compile(rf"({OUTWARD})()")
AREA_SHAPE = re.compile(r"([A-Z]{1,2})()")
APART = r"[^A-Z0-9]{0,3}"
FULL_WITHIN = re.compile(rf"(?<![A-Z0-9])({OUTWARD}){APART}(\d{UNIT}{{2}})(?![A-Z0-9])")
START_WITHIN = re.compile(rf"(?<![A-Z0-9])({OUTWARD})(?:[^A-Z0-9]{{1,3}}(\d))?(?![A-Z0-9])")
ANY_WITHIN = re.compile(rf"(?<![A-Z0-9])({OUTWARD})(?:{APART}(\d{UNIT}{{2}})|[^A-Z0-9]{{1,3}}(\d))?(?![A-Z0-9])")
BETWEEN = re.compile(r"\b(?:AND|OR|TO|ALSO|BOTH)\b|[^A-Z0-9]+")
# Characters easily mistaken for others, by eye or by ear, and what may have been meant.
SLIPS = {
    "O": "0",
    "0": "O",
    "I": "1L",
    "L": "1I",
    "1": "IL",
    "S": "5",
    "5": "S",
    "Z": "2",
    "2": "Z",
    "B": "8",
    "8": "B",
}
SLIP_LENGTHS = range(5, 8)
MAX_CHANGES = 2
_COLUMNS = ", ".join(f'"{field.column}"' for field in Postcode._meta.concrete_fields)
_ALL_OF_SOME = f"SELECT {_COLUMNS} FROM {Postcode._meta.db_table} WHERE code IN"


# How much of a postcode was typed; a slip is a whole one, mistyped.
PostcodeKind = Enum("PostcodeKind", "FULL HALF SECTOR OUTWARD AREA SLIP")


@dataclass(frozen=True)
class TypedPostcode:
    """A postcode, or its beginning, as read: "LS1" and "3AB".

    `corrections` are the codes that may have been meant instead, the likeliest first; `is_all` is false if there were
    other words beside it.
    """

    kind: PostcodeKind
    outward: str
    inward: str = ""
    corrections: tuple[str, ...] = ()
    is_all: bool = True

    @property
    def code(self) -> str:
        """Without a space, as in the table."""
        return self.outward + self.inward

    @property
    def formatted(self) -> str:
        """As it is usually written: "LS1 3AB"."""
        return f"{self.outward} {self.inward}".strip()


@dataclass(frozen=True)
class AuthorityShare:
    """How many of the postcodes that begin alike lie in `area` (see Postcode), and the mean of their positions.

    `part` is their share of all that have a place, from 0 to 1. If `of_mail`, their place is where mail is sorted.
    """

    area: str
    number: int
    part: float
    easting: float | None
    northing: float | None
    of_mail: bool = False


def read(text: str) -> TypedPostcode | None:
    """Return the postcode in `text`, or the beginning of one; None if there is neither.

    Case, spacing, punctuation and full-width letters make no difference, nor do other words around it.
    """
    folded = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).upper()
    joined = compact(text)
    return _whole(joined, folded) or _full_within(folded) or _slip(joined) or _start_within(folded)


def all_within(text: str) -> list[str]:
    """Return the postcodes in `text`, each once: full ones, or beginnings too if it is nothing but postcodes."""
    folded = unicodedata.normalize("NFKC", text[:MAX_LENGTH]).upper()
    found = [(match[1], match[2] or match[3] or "") for match in ANY_WITHIN.finditer(folded)]
    is_list = not BETWEEN.sub("", ANY_WITHIN.sub("", folded))
    shown = [f"{outward} {inward}".strip() for outward, inward in found if is_list or len(inward) == INWARD_LENGTH]
    return list(dict.fromkeys(shown))


def compact(text: str) -> str:
    """Return the letters and digits of `text`, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", text[:MAX_LENGTH]).upper())


def _whole(joined: str, folded: str) -> TypedPostcode | None:
    """Return what all of `joined` is; `folded` still has the space that tells "LS1 3" from "LS13"."""
    parts = re.findall(r"[A-Z0-9]+", folded)
    ends_in_digit = len(parts) > 1 and len(parts[-1]) == 1
    sector_first = [(PostcodeKind.SECTOR, SECTOR_SHAPE), (PostcodeKind.OUTWARD, OUTWARD_SHAPE)]
    shapes = [
        (PostcodeKind.FULL, FULL_SHAPE),
        (PostcodeKind.HALF, HALF_SHAPE),
        *(sector_first if ends_in_digit else reversed(sector_first)),
        (PostcodeKind.AREA, AREA_SHAPE),
    ]
    for kind, shape in shapes:
        if match := shape.fullmatch(joined):
            corrections = slips_of(joined) if kind == PostcodeKind.FULL else ()
            return TypedPostcode(kind, match[1], match[2], corrections)
    return None


def _full_within(folded: str) -> TypedPostcode | None:
    """Return the last full postcode among other words."""
    if not (matches := FULL_WITHIN.findall(folded)):
        return None
    outward, inward = matches[-1]
    return TypedPostcode(PostcodeKind.FULL, outward, inward, slips_of(outward + inward), is_all=False)


def _slip(joined: str) -> TypedPostcode | None:
    codes = slips_of(joined)
    match = FULL_SHAPE.fullmatch(codes[0]) if codes else None
    return TypedPostcode(PostcodeKind.SLIP, match[1], match[2], codes) if match else None


def _start_within(folded: str) -> TypedPostcode | None:
    """Return the last beginning of a postcode among other words."""
    if not (matches := START_WITHIN.findall(folded)):
        return None
    outward, inward = matches[-1]
    return TypedPostcode(PostcodeKind.SECTOR if inward else PostcodeKind.OUTWARD, outward, inward, is_all=False)


def slips_of(joined: str) -> tuple[str, ...]:
    """Return the postcodes that differ from `joined` by letters and digits that look alike, fewest changes first.

    Empty unless it is as long as a postcode and has letters and digits: a word is not a postcode with seven slips.
    """
    if len(joined) not in SLIP_LENGTHS or not re.search(r"\d", joined) or not re.search("[A-Z]", joined):
        return ()
    choices = product(*(character + SLIPS.get(character, "") for character in joined))
    codes = {code for code in map("".join, choices) if FULL_SHAPE.fullmatch(code)}
    near = [code for code in codes if 0 < changes(code, joined) <= MAX_CHANGES]
    return tuple(sorted(near, key=lambda code: (changes(code, joined), code)))


def changes(code: str, other: str) -> int:
    """Return in how many places two codes of one length differ."""
    return sum(left != right for left, right in zip(code, other, strict=True))


def look_up(typed: TypedPostcode) -> Postcode | None:
    """Return the full postcode `typed` from our list, or the likeliest correction of it; None if it has neither."""
    wanted = [typed.code, *typed.corrections]
    with connection.cursor() as cursor:
        # In plain SQL: it is asked with every answer, and to make it of the model takes as long as to answer it.
        cursor.execute(f"{_ALL_OF_SOME} ({', '.join(['%s'] * len(wanted))})", wanted)
        known = {row[0]: Postcode(*row) for row in cursor.fetchall()}
    return next((known[code] for code in wanted if code in known), None)


def spread_of(typed: TypedPostcode) -> list[AuthorityShare] | None:
    """Return the areas in which the postcodes that begin with `typed` lie, the commonest first.

    Left out are postcodes without a place, and where there are others those that are out of use or have the place
    where their mail is sorted. None if no postcode begins so.
    """
    is_longer = typed.kind in {PostcodeKind.HALF, PostcodeKind.SECTOR}
    known = Postcode.objects.beginning(typed.code) if is_longer else Postcode.objects.in_outward(typed.outward)
    places = mail_places.in_district(typed.outward) if is_longer else mail_places.beginning(typed.outward)
    areas = list(known.by_area(places))
    placed = [row for row in areas if row["area"]]
    used = [row for row in placed if row["is_used"]]
    shown, of_mail = used or placed, bool(places) and not used
    total = sum(row["number"] for row in shown)
    shares = [
        AuthorityShare(row["area"], row["number"], row["number"] / total, row["east"], row["north"], of_mail)
        for row in shown
    ]
    return shares if areas else None


def is_of_mail(postcode: Postcode) -> bool:
    """Whether the place of `postcode` is where its mail is sorted."""
    outward = postcode.code[:-INWARD_LENGTH]
    return (postcode.easting, postcode.northing) in mail_places.in_district(outward)


def widened(typed: TypedPostcode) -> list[TypedPostcode]:
    """Return what to try if no postcode begins as typed: the other reading of "LS13", or ever shorter beginnings."""
    if typed.kind == PostcodeKind.OUTWARD:
        match = SECTOR_SHAPE.fullmatch(typed.outward)
        return [TypedPostcode(PostcodeKind.SECTOR, match[1], match[2])] if match else []
    sector = TypedPostcode(PostcodeKind.SECTOR, typed.outward, typed.inward[:1])
    shorter = [sector, TypedPostcode(PostcodeKind.OUTWARD, typed.outward)]
    return [reading for reading in shorter if len(reading.inward) < len(typed.inward)]


def is_english(area: str) -> bool:
    """Whether `area` (see Postcode) is a local authority of England."""
    return area.startswith("E")
