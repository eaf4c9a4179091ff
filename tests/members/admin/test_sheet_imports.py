"""An import's page shows what it would do, and its buttons decide; another's import does not exist."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import MemberOrganisation, SheetImport
from members.models.sheets import SheetState
from members.sheets import lifecycle
from partnerships.models import Partnership, Revision
from partnerships.vocabulary import PublicationState, RevisionKind
from partnerships.worker import lanes
from tests.factories import make_authority, make_bridge, make_organisation, make_sector, make_superuser
from tests.members.sheets.people import make_importer, make_reader
from tests.members.sheets.sheet_files import preview
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
HEADINGS = ("Entry", "Name", "Sector")
POSTED = ["confirm", "throw_away", "begin_again"]


@pytest.fixture(autouse=True)
def culture():
    return make_sector(name="Culture")


@pytest.fixture
def bridge():
    """Arch."""
    return make_bridge(name="Arch")


@pytest.fixture
def officer(client, bridge):
    """An officer of the Bridge, signed in, who may import and publish."""
    officer = make_importer(bridge, publishes=True)
    client.force_login(officer)
    return officer


@pytest.fixture
def sheet(officer):
    """An import of one good and one bad row."""
    return preview(HEADINGS, ("", "Tate", "Culture"), ("", "Lowry", "=Cultur"), by=officer)


def page(name, sheet, query=""):
    """Return the address of a page of `sheet`."""
    return reverse(f"admin:members_sheetimport_{name}", args=[sheet.pk]) + query


def words_on_page(client, sheet, query=""):
    return words_of(client.get(page("change", sheet, query)))


def test_the_page_shows_every_row_the_errors_first(client, sheet):
    response = client.get(page("change", sheet))

    assert [row.number for row in response.context["page"]] == [3, 2]
    words = words_of(response)
    assert "1 row has an error and will be left out; 1 can be imported." in words
    assert "Sector: There is no sector called “=Cultur”. Did you mean Culture?" in words
    assert "Import the 1 good row" in words


def test_rows_of_one_kind_can_be_looked_at_and_nonsense_shows_all(client, sheet):
    counts = [len(client.get(page("change", sheet, query)).context["page"]) for query in ("?outcome=new", "?outcome=x")]

    assert counts == [1, 2]


def test_many_rows_stand_on_several_pages_under_one_count_of_queries(client, officer, django_assert_max_num_queries):
    counts = []
    for number in (1, 60):
        sheet = preview(HEADINGS, *[("", f"Place {one}", "Culture") for one in range(number)], by=officer)
        with django_assert_max_num_queries(30) as captured:
            response = client.get(page("change", sheet))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert len(response.context["page"]) == 50


def test_confirming_imports_the_good_rows_and_undoing_takes_them_back(client, sheet):
    response = client.post(page("confirm", sheet))
    assert response["Location"] == page("change", sheet)
    assert "1 row was imported" in words_on_page(client, sheet)
    assert MemberOrganisation.objects.count() == 1

    assert "Undo it" in words_of(client.get(page("undo", sheet)))
    client.post(page("undo", sheet))

    assert "put back as it was before" in words_on_page(client, sheet)
    assert MemberOrganisation.objects.count() == 0


def test_what_stands_in_the_way_of_undoing_is_told(client, sheet):
    client.post(page("confirm", sheet))
    tate = MemberOrganisation.objects.get()
    tate.website = "https://tate.example"
    tate.save()

    words = words_of(client.get(page("undo", sheet)))
    client.post(page("undo", sheet))

    assert "The member organisation “Tate” was changed since" in words
    assert "It was not undone, and nothing was changed" in words_on_page(client, sheet)


def test_what_looks_like_another_is_added_when_its_box_is_ticked(client, officer, culture):
    make_organisation(name="Leeds Museums and Galleries", sector=culture)
    sheet = preview(HEADINGS, ("", "Leeds Museum and Gallery", "Culture"), by=officer)
    assert "Also add the 1 that looks like one already here" in words_on_page(client, sheet)

    client.post(page("confirm", sheet), {"takes_doubtful": "on"})

    assert MemberOrganisation.objects.count() == 2


def test_new_partnerships_are_published_when_its_box_is_ticked(client, officer, bridge):
    make_authority(name="Leeds", bridge=bridge)
    headings = ("Name", "Local authorities", "Bridge Organisation")
    sheet = preview(headings, ("Leeds LCEP", "Leeds", "Arch"), by=officer, kind="partnerships")

    client.post(page("confirm", sheet), {"publishes": "on"})

    assert Partnership.objects.get().publication == PublicationState.PUBLISHED


def test_who_may_not_publish_is_told_and_imports_nothing(client, bridge):
    officer = make_importer(bridge)
    client.force_login(officer)
    sheet = preview(HEADINGS, ("", "Tate", "Culture"), by=officer)

    response = client.post(page("confirm", sheet), {"publishes": "on"}, follow=True)

    assert "You may not publish. Nothing was imported." in words_of(response)
    assert MemberOrganisation.objects.count() == 0


def test_throwing_away_leads_to_the_list(client, sheet):
    response = client.post(page("throw_away", sheet), follow=True)

    assert "The sheet was thrown away. Nothing was changed." in words_of(response)
    assert SheetImport.objects.count() == 0


def test_what_cannot_be_done_now_is_told(client, sheet):
    client.post(page("confirm", sheet))

    for name in set(POSTED) - {"confirm"}:
        response = client.post(page(name, sheet), follow=True)
        assert "That cannot be done with this import as it is now." in words_of(response)
    assert MemberOrganisation.objects.count() == 1


def test_whoever_presses_twice_is_told_that_it_is_done_once(client, sheet):
    for name, count in (("confirm", 1), ("undo", 0)):
        client.post(page(name, sheet))
        twice = words_of(client.post(page(name, sheet), follow=True))

        assert "That has begun already, and is done once" in twice
        assert "cannot be done" not in twice
        assert MemberOrganisation.objects.count() == count

    assert "That cannot be done" in words_of(client.post(page("confirm", sheet), follow=True))


def test_an_import_at_work_shows_how_far_it_is_and_an_interrupted_one_what_to_do(client, sheet):
    now = timezone.now()
    SheetImport.objects.update(state=SheetState.READING, done=1, total=900, lease_until=now + timedelta(minutes=1))
    working = words_on_page(client, sheet)
    progress = client.get(page("progress", sheet)).json()
    SheetImport.objects.update(lease_until=now - timedelta(minutes=1))

    assert "1 of about 900 rows read" in working
    assert progress == {"done": 1, "words": "1 of about 900 rows read", "is_at_work": True}
    assert "Nothing was changed. Try again" in words_on_page(client, sheet)
    assert client.get(page("progress", sheet)).json()["is_at_work"] is False


def test_what_is_wrong_is_handed_out_without_formulas(client, sheet):
    response = client.get(page("left_out", sheet))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][:4] == ["3", "Lowry", "Sector", "'=Cultur"]
    assert len(rows) == 2


def test_another_officer_s_import_does_not_exist(client, sheet):
    client.force_login(make_importer(make_bridge()))
    pages = [page(name, sheet) for name in ("change", "history", "undo", "progress", "left_out", *POSTED)]

    answers = {(ask.__name__, url): ask(url).status_code for url in pages for ask in (client.get, client.post)}

    assert {what: answer for what, answer in answers.items() if answer != 404} == {}
    assert MemberOrganisation.objects.count() == 0


def test_a_list_has_one_s_own_imports_and_national_staff_see_all(client, sheet):
    address = reverse("admin:members_sheetimport_changelist")
    counts = []
    for person in (sheet.by, make_importer(make_bridge()), make_superuser()):
        client.force_login(person)
        counts.append(client.get(address).context["cl"].result_count)

    assert counts == [1, 0, 1]


def test_national_staff_look_at_an_import_and_do_not_decide_for_others(client, sheet):
    client.force_login(make_superuser())

    assert "Whoever uploaded it decides on it." in words_on_page(client, sheet)
    assert [client.post(page(name, sheet)).status_code for name in POSTED] == [403, 403, 403]


EVERY_PAGE = ["change", "undo", "progress", "left_out", *POSTED]


def test_a_reader_has_no_imports(client, bridge, sheet):
    client.force_login(make_reader(bridge))

    answers = {name: [ask(page(name, sheet)).status_code for ask in (client.get, client.post)] for name in EVERY_PAGE}

    assert answers == dict.fromkeys(EVERY_PAGE, [403, 403])


def test_a_stranger_is_sent_to_sign_in(client, sheet):
    client.logout()

    answers = {name: [ask(page(name, sheet)).status_code for ask in (client.get, client.post)] for name in EVERY_PAGE}

    assert answers == dict.fromkeys(EVERY_PAGE, [302, 302])
    assert MemberOrganisation.objects.count() == 0


def test_the_wrong_verb_is_refused(client, sheet):
    assert [client.get(page(name, sheet)).status_code for name in POSTED] == [405, 405, 405]
    assert [client.post(page(name, sheet)).status_code for name in ("change", "progress", "left_out")] == [405] * 3
    assert client.put(page("undo", sheet)).status_code == 405


@pytest.mark.parametrize("key", ["x", "0", "99999999999999999999"])
def test_nonsense_for_an_import_leads_nowhere(client, officer, key):
    assert client.get(f"/back-office/members/sheetimport/{key}/change/").status_code == 404


def test_a_large_import_that_is_undone_from_an_entry_is_left_to_the_worker(client, sheet, settings):
    lifecycle.confirm(sheet)
    tate, revision = MemberOrganisation.objects.get(), Revision.objects.get(kind=RevisionKind.IMPORT)
    settings.SHEET_ROWS_AT_ONCE = 0

    client.post(reverse("admin:members_memberorganisation_undo", args=[tate.pk, revision.pk]))

    sheet.refresh_from_db()
    assert (sheet.state, MemberOrganisation.objects.count()) == (SheetState.UNDOING, 1)
    lanes.work_off()
    sheet.refresh_from_db()
    assert (sheet.state, MemberOrganisation.objects.count()) == (SheetState.UNDONE, 0)
