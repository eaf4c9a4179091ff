"""“I checked it: all true”: on the page of an entry, on the list, and of twenty at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships import versions
from partnerships.models import AuditEntry, Partnership
from partnerships.models.versions import revising
from partnerships.vocabulary import NATIONAL_DESK, AuditAction, PublicationState, Stage
from tests.factories import make_authority, make_bridge, make_membership, make_officer, make_partnership, make_superuser
from tests.reading import words_of
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
LIST = reverse("admin:partnerships_partnership_changelist")
MANY = reverse("admin:partnerships_partnership_check_many")
STAGE = {
    "stage": Stage.ESTABLISHED,
    "stage_as_of": "2019",
    "stage_date_said": "2018 to 2019",
    "stage_source": "https://a.example/; https://b.example/",
    "stage_confidence": "mention",
}
RIGHTS = ["view_partnership", "change_partnership", "publish_partnership"]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    client = StaffClient()
    client.force_login(make_officer(bridge, permissions=RIGHTS))
    return client


def make_own(bridge, **fields):
    return make_partnership([make_authority(bridge=bridge)], bridge=bridge, **fields)


def address(entry, page="check_one"):
    return reverse(f"admin:partnerships_partnership_{page}", args=[entry.pk])


def checks():
    """Return who checked each entry that was checked today, by its name."""
    return dict(Partnership.objects.filter(checked_on=timezone.localdate()).values_list("name", "checked_by"))


def test_one_press_on_its_page_notes_today_and_the_bridge_with_a_version_and_in_the_log(officer, bridge):
    entry = make_own(bridge, name="Leeds33", **STAGE)
    page = officer.get(address(entry, "change"))
    [form] = re.findall(rf'action="{address(entry)}">.*?</form>', page.text, re.DOTALL)
    seen = re.search(r'name="seen" value="(\d+)"', form)[1]

    response = officer.post(address(entry), {"seen": seen})

    assert response["Location"] == address(entry, "change")
    entry.refresh_from_db()
    today = timezone.localdate()
    assert (entry.checked_on, entry.checked_by) == (today, "Arch")
    assert {name: getattr(entry, name) for name in STAGE} == STAGE
    revision = versions.revisions_of(entry).first()
    assert (revision.get_kind_display(), revision.reason) == ("Checked", "All true, says Arch")
    assert AuditEntry.objects.get(action=AuditAction.CHECKED).about == "Leeds33"


def test_the_page_on_keeping_it_true_has_the_button_too(officer, bridge):
    entry = make_own(bridge, name="Leeds33")
    page = officer.get(reverse("admin:partnership-check", args=[entry.pk]))
    [form] = re.findall(rf'action="{address(entry)}">.*?</form>', page.text, re.DOTALL)

    officer.post(address(entry), {"seen": re.search(r'name="seen" value="(\d+)"', form)[1]})

    assert checks() == {"Leeds33": "Arch"}


def test_one_press_on_the_list_leads_back_to_the_list_as_it_was(officer, bridge):
    make_own(bridge, name="Leeds33")
    make_own(bridge, name="Checked", checked_on=timezone.localdate(), checked_by="Arch")
    page = officer.get(LIST, {"box": "due", "q": "leeds"})
    [button] = re.findall(r'formaction="([^"]+)"', page.text)

    response = officer.post(LIST + button.replace("&amp;", "&"))

    assert (response["Location"], checks()["Leeds33"]) == (f"{LIST}?box=due&q=leeds", "Arch")
    assert "Leeds33 is noted as checked today, by Arch. Undo" in words_of(officer.get(response["Location"]))


def test_what_is_checked_in_time_has_no_button_on_the_list(officer, bridge):
    make_own(bridge, checked_on=timezone.localdate(), checked_by="Arch")

    assert "formaction" not in officer.get(LIST).text


def test_the_ticked_of_those_due_are_noted_at_once_and_undone_at_once(officer, bridge):
    for name in ("Aire", "Calder", "Don"):
        make_own(bridge, name=name)
    page = officer.get(MANY)
    aire, calder, don = (entry.pk for entry, _ in page.context["entries"])

    officer.post(MANY, {"entry": [aire, calder], "seen": page.context["seen"]})

    assert checks() == {"Aire": "Arch", "Calder": "Arch"}
    page = officer.get(MANY)
    assert [entry.pk for entry, _ in page.context["entries"]] == [don]
    assert "2 entries are noted as checked today, by Arch. Undo" in words_of(page)

    officer.post(re.search(r'<a href="([^"]+)">Undo</a>', page.text)[1])

    assert checks() == {}


def test_only_one_of_those_shown_may_be_noted(officer, bridge):
    aire, calder = make_own(bridge, name="Aire"), make_own(bridge, name="Calder")

    officer.post(MANY, {"entry": [aire.pk], "only": calder.pk, "seen": versions.newest_key()})

    assert checks() == {"Calder": "Arch"}


@pytest.mark.parametrize("what", ["the entry", "a member"])
def test_what_changed_since_it_was_shown_is_left_and_said(officer, bridge, what):
    aire, calder = make_own(bridge, name="Aire"), make_own(bridge, name="Calder")
    seen = officer.get(MANY).context["seen"]
    with revising(reason="meanwhile"):
        if what == "the entry":
            aire.summary = "Another"
            aire.save()
        else:
            make_membership(partnership=aire).save()

    officer.post(MANY, {"entry": [aire.pk, calder.pk], "seen": seen})

    assert checks() == {"Calder": "Arch"}
    assert "Aire: not noted. It has changed since you opened this page." in words_of(officer.get(MANY))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"publication": PublicationState.ARCHIVED}, "It is archived."),
        ({"stage": Stage.ENDED}, "It is ended: at that stage nothing is checked."),
        ({"stage": Stage.PROPOSED}, "It is proposed: at that stage nothing is checked."),
    ],
)
def test_what_is_never_checked_is_left_and_says_why(officer, bridge, fields, reason):
    entry = make_own(bridge, name="Aire", **fields)

    officer.post(address(entry), {"seen": versions.newest_key()})

    assert checks() == {}
    assert f"Aire: not noted. {reason}" in words_of(officer.get(address(entry, "change")))


def test_the_chosen_of_the_list_are_shown_before_they_are_noted(officer, bridge):
    entry = make_own(bridge, name="Aire", summary="Arts for all.")

    page = officer.post(LIST, {"action": "check_chosen", "_selected_action": [entry.pk]})

    assert ("Arts for all." in words_of(page), checks()) == (True, {})
    officer.post(page.context["check_url"], {"entry": [entry.pk], "seen": page.context["seen"]})
    assert checks() == {"Aire": "Arch"}


def test_nothing_ticked_notes_nothing_and_says_so(officer, bridge):
    make_own(bridge)

    page = officer.post(MANY, {"seen": "1"}, follow=True)

    assert ("Nothing is noted: tick the entries" in words_of(page), checks()) == (True, {})


def test_another_bridges_entry_is_not_there_and_stays_as_it_is(officer):
    other = make_partnership(name="Other")

    response = officer.post(address(other), {"seen": versions.newest_key()})
    told = officer.post(MANY, {"entry": [other.pk], "seen": versions.newest_key()}, follow=True)

    assert (response.status_code, checks()) == (404, {})
    assert "Nothing is noted: none of these is yours to check." in words_of(told)


def test_who_may_not_publish_has_no_button_and_is_refused(bridge):
    entry, client = make_own(bridge), StaffClient()
    client.force_login(make_officer(bridge, permissions=RIGHTS[:2]))

    assert (client.get(MANY).status_code, client.post(address(entry)).status_code) == (403, 403)
    pages = client.get(LIST).text + client.get(address(entry, "change")).text
    assert "formaction" not in pages and "all true" not in pages


def test_national_staff_check_as_the_national_desk(client):
    make_partnership(name="Aire")
    client.force_login(make_superuser())

    client.post(MANY, {"entry": [Partnership.objects.get().pk], "seen": versions.newest_key()})

    assert checks() == {"Aire": NATIONAL_DESK}


def test_the_page_asks_the_same_for_three_as_for_one(officer, bridge):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            officer.get(MANY)
        return len(asked)

    make_own(bridge)
    officer.get(MANY)
    one = queries()
    make_own(bridge)
    make_own(bridge)

    assert queries() == one
