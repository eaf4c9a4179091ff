"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: rows that hold JSON, and the words they hold it in.
"""

import datetime

import pytest

from members.models import ChangeProposal, MemberOrganisation, Membership, SheetImport, SheetRow
from members.proposals import proposing, reviewing
from members.sheets import lifecycle
from partnerships.models import LoadedRecord, Partnership, PublishedSnapshot
from partnerships.publishing import public_changes
from tests.factories import make_proposal, make_sector
from tests.lcep_site.directory_files import Files
from tests.reading import words_of
from tests.stored.conftest import MADE_AT
from tests.stored.entries import ENTRY, OTHER, PROPOSAL, READER, make_entry, make_owner, make_person
from tests.stored.literals import LITERALS

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
CHANGES, SHEETS, NOTICED = LITERALS["changes"], LITERALS["sheets"], LITERALS["noticed"]
TODAY = MADE_AT.date()
PAGE = f"/back-office/members/changeproposal/{PROPOSAL}/change/"


@pytest.fixture
def proposal():
    """A proposal of every kind of change, as it was kept."""
    make_sector(pk=OTHER, name="Dance", slug="dance")
    return make_proposal(pk=PROPOSAL, partnership=make_entry(), changes=CHANGES, proposer=LITERALS["proposers"]["link"])


def test_changes_proposed_before_are_shown_and_taken_over(client, proposal):
    client.force_login(owner := make_owner())

    words = words_of(client.get(PAGE))
    done = reviewing.accept(proposal=proposal, keys=list(CHANGES), by=owner)

    entry = Partnership.objects.get()
    assert "Looks for members from: Dance: changed" in words
    assert (entry.summary, entry.takes_new_members, entry.links.count()) == ("New words.", True, 0)
    assert [sector.slug for sector in entry.sectors_sought.all()] == ["dance"]
    assert [name.name for name in entry.names.all()] == ["LCEP Leeds"]
    assert sorted(stated.wording for stated in entry.stated_priorities.all()) == ["Ask", "Listen"]
    assert [one.organisation.name for one in Membership.objects.current()] == ["Tetley"]
    assert (done.state, done.decisions) == ("accepted", dict.fromkeys(CHANGES, "accepted"))


def test_what_was_decided_before_is_shown(client, proposal):
    owner = make_owner()
    decided = {"decisions": LITERALS["decisions"], "state": "partly", "reviewed_by": owner, "reviewed_at": MADE_AT}
    ChangeProposal.objects.update(**decided)
    client.force_login(owner)

    words = words_of(client.get(PAGE))

    assert [one for one in LITERALS["decisions in words"] if one not in words] == []


@pytest.mark.parametrize("source", LITERALS["proposers"])
def test_what_waits_from_somebody_since_before_gives_way_to_what_they_propose_now(source):
    who = {"proposed_by": make_person()} if source == "account" else {"email": READER}
    entry = make_entry()
    earlier = make_proposal(partnership=entry, source=source, proposer=LITERALS["proposers"][source])

    proposer = proposing.Proposer(source, **who)
    later = proposing.propose(partnership=entry, proposer=proposer, changes={"vision": ["", "Art for all."]})
    proposing.confirm(later)

    earlier.refresh_from_db()
    assert earlier.state == "withdrawn"


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_looked_at_before_is_imported_by_its_button(client, kind):
    entry, owner, stored = make_entry(), make_owner(), SHEETS[kind]
    sheet = SheetImport.objects.create(kind=kind, by=owner, file_name="a.csv", state="previewed", **stored["sheet"])
    SheetRow.objects.bulk_create(SheetRow(sheet=sheet, **row) for row in stored["rows"])
    client.force_login(owner)

    words = words_of(client.get(f"/back-office/members/sheetimport/{sheet.pk}/change/"))
    lifecycle.confirm(sheet)

    sheet.refresh_from_db()
    assert stored["shown"] in words
    assert (sheet.state, sheet.counts, sheet.problem) == ("done", stored["sheet"]["counts"], "")
    assert _imported(entry) == stored["imported"]


def _imported(entry):
    """Return what the sheets of these tests change."""
    entries = [[one.name, one.stage] for one in Partnership.objects.order_by("name")]
    members = [[one.name, one.website] for one in MemberOrganisation.objects.order_by("name")]
    return {"entries": entries, "members": members, "roles": [one.role for one in entry.memberships.all()]}


def test_nothing_of_an_entry_seems_changed_since_it_was_looked_at_before():
    PublishedSnapshot.objects.create(partnership=make_entry(), parts=NOTICED, listed_on=None)

    count = public_changes.take_snapshots(TODAY)

    parts = PublishedSnapshot.objects.get().parts
    as_before = {name for name in NOTICED if NOTICED[name][0].startswith(f"{public_changes.PARTS[name].edition}:")}
    assert (count, {day for _, day in parts.values()}) == (0, {None})
    assert {name: parts[name] for name in as_before} == {name: NOTICED[name] for name in as_before}
    # Since then these read more.
    assert NOTICED.keys() - as_before == {"its stage", "how to join"}


@pytest.mark.parametrize("part", NOTICED)
def test_a_part_noticed_before_is_told_of_in_the_news(part):
    facts = NOTICED | {part: [NOTICED[part][0], "2026-11-20"]}
    PublishedSnapshot.objects.create(partnership=make_entry(), parts=facts, changed_on=TODAY)

    [told] = public_changes.between(datetime.date(2026, 11, 16), datetime.date(2026, 11, 30))

    assert (told.partnership.pk, told.is_new, told.parts) == (ENTRY, False, [part])


def test_a_part_that_changed_since_it_was_looked_at_before_is_noticed():
    PublishedSnapshot.objects.create(partnership=make_entry(summary="Newer words."), parts=NOTICED)

    public_changes.take_snapshots(TODAY)

    assert [change.parts for change in public_changes.log()] == [["what it says of itself"]]


GONE = {"supports_partnerships_today", "support_today"}


def test_what_is_loaded_is_remembered_by_the_names_and_values_it_was(tmp_path):
    loaded_files(tmp_path).load()

    kept = {kind: {} for kind in LITERALS["loaded"]}
    for record in LoadedRecord.objects.order_by("pk"):
        kept[record.kind][record.key] = record.values
    # Since then more is kept of some, and of Bridge Organisations what records of present support say instead.
    for kind, records in LITERALS["loaded"].items():
        for key, values in records.items():
            lasting = {name: value for name, value in values.items() if name not in GONE}
            assert {name: kept[kind][key][name] for name in lasting} == lasting


def test_what_was_loaded_before_is_brought_up_to_the_files_and_what_staff_changed_is_left(tmp_path):
    files = loaded_files(tmp_path)
    files.load()
    rows = {(one.kind, one.key): one.object_id for one in LoadedRecord.objects.all()}
    LoadedRecord.objects.all().delete()
    for kind, records in LITERALS["loaded"].items():
        for key, values in records.items():
            LoadedRecord.objects.create(kind=kind, key=key, values=values, object_id=rows[kind, key])
    Partnership.objects.update(summary="By staff.")
    files.change("partnerships", summary="By the files.", host="Opera North")

    said = files.load()

    entry = Partnership.objects.get()
    assert said == {"partnerships": "1 updated"}
    assert (entry.summary, entry.host) == ("By staff.", "Opera North")


def loaded_files(folder):
    """Return a small directory in files, with a row of every kind."""
    files = Files(folder)
    sourced = {"source": "leeds33.com", "confidence": "page"}
    files.rows |= {
        "programmes": [{"key": "lab", "name": "Lab", "kind": "research", "run_by": "Arts Council", **sourced}],
        "programme_authorities": [{"programme": "lab", "localauthority": "leeds"}],
        "programme_participations": [{"programme": "lab", "partnership": "leeds33", **sourced}],
        "resources": [
            {"key": "guide", "title": "Guide", "section": "build", "kind": "toolkit", "url": "https://guide.example/"}
        ],
        "questions": [{"key": "why", "title": "Why?", "audience": "schools", "position": "1", "answer": "Because."}],
    }
    return files
