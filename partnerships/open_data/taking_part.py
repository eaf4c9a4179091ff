"""What is published of who takes part in a partnership: members apart from those who only work with it or fund it."""

from typing import Any

from partnerships.dates.partial_dates import PartialDateField
from partnerships.published_kinds.fields import CONFIDENCE, SOURCE, Field, ListField, known, other_row
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole

# What is told of each that takes part, but for the role in which: what is told apart by roles needs none.
TAKING_PART = (
    Field("since", PartialDateField, "When it began to take part."),
    Field("as_of", PartialDateField, "When the source said that it takes part."),
    SOURCE,
    CONFIDENCE,
)
BELONGING = (
    known(
        "role",
        str,
        "As what it takes part.",
        choices=[(role.value, role.label) for role in BELONGING_ROLES],
    ),
    *TAKING_PART,
)
TOOK_PART = (
    known("role", str, "As what it took part.", choices=MembershipRole.choices),
    Field("until", PartialDateField, "When it stopped."),
    *TAKING_PART,
)

_ORGANISATION = (
    *other_row("organisation"),
    known("sector", str, "Its sector’s slug.", column="organisation__sector__slug"),
)


def _organisations(name: str, description: str, told: tuple[Field, ...], **only: Any) -> ListField:
    """Return the list called `name` of the organisations whose rows of taking part are as in `only`."""
    # The reverse name of a model above this package.
    return ListField(name, description, (*_ORGANISATION, *told), relation="memberships", only=only)


LISTS = (
    _organisations(
        "members",
        "Its members today: hosts, those in its steering group and others. Seldom complete: those a source names.",
        BELONGING,
        until="",
        role__in=BELONGING_ROLES,
    ),
    _organisations(
        "project_partners",
        "Those that worked with it on a project or an event. They are not members.",
        TAKING_PART,
        until="",
        role=MembershipRole.PROJECT,
    ),
    _organisations(
        "funders_and_supporters",
        "Those that give or gave it money or help. They are not members.",
        TAKING_PART,
        until="",
        role=MembershipRole.FUNDER,
    ),
    _organisations(
        "took_part_before", "Those that took part in it, in whatever role, and no longer do.", TOOK_PART, until__gt=""
    ),
)
