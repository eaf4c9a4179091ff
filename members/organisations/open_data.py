"""What is published of member organisations."""

from operator import attrgetter
from typing import Any

from django.db.models import QuerySet, URLField

from members.models import MemberOrganisation
from partnerships.open_data import RecordKind, json_ld
from partnerships.open_data.shapes import dated_by_versions
from partnerships.open_data.taking_part import BELONGING, TAKING_PART, TOOK_PART
from partnerships.published_kinds.fields import Field, ListField, identity, other_row, reference
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole, PublicationState


def _prepare(rows: QuerySet[MemberOrganisation]) -> QuerySet[MemberOrganisation]:
    return dated_by_versions(rows).select_related("sector", "authority").prefetch_related(None)


def _by_date() -> list[QuerySet[Any, int]]:
    """Return the keys of organisations by when versions of them were kept, those of one revision in any order."""
    return [MemberOrganisation.versions.model.objects.order_by("-pk").values_list("id", flat=True)]


def _partnerships(name: str, description: str, told: tuple[Field, ...], **only: Any) -> ListField:
    """Return the list called `name` of the published partnerships where its rows of taking part are as in `only`."""
    return ListField(
        *(name, description, (*other_row("partnership", slug="slug"), *told)),
        relation="memberships",
        only={"partnership__publication": PublicationState.PUBLISHED, **only},
        order=("partnership__name",),
        is_in_another_sheet=True,
    )


MEMBERS = RecordKind(
    name="members",
    singular="member organisation",
    title="Member organisations",
    description="Organisations that take part in partnerships or did. Never persons.",
    rows=lambda: MemberOrganisation.objects.public().order_by("pk"),
    prepare=_prepare,
    area=lambda organisation: [organisation.authority.gss_code] if organisation.authority else [],
    dated=dated_by_versions,
    by_date=_by_date,
    fields=(
        *identity("member organisation"),
        Field("other_names", str, "Other names it has or had."),
        *reference("sector", "The part of local life it belongs to."),
        Field("website", URLField, "Its website."),
        *reference("authority", "The local authority it lies in."),
        Field(
            "urn",
            int,
            "Its unique reference number (URN) in the register of schools, if it is a school that is tied to it.",
            attrgetter("school_id"),
            source="Get Information about Schools, Department for Education",
        ),
        _partnerships(
            "partnerships", "The partnerships it is a member of today.", BELONGING, until="", role__in=BELONGING_ROLES
        ),
        _partnerships(
            *("project_partnerships", "Those it worked with on a project or an event, without being a member."),
            TAKING_PART,
            until="",
            role=MembershipRole.PROJECT,
        ),
        _partnerships(
            *("supported_partnerships", "Those it gives or gave money or help, without being a member."),
            TAKING_PART,
            until="",
            role=MembershipRole.FUNDER,
        ),
        _partnerships(
            *("past_partnerships", "Those it took part in, in whatever role, and no longer does."),
            TOOK_PART,
            until__gt="",
        ),
    ),
)


# In how many partnerships at most the page of an organisation says to programs that it is.
DESCRIBED = 100


def describe(organisation: MemberOrganisation) -> dict[str, object]:
    """Return `organisation` as JSON-LD of schema.org, with the first public partnerships it is a member of today."""
    memberships = organisation.memberships.public().current().belonging().select_related("partnership")
    partnerships = [membership.partnership for membership in memberships.order_by("partnership__name")[:DESCRIBED]]
    school = organisation.school
    number = school and {"@type": "PropertyValue", "propertyID": "URN", "value": str(school.urn)}
    return json_ld.organisation(
        organisation,
        website=organisation.website,
        identifier=number,
        subjectOf=school and {"@type": "WebPage", "url": school.register_url},
        alternateName=organisation.all_other_names,
        location=json_ld.area(organisation.place) if organisation.place else None,
        memberOf=[json_ld.organisation(partnership) for partnership in partnerships],
    )
