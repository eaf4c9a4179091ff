"""What was previewed is done, all of it or nothing, and nothing that changed meanwhile is overwritten."""

import pytest

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetState
from members.sheets import applying, lifecycle, work
from members.sheets.slices import MAY_NO_LONGER_IMPORT
from partnerships.models import AuditEntry, Partnership, PartnershipPart, Revision, SearchDocument
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, MembershipRole, PublicationState, RevisionKind, Stage
from partnerships.vocabulary.parts import PartKind
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_sector,
    make_superuser,
)
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import outcomes, preview, problems

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
HEADINGS = ("Entry", "Name", "Sector", "Website")
MEMBERSHIP = ("Partnership", "Member organisation", "Role", "Until")
PARTNERSHIP = ("Entry", "Name", "Local authorities", "Bridge Organisation", "Stage", "Sectors it looks for")


@pytest.fixture
def bridge():
    """Arch, with one authority."""
    bridge = make_bridge(name="Arch")
    make_authority(name="Leeds", bridge=bridge)
    return bridge


@pytest.fixture
def officer(bridge):
    """An officer of the Bridge who may import and publish."""
    return make_importer(bridge, publishes=True)


@pytest.fixture(autouse=True)
def culture():
    return make_sector(name="Culture")


def confirm(sheet, **choices):
    """Confirm the import of `sheet` and return it as it then stands."""
    lifecycle.confirm(sheet, **choices)
    sheet.refresh_from_db()
    return sheet


def assert_search_is_fresh():
    """Check that the text search is what a new one would be."""
    parts = ("kind", "object_id", "names", "places", "themes", "rest")
    documents = list(SearchDocument.objects.order_by("kind", "object_id").values_list(*parts))
    text_index.rebuild()
    assert documents == list(SearchDocument.objects.order_by("kind", "object_id").values_list(*parts))


def test_new_and_changed_rows_are_saved_as_one_revision_and_errors_left_out(officer, culture):
    make_organisation(name="Lowry", sector=culture, looked_after_by=officer.bridges.get())
    text_index.rebuild()
    sheet = preview(
        HEADINGS,
        ("", "Tate", "Culture", "tate.example"),
        ("", "Tate", "Culture", ""),
        ("lowry", "The Lowry", "Culture", ""),
        by=officer,
    )

    sheet = confirm(sheet)

    saved = MemberOrganisation.objects.values_list("slug", "name", "website")
    assert list(saved) == [("tate", "Tate", "https://tate.example"), ("lowry", "The Lowry", "")]
    assert (sheet.state, sheet.counts) == (SheetState.DONE, {"new": 1, "error": 1, "changed": 1})
    revision = Revision.objects.get(kind=RevisionKind.IMPORT)
    assert (sheet.revision, revision.by, revision.reason) == (revision, officer, "Imported from sheet.csv")
    stored = MemberOrganisation.versions.filter(revision=revision).order_by("name")
    assert list(stored.values_list("name", "history_type")) == [("Tate", "+"), ("The Lowry", "~")]
    assert_search_is_fresh()


@pytest.mark.parametrize("place", ["", "Leeds", "Elsewhere"])
def test_what_is_new_is_looked_after_by_the_bridge_of_who_imports_it_wherever_it_lies(officer, bridge, place):
    make_authority(name="Elsewhere", bridge=make_bridge())

    confirm(preview((*HEADINGS[:3], "Local authority"), ("", "Tate", "Culture", place), by=officer))

    organisation = MemberOrganisation.objects.editable_by(officer).get()
    assert (organisation.looked_after_by, str(organisation.authority or "")) == (bridge, place)
    assert organisation.versions.get().looked_after_by == bridge


def test_what_national_staff_import_is_looked_after_by_the_bridge_of_its_place(bridge):
    by = make_superuser()

    confirm(
        preview((*HEADINGS[:3], "Local authority"), ("", "Tate", "Culture", "Leeds"), ("", "ACE", "Culture", ""), by=by)
    )

    assert dict(MemberOrganisation.objects.values_list("name", "looked_after_by")) == {"Tate": bridge.pk, "ACE": None}


