"""The roles of the back office, each with its permissions. `sync_roles` makes the groups in the database from them.

A role says what its users may do at all; to which rows they may do it is a question to the rows (`editable_by`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from partnerships.published_kinds import table

VIEW_AND_CHANGE = ("view", "add", "change")
EVERYTHING = (*VIEW_AND_CHANGE, "delete")


@dataclass(frozen=True)
class Role:
    """A group of staff: its name, what it is for, and its permissions, such as "partnerships.view_enquiry"."""

    name: str
    purpose: str
    permissions: frozenset[str]


def on(actions: tuple[str, ...], *models: str) -> frozenset[str]:
    """Return the permissions for `actions` on `models`: on(("view",), "partnerships.enquiry")."""
    labels = (model.split(".") for model in models)
    return frozenset(f"{app}.{action}_{model}" for app, model in labels for action in actions)


# What is published by those it is about, what by national staff alone, and what partnerships publish to tell what they
# do.
PUBLISHED = tuple(kind.model._meta.label_lower for kind in table.kinds() if not kind.is_national)
NATIONAL = tuple(kind.model._meta.label_lower for kind in table.kinds() if kind.is_national)
NEWS = tuple(kind.model._meta.label_lower for kind in table.kinds() if kind.is_news)
# The rows that belong to one of these.
DETAILS = (
    "members.casestudymember",
    "partnerships.casestudypicture",
    "partnerships.programmeround",
    "partnerships.partnershiplink",
    "partnerships.partnershipname",
    "partnerships.partnershippart",
    "partnerships.partnershippriority",
    "partnerships.partnershipsource",
    "partnerships.programmeparticipation",
    "partnerships.storyfact",
    "members.membership",
)
# The same for everybody: to choose from in forms, and for national editors to look after.
REFERENCE = (
    "partnerships.councilsuccession",
    "partnerships.localauthority",
    "partnerships.region",
    "partnerships.school",
    "partnerships.sector",
    "partnerships.strategicpriority",
)
# What the officers of a Bridge Organisation are asked and offered, and what they say of it.
DESK = ("partnerships.bridgeorganisation", "partnerships.enquiry", "members.changeproposal")
# What visitors did not find: counts, by place.
SOUGHT = "partnerships.findercount"
# How the site is running: what is not well, the daily jobs, what waits.
SEE_RUNNING = "partnerships.see_running"
# The list of working copies of what they may change.
COPIES = frozenset({"partnerships.view_workingcopy"})

ROLES = (
    Role(
        "Bridge officer",
        "Curates the entries of the Bridge Organisations they are an officer of: partnerships, members, programmes, "
        "offers, news, case studies and resources. Publishes, imports, reviews what is proposed, answers enquiries, "
        "makes members of enquirers, and sees who asked for news of their regions.",
        on(VIEW_AND_CHANGE, *PUBLISHED)
        | on(EVERYTHING, *DETAILS, "partnerships.replytemplate")
        | on(("view", "change"), *DESK)
        | on(("view",), "members.subscriber", SOUGHT, *NATIONAL, *REFERENCE)
        | COPIES
        | {"partnerships.publish_partnership", "partnerships.import_partnership"},
    ),
    Role(
        "Bridge viewer",
        "Reads what the Bridge Organisations they are an officer of curate, and their enquiries, and changes nothing.",
        on(("view",), SOUGHT, *PUBLISHED, *NATIONAL, *DETAILS, *REFERENCE, *DESK, "partnerships.replytemplate"),
    ),
    Role(
        "Coordinator",
        "Coordinates one or more partnerships and has an account, which nobody needs to. Edits their entries while "
        "they are not published and hands them in for review; proposes changes to published ones. Writes news, "
        "case studies and resources of them, for others to publish.",
        on(("view", "change"), "partnerships.partnership")
        | on(VIEW_AND_CHANGE, *NEWS)
        | on(EVERYTHING, *DETAILS)
        | on(("view",), "members.memberorganisation", *REFERENCE)
        | COPIES,
    ),
    Role(
        "National editor",
        "Looks after every entry of the directory and what all entries have in common, answers every enquiry, invites "
        "staff, reads the audit log, and finds, exports and erases what is held about a person who asks for it.",
        on(VIEW_AND_CHANGE, *PUBLISHED, *NATIONAL)
        | on(VIEW_AND_CHANGE, "partnerships.bridgeorganisation", "partnerships.strategicpriority")
        | on(VIEW_AND_CHANGE, "partnerships.localauthority")
        | on(EVERYTHING, "partnerships.councilsuccession", "partnerships.replytemplate", *DETAILS)
        | on(("view",), SOUGHT, *REFERENCE)
        | on(("view", "change"), "partnerships.enquiry", "members.changeproposal")
        | on(VIEW_AND_CHANGE, "auth.user")
        | on(("view",), "partnerships.auditentry")
        | COPIES
        | {
            "partnerships.answer_for_national_desk",
            "partnerships.handle_personal_data",
            "partnerships.import_partnership",
            "partnerships.publish_partnership",
            "partnerships.see_every_bridge",
            SEE_RUNNING,
        },
    ),
    Role(
        "Developer",
        "Looks into how the site and its data are, to mend what is broken: reads every entry, and nothing that says "
        "who wrote to us. Changes nothing.",
        on(("view",), SOUGHT, *PUBLISHED, *NATIONAL, *DETAILS, *REFERENCE, "partnerships.bridgeorganisation")
        | on(("view",), "members.digest", "partnerships.formerslug")
        | {"partnerships.see_every_bridge", SEE_RUNNING},
    ),
)


class UnknownPermission(Exception):
    """A role names a permission that does not exist."""


def permissions_of(roles: Sequence[Role]) -> list[list[Permission]]:
    """Return the permissions of each of `roles`; raises UnknownPermission when one does not exist."""
    known = {_name_of(permission): permission for permission in Permission.objects.select_related("content_type")}
    for role in roles:
        if unknown := role.permissions - known.keys():
            raise UnknownPermission(f"{role.name}: there is no {', '.join(sorted(unknown))}.")
    return [[known[name] for name in role.permissions] for role in roles]


def differences() -> list[str]:
    """Return a sentence for each difference between the groups in the database and the roles."""
    sentences = []
    groups = {group.name: group for group in Group.objects.prefetch_related("permissions__content_type")}
    for role in ROLES:
        if role.name not in groups:
            sentences.append(f"There is no group “{role.name}”.")
            continue
        held = {_name_of(permission) for permission in groups[role.name].permissions.all()}
        sentences += [f"“{role.name}” lacks {name}." for name in sorted(role.permissions - held)]
        sentences += [f"“{role.name}” should not have {name}." for name in sorted(held - role.permissions)]
    return sentences


@transaction.atomic
def sync() -> None:
    """Make the groups in the database as the roles say. Other groups, and the users in any group, stay as they are."""
    for role, permissions in zip(ROLES, permissions_of(ROLES), strict=True):
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set(permissions)


def _name_of(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"
