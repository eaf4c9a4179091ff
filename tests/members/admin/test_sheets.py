"""The lists lead out and in as sheets, for those who may, and of one's own rows only."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import SheetImport
from members.sheets import reading
from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.members.sheets.people import MODELS, make_importer, make_reader
from tests.members.sheets.sheet_files import csv_of

pytestmark = pytest.mark.django_db
EVERY_LIST = pytest.mark.parametrize(
    "name", ["partnerships_partnership", "members_memberorganisation", "members_membership"]
)
MEMBERS = "members_memberorganisation"


@pytest.fixture
def bridge():
    return make_bridge()


@pytest.fixture
def importer(client, bridge):
    """A client signed in as an officer of the Bridge who may import."""
    client.force_login(make_importer(bridge))
    return client


@pytest.fixture
def reader(client, bridge):
    """A client signed in as somebody who sees what the Bridge curates."""
    client.force_login(make_reader(bridge))
    return client


def page(name, what, *args, query=""):
    """Return the address of a page of the list called `name`."""
    return reverse(f"admin:{name}_{what}", args=args) + query


def names_in(response):
    """Return what stands in the column "Name" of a CSV file."""
    return [row["Name"] for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))]


def upload(client, content, name="members.csv", **fields):
    """Upload a sheet of member organisations."""
    return client.post(page(MEMBERS, "import"), {"file": SimpleUploadedFile(name, content)} | fields)


@EVERY_LIST
def test_who_may_import_finds_both_ways_in_the_list_and_who_may_not_finds_one(client, bridge, name):
    labels = {}
    for person in (make_importer(bridge), make_reader(bridge)):
        client.force_login(person)
        links = client.get(page(name, "changelist")).context["sheet_links"]
        labels[person] = [link["label"] for link in links]

    assert list(labels.values()) == [["Export", "Import"], ["Export"]]


def test_the_list_of_imports_leads_to_every_sheet_one_may_import(importer, client, bridge):
    def ways_in():
        return {link["label"]: link["url"] for link in client.get(imports).context["sheet_links"]}

    imports = page("members_sheetimport", "changelist")
    assert ways_in() == {
        "Import partnerships": page("partnerships_partnership", "import"),
        "Import member organisations": page(MEMBERS, "import"),
        "Import memberships": page("members_membership", "import"),
    }
    assert all(importer.get(url).status_code == 200 for url in ways_in().values())

    client.force_login(make_officer(bridge, permissions=["import_partnership"]))
    assert not ways_in()


@EVERY_LIST
@pytest.mark.parametrize("what", ["import", "export"])
def test_the_pages_open_and_take_no_other_verb(importer, name, what):
    assert importer.get(page(name, what)).status_code == 200
    assert importer.put(page(name, what)).status_code == 405


@EVERY_LIST
@pytest.mark.parametrize(("what", "args"), [("import", ()), ("export", ()), ("import_template", ("csv",))])
def test_a_stranger_is_sent_to_sign_in(client, name, what, args):
    address = page(name, what, *args)

    assert [client.get(address).status_code, client.post(address).status_code] == [
        302,
        302,
    ]


@EVERY_LIST
def test_a_reader_exports_and_does_not_import(reader, name):
    assert reader.get(page(name, "export")).status_code == 200
    assert reader.get(page(name, "import")).status_code == 403
    assert reader.post(page(name, "import")).status_code == 403
    assert reader.get(page(name, "import_template", "csv")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_rights_export_nothing(client, model):
    app = "partnerships" if model == "partnership" else "members"
    client.force_login(make_importer())
    person = make_reader()
    person.user_permissions.clear()
    client.force_login(person)

    assert client.get(page(f"{app}_{model}", "export")).status_code == 403


@EVERY_LIST
@pytest.mark.parametrize(("ending", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
def test_a_sheet_to_fill_in_is_handed_out(importer, name, ending, begins):
    response = importer.get(page(name, "import_template", ending))

    assert response.content.startswith(begins)
    assert response["Content-Disposition"].endswith(f'-to-fill-in.{ending}"')


def test_there_is_no_sheet_of_another_kind(importer):
    assert importer.get(page(MEMBERS, "import_template", "pdf")).status_code == 404
    assert importer.post(page(MEMBERS, "import_template", "csv")).status_code == 405


def test_an_export_is_what_the_filters_and_the_search_leave_of_one_s_own(reader, bridge):
    partnership, sector = make_partnership([make_authority(bridge=bridge)]), make_sector()
    for name in ("Tate Leeds", "Tate Hull", "Lowry"):
        make_membership(partnership=partnership, organisation=make_organisation(name=name, sector=sector))
    make_membership(partnership=partnership, organisation=make_organisation(name="Tate of another sector"))
    make_membership(organisation=make_organisation(name="Tate of another Bridge", sector=sector))
    query = f"?sector__id__exact={sector.pk}&q=tate"

    form_page = reader.get(page(MEMBERS, "export", query=query))
    response = reader.post(page(MEMBERS, "export", query=query), {"written_as": "csv"})

    assert form_page.context["count"] == 2
    assert names_in(response) == ["Tate Hull", "Tate Leeds"]
    assert AuditEntry.objects.filter(action=AuditAction.EXPORTED).count() == 1


def test_the_way_to_the_export_keeps_the_filters(reader):
    [link] = reader.get(page(MEMBERS, "changelist", query="?q=tate")).context["sheet_links"]

    assert link["url"] == page(MEMBERS, "export", query="?q=tate")


def test_the_chosen_rows_are_exported(reader, bridge):
    chosen, _ = (
        make_organisation(name="Tate", looked_after_by=bridge),
        make_organisation(name="Lowry", looked_after_by=bridge),
    )
    other = make_organisation(name="Of another Bridge")
    make_membership(organisation=other)

    response = reader.post(
        page(MEMBERS, "changelist"), {"action": "export_as_csv", "_selected_action": [chosen.pk, other.pk]}
    )

    assert names_in(response) == ["Tate"]


@pytest.mark.parametrize("query", ["?no_such__field=1", "?sector__id__exact=x", "?p=99"])
def test_nonsense_in_the_address_leads_to_the_page_without_it(reader, query):
    response = reader.get(page(MEMBERS, "export", query=query))

    assert response.status_code in {200, 302}


@pytest.mark.parametrize("sent", [{}, {"written_as": "pdf"}])
def test_an_export_in_no_known_way_shows_the_page_again(reader, sent):
    response = reader.post(page(MEMBERS, "export"), sent)

    assert (response.status_code, AuditEntry.objects.count()) == (200, 0)


def test_an_upload_leads_to_what_it_would_do(importer):
    make_sector(name="Culture")

    response = upload(importer, csv_of(("Name", "Sector"), ("Tate", "Culture")))

    sheet = SheetImport.objects.get()
    assert response["Location"] == reverse("admin:members_sheetimport_change", args=[sheet.pk])
    assert (sheet.file_name, sheet.counts) == ("members.csv", {"new": 1})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\0\0", "This is neither CSV nor XLSX. Save the sheet as one of them."),
        (b"x" * (reading.MAX_BYTES + 1), "The file is larger than 5 MB. Share its rows out over several files"),
        (b"Nam,Sector\nA,B\n", "We know no column “Nam”. Did you mean “Name”?"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(importer, content, message):
    response = upload(importer, content)

    assert response.status_code == 200
    assert response.context["form"].problems[0] == (message, "id_file")
    assert SheetImport.objects.count() == 0


def test_no_file_is_told(importer):
    response = importer.post(page(MEMBERS, "import"), {})

    assert response.context["form"].problems == [("Choose the file to upload", "id_file")]