def test_an_import_is_audited_without_names(officer):
    sheet = confirm(preview(HEADINGS, ("", "Tate", "Culture", ""), by=officer))

    entry = AuditEntry.objects.get(action=AuditAction.IMPORTED)
    assert (entry.by, entry.about) == (officer, f"Member organisations: import {sheet.pk}")
    assert entry.details == {"kind": "members", "new": 1}


def test_new_entries_of_like_names_get_addresses_of_their_own(officer, culture):
    make_organisation(name="Other", slug="tate", sector=culture)

    confirm(preview(HEADINGS, ("", "Tate", "Culture", ""), ("", "Tate 2", "Culture", ""), by=officer))

    slugs = MemberOrganisation.objects.exclude(name="Other").order_by("name").values_list("slug", flat=True)
    assert list(slugs) == ["tate-2", "tate-2-2"]


def test_what_looks_like_another_is_added_only_if_that_was_chosen(officer, culture):
    make_organisation(name="Leeds Museums and Galleries", sector=culture)
    rows = [HEADINGS, ("", "Leeds Museum and Gallery", "Culture", ""), ("", "Tate", "Culture", "")]

    without = confirm(preview(*rows, by=officer))
    chosen = confirm(preview(*rows[:2], by=officer), takes_doubtful=True)

    assert (outcomes(without), outcomes(chosen)) == ({2: "doubtful", 3: "new"}, {2: "doubtful"})
    assert MemberOrganisation.objects.filter(name="Leeds Museum and Gallery").count() == 1


def test_an_entry_changed_since_the_preview_is_told_and_not_overwritten(officer, culture):
    lowry = make_organisation(name="Lowry", sector=culture, looked_after_by=officer.bridges.get())
    make_organisation(name="Tate", sector=culture, looked_after_by=officer.bridges.get())
    rows = [("lowry", "Lowry", "Culture", "a.example"), ("tate", "Tate", "Culture", "b.example")]
    sheet = preview(HEADINGS, *rows, by=officer)
    lowry.website = "https://lowry.example"
    lowry.save()

    sheet = confirm(sheet)

    assert outcomes(sheet) == {2: "moved", 3: "changed"}
    assert problems(sheet) == [("", applying.CONFLICT)]
    websites = MemberOrganisation.objects.order_by("name").values_list("website", flat=True)
    assert list(websites) == ["https://lowry.example", "https://b.example"]


@pytest.mark.parametrize("happening", ["deleted", "name taken", "sector gone", "not theirs any more"])
def test_whatever_happened_meanwhile_nothing_of_the_row_is_saved(officer, culture, happening):
    lowry = make_organisation(name="Lowry", sector=culture, looked_after_by=officer.bridges.get())
    other = make_sector(name="Health")
    sheet = preview(HEADINGS, ("lowry", "Gallery", "Health", ""), by=officer)
    if happening == "deleted":
        lowry.delete()
    elif happening == "name taken":
        make_organisation(name="Gallery", sector=culture)
    elif happening == "sector gone":
        other.delete()
    else:
        MemberOrganisation.objects.update(looked_after_by=make_bridge())

    sheet = confirm(sheet)

    assert (sheet.state, sheet.revision, outcomes(sheet)) == (SheetState.DONE, None, {2: "moved"})
    assert MemberOrganisation.objects.filter(name="Gallery", sector__name="Health").count() == 0


def test_memberships_are_added_and_changed_and_found_at_once(officer, bridge):
    partnership = make_partnership(bridge.authorities.all(), name="Leeds LCEP")
    tate, lowry = make_organisation(name="Tate"), make_organisation(name="Lowry")
    make_membership(partnership=partnership, organisation=tate)
    text_index.rebuild()
    sheet = preview(
        MEMBERSHIP,
        ("Leeds LCEP", "Tate", "Host or lead", "2019"),
        ("Leeds LCEP", "Lowry", "Member", ""),
        by=officer,
        kind="memberships",
    )

    confirm(sheet)

    memberships = Membership.objects.order_by("pk").values_list("organisation", "role", "until")
    assert list(memberships) == [(tate.pk, MembershipRole.HOST, "2019"), (lowry.pk, MembershipRole.MEMBER, "")]
    assert Membership.versions.filter(revision__kind=RevisionKind.IMPORT).count() == 2
    assert_search_is_fresh()


