"""Two Bridge Organisations, each with rows of every kind; every word of the other one's is marked."""

import re
from dataclasses import dataclass, field
from functools import cache

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from lcep_site import roles
from partnerships import audit
from partnerships.models import BridgeOrganisation, FormerSlug, Partnership
from partnerships.models.versions import revising
from partnerships.vocabulary import AuditAction, PublicationState
from tests.area_parts import make_part
from tests.councils import make_succession
from tests.factories import (
    make_authority,
    make_bridge,
    make_enquiry,
    make_mail,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
    make_sector,
    make_subscriber,
    make_support_offer,
    make_user,
)
from tests.permission_matrix.makers import MAKERS

# What nobody of the first Bridge Organisation may ever read in the back office. Rows that everybody reads (Bridge
# Organisations, regions, authorities, sectors, priorities) carry no mark.
MARK = "Zzyzx"
SECRET = re.compile(MARK, re.IGNORECASE)


@dataclass
class World:
    """A Bridge Organisation and its rows by model: `rows[Partnership]` is its published one, `draft` another."""

    bridge: BridgeOrganisation
    partnership: Partnership
    draft: Partnership
    rows: dict[type[Model], Model] = field(default_factory=dict)


def make_world(mark: str) -> World:
    """Make a Bridge Organisation with rows of every kind, whose every text contains `mark`."""
    bridge = make_bridge(name="Bridge of others" if mark == MARK else "Bridge of ours")
    authority = make_authority(bridge=bridge, region=make_region())
    with revising(reason=f"{mark} revision"):
        partnership = make_partnership([authority], name=f"{mark} partnership", summary=f"{mark} summary")
        draft = make_partnership([authority], name=f"{mark} draft", publication=PublicationState.DRAFT)
    world = World(bridge, partnership, draft)
    _fill(world, authority, mark)
    for add in MAKERS:
        add(world, mark)
    _leave_traces(world, mark)
    return world


def _fill(world: World, authority, mark: str) -> None:
    partnership = world.partnership
    programme = make_programme(name=f"{mark} programme", bridge=world.bridge)
    organisation = make_organisation(name=f"{mark} organisation", authority=authority, looked_after_by=world.bridge)
    priority, sector = make_priority(), make_sector()
    enquiry = make_enquiry(
        desk=world.bridge,
        partnership=partnership,
        reference=f"L-{mark[:5]}",
        **dict.fromkeys(["name", "message", "organisation"], f"{mark} words"),
    )
    partnership.names.create(name=f"{mark} name")
    make_part(partnership, authority, source=f"{mark} source")
    partnership.links.create(label=f"{mark} link", url=f"https://{mark}.example/")
    partnership.sources.create(title=f"{mark} source")
    participation = partnership.programme_participations.create(programme=programme, note=f"{mark} note")
    rows = [
        world.bridge,
        partnership,
        programme,
        participation,
        partnership.stated_priorities.create(priority=priority, wording=f"{mark} wording"),
        make_support_offer(bridge=world.bridge, name=f"{mark} offer"),
        organisation,
        make_membership(partnership=partnership, organisation=organisation, source=f"{mark} page"),
        enquiry,
        make_mail(enquiry=enquiry, subject=f"{mark} mail"),
        make_subscriber([authority.region], email=f"{mark.lower()}@reader.example"),
        # The same for everybody.
        authority,
        authority.region,
        make_succession(authority.gss_code),
        priority,
        sector,
    ]
    world.rows.update({type(row): row for row in rows})


def _leave_traces(world: World, mark: str) -> None:
    """Add rows about what a colleague did: in histories, in the audit log, and a former address."""
    colleague = make_officer(world.bridge)
    for row in list(world.rows.values()):
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.create(
            user=colleague, content_type=kind, object_id=row.pk, object_repr=f"{mark} {row}", action_flag=CHANGE
        )
    kind = ContentType.objects.get_for_model(Partnership)
    former = FormerSlug.objects.create(
        content_type=kind, object_id=world.partnership.pk, slug=f"{mark.lower()}-formerly"
    )
    entry = audit.record(AuditAction.PUBLISHED, by=colleague, about=f"{mark} partnership")
    for row in (former, entry, make_user(username=f"{mark}@staff.example", is_staff=True)):
        world.rows[type(row)] = row


def make_both() -> tuple[World, World]:
    """Make the roles, our world and that of another; an organisation of ours takes part in both.

    That the public reads of the other is no secret, but its membership of a draft there is.
    """
    roles.sync()
    ours, theirs = make_world("Ours"), make_world(MARK)
    shared = make_organisation(name="Shared organisation")
    make_membership(partnership=ours.partnership, organisation=shared)
    make_membership(partnership=theirs.draft, organisation=shared, source=f"{MARK} shared")
    return ours, theirs


def snapshot(world: World) -> dict[type[Model], list[dict]]:
    """Return the values of those rows of `world` that are somebody's."""
    return {
        model: list(model._base_manager.filter(pk=row.pk).values())
        for model, row in world.rows.items()
        if is_of_a_bridge(model)
    }


def may_be_chosen(row) -> bool:
    """Return whether staff of every Bridge Organisation may name `row` in what is theirs: it is public."""
    rows = type(row)._default_manager
    return hasattr(rows, "choosable_by") and getattr(rows, "published", getattr(rows, "public", None))().contains(row)


def is_of_a_bridge(model: type[Model]) -> bool:
    """Return whether the rows of `model` are somebody's rather than everybody's."""
    return hasattr(model._default_manager.all(), "editable_by")


@cache
def models_of_the_back_office() -> list[type[Model]]:
    """Return every model that has pages in the back office, by name."""
    return sorted(admin.site._registry, key=lambda model: model._meta.label)
