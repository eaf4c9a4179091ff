"""What staff decide of one member organisation and the register of schools, and what they may choose from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from members.models import MemberOrganisation
from members.organisations.joining import NameTaken
from members.organisations.merging import with_names
from members.organisations.schools import GONE, areas_of, waiting_to_be_tied
from partnerships.models import School
from partnerships.models.versions import revising
from partnerships.schools import kept
from partnerships.schools.matching import match
from partnerships.search import text_index

MOST_SHOWN = 6
# Of so many that are called like it those in its area are sought.
MOST_LIKE_IT = 100


class NoSuchSchool(Exception):
    """The register has no school of that number."""


@dataclass(frozen=True)
class SchoolQuestion:
    """What staff are asked about an organisation: its school `is_gone`, `is_renamed`, or is not known.

    `schools` are those that may be meant, the likeliest first.
    """

    organisation: MemberOrganisation
    is_gone: bool = False
    is_renamed: bool = False
    schools: list[School] = field(default_factory=list)


def question_about(organisation: MemberOrganisation) -> SchoolQuestion | None:
    """Return what staff have to decide about `organisation`, None if nothing."""
    school = organisation.school
    if school is None:
        if not waiting_to_be_tied(MemberOrganisation.objects.filter(pk=organisation.pk)).exists():
            return None
        return SchoolQuestion(organisation, schools=_schools_for(organisation))
    if school.state in GONE:
        return SchoolQuestion(organisation, is_gone=True, schools=_schools_for(organisation))
    is_renamed = organisation.name_in_register not in ("", school.name)
    return SchoolQuestion(organisation, is_renamed=True) if is_renamed else None


def _schools_for(organisation: MemberOrganisation) -> list[School]:
    """Return the open schools that may be meant: what is where its school was, then by name, those in its area first.

    A school that becomes an academy closes and opens again under another number, at the same postcode.
    """
    gone = organisation.school
    there = list(School.objects.open().filter(postcode=gone.postcode)) if gone and gone.postcode else []
    called = [found.urn for found in match(kept.current(), organisation.name, first=MOST_LIKE_IT).schools]
    known = School.objects.select_related("authority").in_bulk(called)
    areas = areas_of(MemberOrganisation.objects.filter(pk=organisation.pk))[organisation.pk]
    like_it = sorted((known[urn] for urn in called if urn in known), key=lambda row: row.authority_id not in areas)
    return list(dict.fromkeys([*there, *like_it]))[:MOST_SHOWN]


# Each of what follows takes the organisation as it is in the database, locked, and what was sent with the button.


def _tie(organisation: MemberOrganisation, urn: str) -> str:
    school = School.objects.filter(urn=int(urn)).first() if urn.isdecimal() and len(urn) < 10 else None
    if school is None:
        raise NoSuchSchool
    organisation.tie_to(school)
    return f"Tied to {school} ({school.urn}) of the register of schools"


def _leave_out(organisation: MemberOrganisation, urn: str) -> str:
    organisation.tie_to(None)
    organisation.is_no_school = True
    return "Not a school of the register"


def _take_name(organisation: MemberOrganisation, urn: str) -> str:
    school = _school_of(organisation)
    if taken := MemberOrganisation.objects.filter(name__iexact=school.name).exclude(pk=organisation.pk).first():
        raise NameTaken(taken)
    organisation.other_names, _ = with_names(school.name, organisation.all_other_names, [organisation.name])
    organisation.name = school.name
    organisation.tie_to(school)
    return "Name taken over from the register of schools"


def _keep_name(organisation: MemberOrganisation, urn: str) -> str:
    organisation.tie_to(_school_of(organisation))
    return "Name kept, whatever the register of schools calls it"


def _school_of(organisation: MemberOrganisation) -> School:
    if organisation.school is None:
        raise NoSuchSchool
    return organisation.school


DECISIONS: Mapping[str, Callable[[MemberOrganisation, str], str]] = {
    "tie_school": _tie,
    "no_school": _leave_out,
    "take_school_name": _take_name,
    "keep_school_name": _keep_name,
}


@transaction.atomic
def decide(organisation: MemberOrganisation, decision: str, *, by: User, urn: str = "") -> str:
    """Do what `by` decided, one of DECISIONS, as one revision, and return what was done.

    Raises NoSuchSchool, and NameTaken where another entry has the name of the school.
    """
    row = MemberOrganisation.objects.select_for_update(of=("self",)).select_related("school").get(pk=organisation.pk)
    with text_index.following(row):
        done = DECISIONS[decision](row, urn)
        with revising(by=by, reason=done):
            row.save()
    return done