def test_partnerships_come_in_as_drafts_with_their_places_and_sectors(officer, bridge, culture):
    sheet = preview(
        PARTNERSHIP, ("", "Leeds LCEP", "Leeds", "Arch", "emerging", "Culture"), by=officer, kind="partnerships"
    )

    confirm(sheet)

    partnership = Partnership.objects.get()
    assert (partnership.publication, partnership.bridge, partnership.stage) == ("draft", bridge, Stage.EMERGING)
    assert [str(authority) for authority in partnership.authorities.all()] == ["Leeds"]
    assert [str(sector) for sector in partnership.sectors_sought.all()] == ["Culture"]
    assert_search_is_fresh()


def test_partnerships_are_published_if_that_was_chosen_and_changed_ones_stay_as_they_are(officer, bridge):
    draft = make_partnership(bridge.authorities.all(), name="Old LCEP", publication=PublicationState.DRAFT)
    sheet = preview(
        PARTNERSHIP,
        ("", "New LCEP", "Leeds", "Arch", "", ""),
        (draft.slug, "Old LCEP", "Leeds", "Arch", "Dormant", ""),
        by=officer,
        kind="partnerships",
    )

    confirm(sheet, publishes=True)

    states = Partnership.objects.order_by("name").values_list("name", "publication", "stage")
    assert list(states) == [("New LCEP", "published", ""), ("Old LCEP", "draft", Stage.DORMANT)]
    assert AuditEntry.objects.filter(action=AuditAction.PUBLISHED).count() == 1


def test_parts_come_in_with_their_districts_and_those_there_are_stay_as_they_are(officer, bridge):
    place = make_authority(name="North Yorkshire", gss_code="E06000065", bridge=bridge)
    partnership = make_partnership([place], name="Coast LCEP", slug="coast", bridge=bridge)
    make_part(partnership, name="Whitby", kind=PartKind.TOWN, source="coast.example")
    make_part(partnership, name="YO12")
    cell = "North Yorkshire: Whitby;North Yorkshire: Scarborough (former council)"

    sheet = preview(
        (*PARTNERSHIP[:4], "Parts of authorities"),
        ("coast", "Coast LCEP", "North Yorkshire", "Arch", cell),
        by=officer,
        kind="partnerships",
    )
    confirm(sheet)

    scarborough, whitby = partnership.parts.order_by("name")
    assert (whitby.kind, whitby.source) == (PartKind.TOWN, "coast.example")
    assert (scarborough.kind, scarborough.postcode_districts[:9]) == (PartKind.FORMER, "TS13 YO11")
    assert scarborough.source.startswith("Entered by staff")
    assert PartnershipPart.versions.filter(revision__kind=RevisionKind.IMPORT).count() == 2
    assert_search_is_fresh()


def test_a_mistake_of_ours_in_the_middle_changes_nothing(officer, culture, monkeypatch, caplog):
    sheet = preview(HEADINGS, ("", "Tate", "Culture", ""), ("", "Lowry", "Culture", ""), by=officer)

    def break_down(*rows):
        raise RuntimeError("On purpose")

    monkeypatch.setattr(text_index, "refresh", break_down)
    sheet = confirm(sheet)

    assert (sheet.state, sheet.problem) == (SheetState.PREVIEWED, f"{work.OUR_MISTAKE}{work.NOTHING_CHANGED}")
    assert (MemberOrganisation.objects.count(), Revision.objects.filter(kind=RevisionKind.IMPORT).count()) == (0, 0)
    assert "failed while being imported" in caplog.text


def test_who_may_not_import_any_more_imports_nothing(officer, culture):
    sheet = preview(HEADINGS, ("", "Tate", "Culture", ""), by=officer)
    officer.user_permissions.clear()

    sheet = confirm(sheet)

    assert (sheet.state, sheet.problem) == (SheetState.FAILED, f"{MAY_NO_LONGER_IMPORT}{work.NOTHING_CHANGED}")
    assert MemberOrganisation.objects.count() == 0


def test_saving_asks_the_database_hardly_more_for_many_rows(officer, django_assert_max_num_queries):
    counts = []
    for number in (1, 40):
        rows = [("", f"Place {place} of {number}", "Culture", "") for place in range(number)]
        sheet = preview(HEADINGS, *rows, by=officer)
        with django_assert_max_num_queries(85) as captured:
            confirm(sheet)
        counts.append(len(captured))

    assert counts[1] - counts[0] <= 2
