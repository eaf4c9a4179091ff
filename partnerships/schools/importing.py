"""Brings the schools in the database up to date with a register, all or nothing, and tells what changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction

from partnerships.models import CouncilSuccession, LocalAuthority, Postcode, PostcodeEdition, School, SchoolEdition
from partnerships.models.schools import SchoolQuerySet
from partnerships.schools.register import ATTRIBUTION, Register, SchoolRow
from partnerships.schools.spelling import spelt
from partnerships.vocabulary import SchoolState

# Told how many of how many schools are written so far.
Progress = Callable[[int, int], None]
# What a school has of its register, and what of its postcode.
OF_REGISTER = ("name", "town", "postcode", "state", "closed_on", "phase", "is_state_funded")
OF_POSTCODE = ("authority_id", "easting", "northing")
FIELDS = (*OF_REGISTER, *OF_POSTCODE, "former_name")
CHUNK = 900
MIN_SHARE = 0.9


class RegisterRefused(Exception):
    """The register was not loaded, and nothing was changed; the message says why."""


class NothingToDo(RegisterRefused):
    """The same register, or a later one, is loaded already."""


@dataclass
class SchoolChanges:
    """What an import did: how many schools are `new` or `changed`, and those `renamed` or `closed` among these.

    `followed` are sentences about what else came of it.
    """

    edition: SchoolEdition
    new: int = 0
    changed: int = 0
    renamed: list[School] = field(default_factory=list)
    closed: list[School] = field(default_factory=list)
    placeless: int = 0
    followed: list[str] = field(default_factory=list)


# What brings up to date, in the transaction of an import, what others keep of schools; it returns a sentence about it.
Follower = Callable[[], str]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Call `follower` after every import."""
    _followers.append(follower)


def load(
    register: Register, *, again: bool = False, accept_fewer: bool = False, progress: Progress = lambda done, of: None
) -> SchoolChanges:
    """Bring all schools up to date with `register`, and return what changed.

    One that it does not list any more is marked so, not deleted. Raises NothingToDo (not with `again`); RegisterRefused
    if it is empty, names one number twice or (not with `accept_fewer`) has under nine tenths of the schools that are
    open now; and RegisterError from reading it.
    """
    if not again:
        _look_at(register, PostcodeEdition.objects.first())
    # On SQLite nobody else could write while the file is read.
    rows = list(register.rows())
    with transaction.atomic():
        postcodes = PostcodeEdition.objects.first()
        if not again:
            # Meanwhile another may have been loaded.
            _look_at(register, postcodes)
        _check(rows, register, accept_fewer=accept_fewer)
        edition = SchoolEdition.objects.create(
            name=register.name,
            as_of=register.as_of,
            source=register.origin,
            fingerprint=register.fingerprint,
            attribution=ATTRIBUTION,
            rows=len(rows),
            postcodes=postcodes.name if postcodes else "",
        )
        changes = SchoolChanges(edition)
        _write(list(_to_write(rows, register, changes)), progress)
        changes.followed = [follower() for follower in _followers]
        return changes


def _look_at(register: Register, postcodes: PostcodeEdition | None) -> None:
    """Raise NothingToDo if the edition in use makes loading `register` needless."""
    current = SchoolEdition.objects.first()
    if current is None:
        return
    same_places = current.postcodes == (postcodes.name if postcodes else "")
    if current.fingerprint == register.fingerprint and same_places:
        raise NothingToDo(f"{current} is already loaded ({current.rows:,} schools).")
    if not register.as_of:
        raise RegisterRefused(
            f"The name of {register.origin} has no day, as in edubasealldata20260115.csv, so it cannot be told whether "
            f"it is later than {current}. If it is, run this again with --again."
        )
    if not current.as_of:
        raise NothingToDo(f"{current} is in use: it cannot be told whether {register.name} is later.")
    if current.as_of > register.as_of:
        raise NothingToDo(f"{current}, which is later than {register.name}, is loaded already.")


def _check(rows: Sequence[SchoolRow], register: Register, *, accept_fewer: bool) -> None:
    if not rows:
        raise RegisterRefused("The register is empty.")
    if len({row.urn for row in rows}) < len(rows):
        raise RegisterRefused("The register gives one number (URN) to several schools.")
    number = sum(row.state == SchoolState.OPEN for row in rows)
    known = _told_of(School.objects.open(), register).count()
    if number < known * MIN_SHARE and not accept_fewer:
        raise RegisterRefused(
            f"The register has {number:,} open schools, far fewer than the {known:,} known now: it may be cut off. "
            f"If it is whole all the same, run this again with --accept-fewer."
        )


def _told_of(schools: SchoolQuerySet, register: Register) -> SchoolQuerySet:
    """Return those of `schools` that `register` would list if they were open."""
    return schools if register.lists_independent else schools.state_funded()


def _to_write(rows: Sequence[SchoolRow], register: Register, changes: SchoolChanges) -> Iterator[School]:
    """Yield the schools that are new or not as they were, and note that in `changes`."""
    before = {school.urn: school for school in School.objects.all()}
    places = _places({row.postcode.replace(" ", "") for row in rows})
    for row in rows:
        place = places.get(row.postcode.replace(" ", ""), (None, None, None))
        changes.placeless += place[0] is None
        values = row._asdict() | dict(zip(OF_POSTCODE, place, strict=True))
        yield from _brought_up_to_date(before.pop(row.urn, None), values, changes)
    for school in before.values():
        if school.is_open and (school.is_state_funded or register.lists_independent):
            school.state = SchoolState.NOT_LISTED
            changes.changed += 1
            changes.closed.append(school)
            yield school


def _brought_up_to_date(school: School | None, values: dict[str, Any], changes: SchoolChanges) -> Iterator[School]:
    """Yield `school` with `values`, unless it has them already."""
    if school is None:
        changes.new += 1
        yield School(**values)
        return
    if all(getattr(school, name) == value for name, value in values.items()):
        return
    changes.changed += 1
    if spelt(school.name) != spelt(values["name"]):
        school.former_name = school.name
        changes.renamed.append(school)
    if school.is_open and values["state"] != SchoolState.OPEN:
        changes.closed.append(school)
    for name, value in values.items():
        setattr(school, name, value)
    yield school


def _places(codes: set[str]) -> dict[str, tuple[int | None, int | None, int | None]]:
    """Return the key of the authority and the position of each postcode of `codes`; what is not known is left out."""
    authorities = dict(CouncilSuccession.objects.whole().values_list("gss_code", "successor"))
    authorities |= dict(LocalAuthority.objects.values_list("gss_code", "pk"))
    sought, places = iter(sorted(codes)), {}
    while chunk := list(islice(sought, CHUNK)):
        rows = Postcode.objects.filter(code__in=chunk).values_list("code", "area", "easting", "northing")
        places.update({code: (authorities.get(area), east, north) for code, area, east, north in rows})
    return places


def _write(schools: Sequence[School], progress: Progress) -> None:
    for start in range(0, len(schools), CHUNK):
        chunk = schools[start : start + CHUNK]
        School.objects.bulk_create(chunk, update_conflicts=True, unique_fields=["urn"], update_fields=FIELDS)
        progress(start + len(chunk), len(schools))
