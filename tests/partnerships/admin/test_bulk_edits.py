"""Several entries are changed at once: asked, shown, saved as one act, undone as one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import versions
from partnerships.models import AuditEntry, Partnership, Revision
from partnerships.models.versions import revising
from partnerships.vocabulary import AuditAction, PublicationState, RevisionKind, Stage
from tests.factories import make_authority, make_bridge, make_officer, make_partnership, make_superuser
from tests.reading import words_of
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
LIST = reverse("admin:partnerships_partnership_changelist")
TOGETHER = reverse("admin:partnerships_partnership_together")
RIGHTS = ["view_partnership", "change_partnership", "publish_partnership"]
DORMANT = {"stage": "dormant", "stage_as_of": "2025-09", "stage_source": "Its page", "stage_confidence": "page"}


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    client = StaffClient()
    client.force_login(make_officer(bridge, permissions=RIGHTS))
    return client


@pytest.fixture
def entries(bridge):
    """Two entries of the Bridge Organisation, saved in a revision each."""
    fields = {"stage": Stage.ESTABLISHED, "stage_source": "The first page", "stage_date_said": "this year"}
    return [make_partnership([make_authority(bridge=bridge)], name=name, **fields) for name in ("Aire", "Calder")]


def send(client, entries, step="save", seen=None, **fields):
    keys = [entry.pk for entry in entries]
    return client.post(TOGETHER, {"entry": keys, "step": step, "seen": seen or versions.newest_key(), **fields})


def test_the_chosen_are_asked_about_shown_saved_and_undone_at_once(officer, entries):
    before = list(Partnership.objects.values())
    page = officer.post(LIST, {"action": "change_chosen", "_selected_action": [entry.pk for entry in entries]})
    assert page.context["keys"] == [entry.pk for entry in entries]

    shown = words_of(send(officer, entries, step="preview", **DORMANT, takes_new_members="yes"))

    assert shown.count("Stage Established Dormant") == shown.count("Takes new members Not known Yes") == 2
    assert "Source of the stage The first page Its page" in shown
    assert list(Partnership.objects.values()) == before

    done = send(officer, entries, **DORMANT, takes_new_members="yes")

    assert set(Partnership.objects.values_list("stage", "stage_as_of", "stage_source", "stage_date_said")) == {
        ("dormant", "2025-09", "Its page", "")
    }
    assert set(Partnership.objects.values_list("takes_new_members", flat=True)) == {True}
    revision = Revision.objects.get(kind=RevisionKind.TOGETHER)
    [logged] = AuditEntry.objects.filter(action=AuditAction.CHANGED_TOGETHER)
    assert (logged.about, logged.details["entries"]) == ("2 partnerships", [entry.pk for entry in entries])

    page = officer.get(done["Location"])
    assert "of several entries at once, by" in words_of(page)
    undone = officer.post(page.context["undo_url"], follow=True)
    assert "Undone. 2 entries are as they were before." in words_of(undone)
    assert list(Partnership.objects.values()) == before
    assert {versions.revisions_of(entry)[1] for entry in entries} == {revision}


@pytest.mark.parametrize(("count", "is_open"), [(1, True), (10, True), (11, False)])
def test_the_names_of_few_are_in_sight_and_of_many_folded(officer, bridge, count, is_open):
    made = [make_partnership(bridge=bridge, name=f"Aire {number}") for number in range(count)]

    page = send(officer, made, step="ask")

    assert page.context["names"] == sorted(entry.name for entry in made)
    assert ('<details class="chosen-names" open>' in page.text) == is_open


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"stage": "dormant"}, "Enter as of when the stage is known"),
        ({"stage": "dormant", "stage_as_of": "2025"}, "Enter where the stage was read"),
        ({**DORMANT, "stage_confidence": ""}, "Choose how sure the stage is"),
        ({"stage_source": "Its page"}, "Choose the stage that this is about, or empty what goes with it"),
        ({**DORMANT, "stage_as_of": "2999"}, "2999 is still to come"),
        ({**DORMANT, "stage_as_of": "soon"}, "Enter a year (2016), a month (2017-09) or a day (2015-04-01)."),
        ({**DORMANT, "stage_as_of": "1800"}, "The year 1800 cannot be meant. Enter one from 1900 to "),
        ({**DORMANT, "ended": "2025"}, "Only what has ended has closed."),
        ({**DORMANT, "stage": "ended", "ended": "2999"}, "2999 is still to come"),
        ({"ended": "2025"}, "Choose the stage that this is about"),
        ({"stage": "asleep"}, "Choose a stage"),
        ({}, "Choose something to change."),
    ],
)
def test_what_does_not_go_together_is_said_and_nothing_is_saved(officer, entries, fields, problem):
    for step in ("preview", "save"):
        page = send(officer, entries, step=step, **fields)

        assert problem in words_of(page)
        assert page.context["form"].data.get("stage_source", "") == fields.get("stage_source", "")
    assert not Revision.objects.filter(kind=RevisionKind.TOGETHER).exists()


def test_a_stage_that_is_not_known_takes_its_date_and_source_with_it(officer, entries):
    send(officer, entries[:1], stage="not-known")

    entry = Partnership.objects.get(pk=entries[0].pk)
    assert (entry.stage, entry.stage_as_of, entry.stage_source, entry.stage_date_said) == ("", "", "", "")


def test_what_changed_since_and_what_is_archived_is_left_and_said(officer, entries, bridge):
    archived = make_partnership(bridge=bridge, name="Don", publication=PublicationState.ARCHIVED)
    seen = versions.newest_key()
    with revising(reason="meanwhile"):
        entries[0].summary = "Another"
        entries[0].save()

    shown = words_of(send(officer, [*entries, archived], step="preview", seen=seen, takes_new_members="no"))
    send(officer, [*entries, archived], seen=seen, takes_new_members="no")

    assert "Aire Left as it is. It has changed since you looked at it." in shown
    assert "Don Left as it is. It is archived." in shown
    assert list(Partnership.objects.filter(takes_new_members=False)) == [entries[1]]


def test_the_preview_says_what_looks_wrong(officer, entries):
    ended = {**DORMANT, "stage": "ended"}

    assert "nothing says when it closed" in words_of(send(officer, entries, step="preview", **ended))


def test_what_has_ended_gets_the_date_it_closed_unless_that_is_before_it_began(officer, entries):
    Partnership.objects.filter(pk=entries[1].pk).update(established="2021-05")
    ended = {**DORMANT, "stage": "ended", "ended": "2020", "stage_as_of": "2019"}

    shown = words_of(send(officer, entries, step="preview", **ended))
    send(officer, entries, **ended)

    assert "Closed Not known 2020" in shown
    assert "Calder Left as it is. It began in May 2021, so it cannot have closed before that." in shown
    assert list(Partnership.objects.order_by("name").values_list("stage", "ended")) == [
        ("ended", "2020"),
        (Stage.ESTABLISHED, ""),
    ]


def test_a_stage_from_before_it_began_looks_wrong(officer, entries):
    Partnership.objects.update(established="2016-05")

    for as_of, is_odd in {"2016": False, "2016-04": True, "2015": True}.items():
        shown = words_of(send(officer, entries, step="preview", **DORMANT | {"stage_as_of": as_of}))
        assert ("but it began in May 2016" in shown) == is_odd


def test_only_national_staff_hand_entries_to_another_bridge(officer, entries, client):
    other = make_bridge(name="Other")
    send(officer, entries, bridge=other.pk, takes_new_members="no")
    assert {entry.bridge.name for entry in Partnership.objects.all()} == {"Arch"}

    client.force_login(make_superuser())
    shown = words_of(send(client, entries, step="preview", bridge=other.pk))
    send(client, entries, bridge=other.pk)

    assert "Bridge Organisation Arch Other" in shown
    assert {entry.bridge.name for entry in Partnership.objects.all()} == {"Other"}


def test_another_bridges_entry_stays_as_it_is_and_is_not_shown(officer, entries):
    other = make_partnership(name="Somebody else’s")

    shown = words_of(send(officer, [*entries, other], step="preview", takes_new_members="no"))
    send(officer, [*entries, other], takes_new_members="no")

    assert "Somebody else’s" not in shown
    assert Partnership.objects.get(pk=other.pk).takes_new_members is None


def test_a_forged_key_alone_is_not_there(officer):
    other = make_partnership(name="Somebody else’s")

    for step in ("ask", "preview", "save"):
        assert send(officer, [other], step=step, seen=1, takes_new_members="no").status_code == 404


def test_what_others_did_at_once_is_not_there_for_another_bridge(officer, entries, client):
    done = send(officer, entries, takes_new_members="no")["Location"]
    client.force_login(make_officer(make_bridge(), permissions=RIGHTS))

    assert (officer.get(done).status_code, client.get(done).status_code) == (200, 404)


def test_what_is_like_that_already_has_no_part_in_it(officer, entries):
    Partnership.objects.filter(pk=entries[0].pk).update(takes_new_members=True)

    done = send(officer, entries, takes_new_members="yes")
    again = send(officer, entries, takes_new_members="yes", seen=versions.newest_key())

    [logged] = AuditEntry.objects.filter(action=AuditAction.CHANGED_TOGETHER)
    assert (logged.about, logged.details["entries"]) == ("1 partnership", [entries[1].pk])
    assert officer.get(done["Location"]).context["entries"] == [entries[1]]
    assert again["Location"] == LIST


def test_one_may_close_in_the_year_in_which_it_began(officer, entries):
    Partnership.objects.update(established="2020")

    send(officer, entries, **{**DORMANT, "stage": "ended", "ended": "2020"})

    assert set(Partnership.objects.values_list("ended", flat=True)) == {"2020"}


def test_where_a_second_person_is_wanted_what_is_public_is_left_and_said(officer, entries, bridge):
    bridge.needs_second_person = True
    bridge.save()

    shown = words_of(send(officer, entries, step="preview", takes_new_members="no"))
    send(officer, entries, takes_new_members="no")

    assert shown.count("Left as it is. It is public, and Arch wants a second person to look first") == 2
    assert not Partnership.objects.filter(takes_new_members=False).exists()


def test_the_preview_asks_the_same_for_three_as_for_one(officer, bridge):
    made = [make_partnership([make_authority(bridge=bridge)]) for _ in range(3)]

    def queries(entries):
        with CaptureQueriesContext(connection) as asked:
            send(officer, entries, step="preview", seen=1, **DORMANT)
        return len(asked)

    queries(made)
    assert queries(made[:1]) == queries(made)
