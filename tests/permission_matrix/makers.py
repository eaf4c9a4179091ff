"""How rows of further kinds are made for the two worlds: one function each, which puts its row into `world.rows`."""

import datetime

from django.contrib.auth.models import Group

from members.models import CaseStudyMember, ChangeProposal, CheckRequest, Digest, MemberOrganisation
from members.models.sheets import RowOutcome, SheetImport, SheetKind, SheetState
from members.vocabulary import ProposalSource
from partnerships.models import DraftComment, FinderCount, Programme, ReplyTemplate, School, WorkingCopy
from partnerships.versions import latest_key
from partnerships.vocabulary import DocumentType, PublicationState
from tests.factories import make_case_study, make_event, make_question, make_resource, make_user
from tests.facts import make_elsewhere
from tests.reply_templates import make_reply_template
from tests.schools import make_school
from tests.since_2023 import make_development, make_present_support


def add_digest(world, mark):
    """Add a mailing of one day, the day after the last one."""
    since = datetime.date(2026, 1, 5) + datetime.timedelta(days=Digest.objects.count())
    world.rows[Digest] = Digest.objects.create(since=since, until=since + datetime.timedelta(days=1))


def add_group(world, mark):
    """Add a group of staff that is none of the roles."""
    world.rows[Group] = Group.objects.create(name=f"{mark} group")


def add_proposal(world, mark):
    """Add a change that a partnership proposes after it was asked to check its entry."""
    request = CheckRequest.objects.create(partnership=world.partnership, fingerprint=mark)
    world.rows[CheckRequest] = request
    world.rows[ChangeProposal] = ChangeProposal.objects.create(
        partnership=world.partnership,
        source=ProposalSource.LINK,
        check_request=request,
        proposer=mark,
        changes={"summary": [f"{mark} summary", f"{mark} better"]},
        note=f"{mark} note",
    )


def add_import(world, mark):
    """Add a sheet that a colleague uploaded and has not decided about; `claim` makes it the person's own."""
    sheet = SheetImport.objects.create(
        by=make_user(is_staff=True), kind=SheetKind.MEMBERS, file_name=f"{mark}.csv", state=SheetState.PREVIEWED
    )
    sheet.rows.create(number=2, cells={"Name": f"{mark} organisation"}, outcome=RowOutcome.NEW)
    world.rows[SheetImport] = sheet


def add_publications(world, mark):
    """Add what the partnership and the Bridge Organisation publish, all of it drafts; the resource is a document."""
    case_study = make_case_study(partnership=world.partnership, **_draft(mark, "case study"), summary=mark)
    case_study.pictures.create(image=f"case-studies/{mark}.webp", alternative=f"{mark} picture")
    CaseStudyMember.objects.create(case_study=case_study, organisation=world.rows[MemberOrganisation])
    world.rows[Programme].rounds.create(name=f"{mark} round")
    document = {"document": f"documents/{mark}.pdf", "document_type": DocumentType.PDF, "size": 8}
    support = {"bridge": world.bridge, "name": f"{mark} support", "what": mark, "source": mark}
    rows = [
        make_present_support(authorities=world.partnership.authorities.all(), **support),
        make_development(bridge=world.bridge, **_draft(mark, "development"), what=mark, source=mark),
        case_study,
        make_event(partnership=world.partnership, **_draft(mark, "event"), summary=mark),
        make_elsewhere(partnership=world.partnership, **_draft(mark, "elsewhere"), description=mark),
        make_question(bridge=world.bridge, **_draft(mark, "question"), answer=mark),
        make_resource(partnership=world.partnership, **_draft(mark, "resource"), **document),
    ]
    world.rows.update({type(row): row for row in rows})


def add_copy(world, mark):
    """Add a working copy of the public partnership, and what a colleague says of the draft."""
    content = {"fields": ["summary"], "data": {"summary": [f"{mark} summary to come"]}}
    colleague, began_from = make_user(is_staff=True), latest_key(world.partnership)
    copy = {"content": content, "began_from": began_from, "author": colleague, "saved_by": colleague}
    world.rows[WorkingCopy] = WorkingCopy.objects.create(entry=world.partnership, **copy)
    world.rows[DraftComment] = DraftComment.objects.create(entry=world.draft, text=f"{mark} comment", by=colleague)


def add_school(world, mark):
    """Add a school of the register, one and the same for everybody."""
    world.rows[School] = School.objects.first() or make_school()


def add_finder_count(world, mark):
    """Add how often a place in the area of the Bridge Organisation was looked for."""
    authority = world.bridge.authorities.get()
    world.rows[FinderCount] = FinderCount.objects.create(
        month=datetime.date(2026, 10, 1),
        answer="uncovered",
        gss_code=authority.gss_code,
        place=f"{mark} place",
        number=7,
    )


def _draft(mark, kind):
    return {"title": f"{mark} {kind}", "publication": PublicationState.DRAFT}


def add_reply_template(world, mark):
    """Add a reply of the Bridge Organisation that is used again."""
    world.rows[ReplyTemplate] = make_reply_template(bridge=world.bridge, name=f"{mark} template", text=f"{mark} text")


MAKERS = [
    *(add_publications, add_digest, add_group, add_proposal, add_import, add_school),
    *(add_finder_count, add_reply_template, add_copy),
]


def claim(world, user):
    """Make `user` the owner of the rows that belong to a user rather than to a Bridge Organisation."""
    world.rows[SheetImport].by = user
    world.rows[SheetImport].save()
