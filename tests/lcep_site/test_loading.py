"""Loading the committed files again and again, beside what staff change."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lcep_site.loading.kinds import KINDS
from members.models import MemberOrganisation, Membership
from partnerships.models import (
    BridgeOrganisation,
    LocalAuthority,
    Partnership,
    PartnershipName,
    SearchDocument,
    SupportOffer,
)
from partnerships.vocabulary import MembershipRole, PublicationState
from tests.lcep_site.directory_files import Files, every_row

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _loaded(prepared_data, tmp_path_factory):
    """What the files are as they are loaded."""
    with prepared_data():
        Files(tmp_path_factory.mktemp("files")).load()
        yield


@pytest.fixture
def files(tmp_path):
    """Files that have been loaded once."""
    return Files(tmp_path)


def test_the_first_load_is_published_and_found_by_the_search(files):
    assert Partnership.objects.published().get().slug == "leeds33"
    assert SupportOffer.objects.published().count() == 1
    assert SearchDocument.objects.filter(kind="partnership").count() == 1


def test_a_changed_value_reaches_a_field_nobody_has_edited(files):
    files.change("partnerships", stage="established", established="2017-09")
    files.change("authorities", 1, easting="459000", northing="452000")
    files.change("memberships", role="host")

    outcome = files.load()

    partnership = Partnership.objects.get()
    assert (partnership.stage, partnership.established, partnership.slug) == ("established", "2017-09", "leeds33")
    assert LocalAuthority.objects.get(slug="york").easting == 459000
    assert Membership.objects.get().role == MembershipRole.HOST
    assert outcome == {
        "authorities": "1 updated, 1 unchanged",
        "partnerships": "1 updated",
        "memberships": "1 updated",
    }


def test_a_new_name_in_the_file_leaves_the_address_as_it_was(files):
    files.change("partnerships", name="Leeds 33")

    files.load()

    assert Partnership.objects.values_list("name", "slug").get() == ("Leeds 33", "leeds33")


def test_what_staff_changed_is_kept_while_the_rest_of_the_row_is_updated(files):
    Partnership.objects.update(summary="As staff wrote it.", publication=PublicationState.DRAFT)
    files.change("partnerships", summary="As the file now has it.", website="https://leeds33.com")

    files.load()

    partnership = Partnership.objects.get()
    assert partnership.summary == "As staff wrote it."
    assert partnership.website == "https://leeds33.com"
    assert partnership.publication == PublicationState.DRAFT


def test_what_staff_changed_is_kept_however_often_the_file_is_loaded(files):
    BridgeOrganisation.objects.update(base_town="York")
    PartnershipName.objects.update(name="Leeds CEP")
    files.change("bridges", base_town="Leeds")
    files.load()

    outcome = files.load()

    assert BridgeOrganisation.objects.get().base_town == "York"
    assert PartnershipName.objects.get().name == "Leeds CEP"
    assert outcome == {"bridges": "1 kept as staff left them", "partnership_names": "1 kept as staff left them"}


def test_an_entry_staff_renamed_is_still_known_for_the_same(files):
    organisation = MemberOrganisation.objects.get()
    organisation.name, organisation.slug = "The Opera of the North", ""
    organisation.save()
    files.change("organisations", website="https://www.operanorth.co.uk")

    files.load()

    assert MemberOrganisation.objects.values_list("name", "slug", "website").get() == (
        "The Opera of the North",
        "the-opera-of-the-north",
        "https://www.operanorth.co.uk",
    )
    assert Membership.objects.count() == 1


def test_what_staff_deleted_stays_deleted_with_all_that_belonged_to_it(files):
    Partnership.objects.get().delete()
    files.change("partnerships", summary="As the file now has it.")
    files.rows["partnership_names"].append({"partnership": "leeds33", "name": "Leeds CEP", "kind": "short"})

    outcome = files.load()

    assert Partnership.objects.count() == PartnershipName.objects.count() == Membership.objects.count() == 0
    assert outcome["partnerships"] == "1 kept as staff left them"
    assert outcome["partnership_names"] == "2 kept as staff left them"
    assert files.kept[:2] == ["leeds33: deleted", "leeds33, leeds: deleted"]


def test_a_stage_its_date_and_its_source_are_staffs_or_the_files_together(files):
    files.change("partnerships", stage="established", stage_source="old.example")
    files.load()
    Partnership.objects.update(stage_as_of="2026-03", host="Opera North")
    dormant = {"stage": "dormant", "stage_as_of": "2026-09", "stage_source": "new.example"}
    files.change("partnerships", **dormant, stage_confidence="page", website="https://leeds33.com")

    outcomes = [files.load(), files.load()]

    partnership = Partnership.objects.get()
    stage = (partnership.stage, partnership.stage_as_of, partnership.stage_source, partnership.stage_confidence)
    assert (stage, partnership.website) == (("established", "2026-03", "old.example", ""), "https://leeds33.com")
    assert outcomes == [{"partnerships": "1 updated"}, {"partnerships": "1 kept as staff left them"}]
    assert files.kept == ["Leeds33: stage, stage_as_of, stage_source, stage_confidence, host"]
    Partnership.objects.update(**dormant, stage_confidence="page", host="")
    files.change("partnerships", stage="ended", stage_as_of="2026-10")
    assert (files.load(), files.kept) == ({"partnerships": "1 updated"}, [])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_source_belongs_to_what_it_says_and_a_date_to_its_source(kind):
    groups = [set(group) for group in kind.together]
    for name in kind.fields:
        if name in {"source", "as_of", "stage_source", "stage_as_of", "date_said", "as_of_said"}:
            assert any(name in group and len(group) > 1 for group in groups), name
    dated = {"as_of", "date", "is_planned", "date_said", "as_of_said", "since", "until", "role", "answer"}
    for group in groups:
        assert "source" not in group or dated.intersection(kind.fields) <= group


def test_an_authority_staff_took_out_or_put_in_stays_so(files):
    partnership = Partnership.objects.get()
    partnership.authorities.set(LocalAuthority.objects.filter(slug="york"))

    files.load()

    assert [authority.slug for authority in partnership.authorities.all()] == ["york"]


def test_a_line_gone_from_its_file_goes_from_the_directory_unless_staff_changed_it(files):
    files.rows["partnership_sources"].append({"partnership": "leeds33", "title": "artformsleeds.co.uk"})
    files.load()
    partnership = Partnership.objects.get()
    partnership.sources.filter(title="leeds33.com").update(shows="The pods")
    files.rows["partnership_sources"] = []

    outcome = files.load()

    assert [source.title for source in partnership.sources.all()] == ["leeds33.com"]
    assert outcome == {"partnership_sources": "1 kept as staff left them, 1 removed"}
    assert files.kept == ["leeds33, leeds33.com: gone from the file"]


def test_an_entry_gone_from_its_file_stays_in_the_directory(files):
    files.rows["memberships"] = files.rows["organisations"] = []

    files.load()

    assert MemberOrganisation.objects.get().name == "Opera North"
    assert Membership.objects.count() == 0


def test_an_entry_staff_made_before_the_file_had_it_is_theirs(files):
    existing = MemberOrganisation.objects.create(
        name="Cockburn School", sector=MemberOrganisation.objects.get().sector, website="https://cockburnschool.org"
    )
    files.rows["organisations"].append({"key": "cockburn-school", "name": "Cockburn School", "sector": "culture"})

    files.load()

    assert MemberOrganisation.objects.get(name="Cockburn School") == existing
    assert MemberOrganisation.objects.get(name="Cockburn School").website == "https://cockburnschool.org"


def test_a_new_entry_takes_a_free_address_when_staff_gave_its_own_to_another(files):
    partnership = Partnership.objects.get()
    partnership.slug = "made"
    partnership.save()
    files.rows["partnerships"].append(files.partnership("made", "MADE"))

    files.load()

    assert Partnership.objects.get(name="MADE").slug == "made-2"


def test_loading_asks_the_database_the_same_for_any_number_of_entries(files):
    query_counts = []
    for names in [["first"], ["second", "third", "fourth"]]:
        for name in names:
            files.rows["partnerships"].append(files.partnership(name, name.capitalize()))
            files.rows["partnership_authorities"].append({"partnership": name, "localauthority": "york"})
        with CaptureQueriesContext(connection) as queries:
            files.load()
        query_counts.append(len(queries))

    assert query_counts[0] == query_counts[1]
    assert Partnership.objects.count() == 5


def test_the_command_says_what_it_did_with_each_kind(files):
    output = StringIO()
    files.change("regions", name="Yorkshire and The Humber")
    files.write()

    call_command("load_directory", "--from", str(files.folder), stdout=output)

    lines = output.getvalue().splitlines()
    assert lines[:3] == ["Regions: 1 updated", "Bridges: 1 unchanged", "Authorities: 2 unchanged"]
    assert len(lines) == len(KINDS)


def test_what_a_load_would_change_is_shown_and_nothing_changed(files):
    Partnership.objects.update(host="As staff wrote it.")
    files.change("partnerships", summary="As the file now has it.", host="Opera North", stage="established")
    files.change("memberships", organisation="opera-south")
    files.rows["organisations"].append({"key": "opera-south", "name": "Opera South", "sector": "culture"})
    files.write()
    before = every_row()
    output = StringIO()

    call_command("load_directory", "--from", str(files.folder), "--show", stdout=output)

    lines = output.getvalue().splitlines()
    assert every_row() == before
    assert [line for line in lines if line.startswith("  ")] == [
        "  = Leeds33: host",
        "  ~ Leeds33: summary: “As loaded.” → “As the file now has it.”",
        "  ~ Leeds33: stage: nothing → “established”",
        "  + Opera South",
        "  - Leeds33, Opera North",
        "  + Leeds33, Opera South",
    ]
    assert "Memberships: 1 added, 1 removed" in lines


def test_showing_what_would_change_refuses_what_loading_would(files):
    files.change("partnerships", stage="sailing")
    files.write()

    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_directory", "--from", str(files.folder), "--show", stdout=StringIO())
