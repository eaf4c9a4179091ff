"""Rows that belong to those of a world (tests/permission_matrix/world.py): as many of each kind as wanted."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from members.models import ChangeProposal, MemberOrganisation, SheetImport, Subscriber
from members.models.sheets import RowOutcome
from partnerships.models import (
    CaseStudy,
    Enquiry,
    NewsItem,
    Programme,
    Question,
    Region,
    Resource,
    Sector,
    StrategicPriority,
)
from partnerships.models.versions import revising
from tests.factories import (
    make_authority,
    make_enquiry,
    make_mail,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_proposal,
    make_region,
    make_sector,
    make_subscriber,
)


def add_related(world, number: int) -> None:
    """Add `number` rows of every kind that belongs to a row of `world`, each with a revision of its own."""
    for _ in range(number):
        with revising():
            other = make_partnership([make_authority(bridge=world.bridge, region=world.rows[Region])])
            _to_partnership(world.partnership, other, world)
            _to_others(world.rows, other, world)
            for row in world.rows.values():
                if hasattr(row, "versions"):
                    row.save()
        _to_work(world.rows, world)


def _to_partnership(partnership, other, world) -> None:
    partnership.authorities.add(other.authorities.get())
    partnership.predecessors.add(other)
    partnership.sectors_sought.add(make_sector())
    partnership.editors.add(make_officer(world.bridge))
    partnership.names.create(name=f"Name {other.pk}")
    partnership.links.create(label=f"Link {other.pk}", url=f"https://page{other.pk}.example/")
    partnership.sources.create(title=f"Source {other.pk}")
    partnership.programme_participations.create(programme=make_programme(bridge=world.bridge))
    for priority in (make_priority(), world.rows[StrategicPriority]):
        partnership.stated_priorities.create(priority=priority, wording=f"Wording {other.pk}")
    make_membership(partnership=partnership, organisation=make_organisation(sector=world.rows[Sector]))
    make_membership(partnership=other, organisation=world.rows[MemberOrganisation])


def _to_others(rows, other, world) -> None:
    programme = rows[Programme]
    programme.authorities.add(other.authorities.get())
    programme_round = programme.rounds.create(name=f"Round {other.pk}")
    programme.participations.create(partnership=other, round=programme_round)
    case_study = rows[CaseStudy]
    case_study.pictures.create(image=f"case-studies/{other.pk}.webp", alternative=f"Picture {other.pk}")
    case_study.members.create(organisation=make_organisation())
    for model in (CaseStudy, NewsItem, Question, Resource):
        rows[model].priorities.add(make_priority())


def _to_work(rows, world) -> None:
    """Add what staff have to do with: events and mails of the enquiry, changes of the proposal, rows of the import."""
    colleague = make_officer(world.bridge)
    enquiry, proposal, sheet = rows[Enquiry], rows[ChangeProposal], rows[SheetImport]
    enquiry.events.create(kind="note", by=colleague, text="Called.")
    make_mail(enquiry=enquiry)
    make_enquiry(desk=world.bridge, partnership=world.partnership)
    number = len(proposal.changes)
    proposal.changes[f"member:+{number}"] = [None, {"name": f"Museum {number}", "sector": "x", "role": "member"}]
    proposal.changes[f"priority:+{number}"] = [None, {"wording": f"Wording {number}", "priority": "x"}]
    proposal.save()
    make_proposal(partnership=world.partnership)
    sheet.rows.create(number=sheet.rows.count() + 10, cells={"Name": "Museum"}, outcome=RowOutcome.NEW)
    subscriber = rows[Subscriber]
    subscriber.regions.add(make_region())
    subscriber.priorities.add(make_priority())
    subscriber.partnerships.add(world.partnership)
    make_subscriber([rows[Region]])
    for row in rows.values():
        kind = ContentType.objects.get_for_model(row)
        LogEntry.objects.create(user=colleague, content_type=kind, object_id=row.pk, action_flag=CHANGE)
