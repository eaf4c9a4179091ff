"""How rows of further kinds are made for the two worlds: one function each, which puts its row into `world.rows`."""

import datetime

from django.contrib.auth.models import Group

from members.models import ChangeProposal, CheckRequest, Digest
from members.models.sheets import RowOutcome, SheetImport, SheetKind, SheetState
from members.proposal_vocabulary import ProposalSource
from tests.factories import make_user


def add_digest(world, mark):
    """Add a mailing of one day, the day after the last one."""
    since = datetime.date(2026, 1, 5) + datetime.timedelta(days=Digest.objects.count())
    world.rows[Digest] = Digest.objects.create(since=since, until=since + datetime.timedelta(days=1))


def add_group(world, mark):
    """Add a group of staff that is none of the roles."""
    world.rows[Group] = Group.objects.create(name=f"{mark} group")


def add_proposal(world, mark):
    """Add a change that a partnership proposes after it was asked to check its entry."""
    asked = CheckRequest.objects.create(partnership=world.partnership, fingerprint=mark)
    world.rows[CheckRequest] = asked
    world.rows[ChangeProposal] = ChangeProposal.objects.create(
        partnership=world.partnership,
        source=ProposalSource.LINK,
        check_request=asked,
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


MORE = [add_digest, add_group, add_proposal, add_import]


def claim(world, somebody):
    """Make what is a person's own, rather than their Bridge Organisation's, that of `somebody`."""
    world.rows[SheetImport].by = somebody
    world.rows[SheetImport].save()
