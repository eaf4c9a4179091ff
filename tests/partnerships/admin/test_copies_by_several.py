"""Several people at one working copy: who writes it too, changes the live entry, reviews it, or may publish."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import OutgoingMail, Partnership, WorkingCopy
from partnerships.publishing.workflow import as_text
from tests.factories import make_authority, make_bridge, make_partnership
from tests.partnerships.admin.copy_steps import NEW, OLD, copy_url, plan, step, summary, write
from tests.partnerships.admin.editorial_forms import in_role, of_copy, send, url_of
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
ONE_NAME = {"names-TOTAL_FORMS": "1", "names-0-name": "Leeds Arts", "names-0-kind": "also"}


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def partnership(bridge):
    return make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary=OLD, host="Opera")


def want_second_person(bridge):
    bridge.needs_second_person = True
    bridge.save()


# Who writes it too.


def both_open(jos, sams, partnership):
    """Return what each would send of the copy that both have open, if they left it as it is."""
    write(jos, partnership, summary=NEW)
    return [of_copy(client, partnership) for client in (jos, sams)]


def test_what_both_wrote_in_a_copy_is_compared_and_saved_when_somebody_has_seen_it(jos, sams, partnership):
    mine, theirs = both_open(jos, sams, partnership)
    jos.post(copy_url(partnership), mine | {"summary": "Film."})

    page = sams.post(copy_url(partnership), theirs | {"summary": "Song."})

    [row] = page.context["conflict"]["rows"]
    assert (row.label, row.opened, row.now, row.yours) == ("Summary", NEW, "Film.", "Song.")
    assert "This working copy has changed while you had it open" in words_of(page)
    assert page.context["adminform"].form["summary"].value() == "Song."
    assert WorkingCopy.objects.get().content["data"]["summary"] == ["Film."]
    again = theirs | {"summary": "Song.", "seen": page.context["seen"], "edition": page.context["saving"]["edition"]}
    assert sams.post(copy_url(partnership), again).status_code == 302
    assert WorkingCopy.objects.get().content["data"]["summary"] == ["Song."]


def test_what_only_the_other_wrote_in_a_copy_is_kept_beside_ones_own(jos, sams, partnership):
    mine, theirs = both_open(jos, sams, partnership)
    jos.post(copy_url(partnership), mine | {"host": "Ballet", "takes_new_members": "true"})

    page = sams.post(copy_url(partnership), theirs | {"summary": "Song."}, follow=True)

    data = WorkingCopy.objects.get().content["data"]
    assert [data[name] for name in ("summary", "host", "takes_new_members")] == [["Song."], ["Ballet"], ["true"]]
    [told] = [str(message) for message in page.context["messages"] if "meanwhile" in str(message)]
    assert ("Host" in told, "akes new members" in told, told.startswith("jo saved ")) == (True, True, True)


def test_rows_that_the_other_added_to_a_copy_are_kept_and_looked_at(jos, sams, partnership):
    mine, theirs = both_open(jos, sams, partnership)
    jos.post(copy_url(partnership), mine | ONE_NAME)

    page = sams.post(copy_url(partnership), theirs | {"host": "Ballet"})

    [row] = page.context["conflict"]["rows"]
    assert (row.label, row.is_both) == ("Other names", False)
    assert "Leeds Arts" in page.content.decode()
    assert 'value="Ballet"' in page.content.decode()


def test_two_who_begin_a_copy_at_once_do_not_write_over_one_another_unseen(jos, sams, partnership):
    mine, theirs = (of_copy(client, partnership) for client in (jos, sams))
    jos.post(copy_url(partnership), mine | {"summary": NEW})

    page = sams.post(copy_url(partnership), theirs | {"summary": "Song."})

    [row] = page.context["conflict"]["rows"]
    assert (row.opened, row.now, row.yours) == (OLD, NEW, "Song.")
    assert WorkingCopy.objects.get().content["data"]["summary"] == [NEW]


def test_a_copy_keeps_only_its_last_editions(jos, partnership):
    for number in range(8):
        write(jos, partnership, host=f"Opera {number}")

    assert sorted(WorkingCopy.objects.get().earlier) == ["3", "4", "5", "6", "7"]


# Who changes the live entry.


def test_a_copy_that_is_opened_says_without_alarm_what_is_new_in_the_entry(jos, sams, partnership):
    write(jos, partnership, summary=NEW)
    send(sams, url_of(partnership), summary="Film.")

    page = jos.get(copy_url(partnership))

    assert ("Summary" in words_of(page), "cannot be published before you decide" in words_of(page)) == (True, True)
    assert (page.context["problems"], page.context["errors"]) == ([], [])
    assert "There is a problem" not in page.content.decode()
    assert 'role="alert"' not in page.content.decode()


def test_who_hands_in_a_copy_is_told_before_what_would_stop_it(jos, sams, partnership):
    write(jos, partnership, summary=NEW)
    send(sams, url_of(partnership), summary="Film.")

    asked = step(jos, partnership, "hand-in")

    assert "Since it was begun somebody else has changed Summary" in words_of(asked)
    assert f'href="{copy_url(partnership)}">Open the working copy' in asked.content.decode()
    assert not OutgoingMail.objects.exists()
    assert step(jos, partnership, "hand-in", heeded="yes").status_code == 302


def test_who_would_publish_a_copy_is_told_before_that_it_cannot_be(jos, sams, partnership):
    write(jos, partnership, summary=NEW)
    send(sams, url_of(partnership), summary="Film.")

    page = jos.get(copy_url(partnership, "publish"))

    assert "It cannot be published like this" in words_of(page)
    assert ">Publish the working copy</button>" not in page.content.decode()


# Who reviews it.


def test_the_page_of_a_step_says_how_far_the_copy_is(jos, partnership):
    write(jos, partnership, summary=NEW)

    page = words_of(jos.get(copy_url(partnership, "publish")))

    assert ("The working copy now: Being written" in page, "Now: Published" in page) == (True, False)
    assert "Back to the working copy" in page


def test_who_reviews_sees_what_has_changed_since_it_was_handed_in(jos, sams, partnership):
    write(jos, partnership, summary=NEW)
    step(jos, partnership, "hand-in")
    unticked = {"names-0-DELETE": "False", "summary": f"{NEW}\r\n"}
    jos.post(copy_url(partnership), of_copy(jos, partnership) | unticked)
    assert "Changed since it was handed in" not in words_of(sams.get(copy_url(partnership)))

    saved = jos.post(copy_url(partnership), of_copy(jos, partnership) | {"host": "Ballet"} | ONE_NAME, follow=True)

    assert "It stays in review" in words_of(saved)
    assert "Changed since it was handed in: Host, Other names. Last saved by jo" in words_of(
        sams.get(copy_url(partnership))
    )
    step(sams, partnership, "return", reason="Shorter.")
    step(jos, partnership, "hand-in")
    assert "Changed since it was handed in" not in words_of(sams.get(copy_url(partnership)))


@pytest.mark.parametrize("name", ["publish", "schedule"])
def test_only_what_was_looked_at_is_published(jos, sams, partnership, name):
    write(jos, partnership, summary=NEW)
    page = sams.get(copy_url(partnership)).content.decode()
    link = f"{copy_url(partnership, name)}?edition=1"
    assert link in page
    asked = sams.get(link)
    at = f"{timezone.localtime() + timezone.timedelta(hours=1):%Y-%m-%dT%H:%M}"
    write(jos, partnership, summary="Film.")

    refused = sams.post(link, {"edition": asked.context["form"]["edition"].value(), "at": at})

    assert "jo saved it again at" in words_of(refused)
    assert (summary(), WorkingCopy.objects.get().publish_at) == (OLD, None)
    assert sams.get(link).url == copy_url(partnership)
    assert sams.post(link, {"at": at}).status_code == 200
    assert summary() == OLD


# Plans.


def test_who_saves_a_planned_copy_is_told_that_it_stays_planned_and_when(jos, partnership):
    write(jos, partnership, summary=NEW)
    plan(jos, partnership)

    saved = jos.post(copy_url(partnership), of_copy(jos, partnership) | {"host": "Ballet"}, follow=True)

    at = as_text(WorkingCopy.objects.get().publish_at)
    assert f"It stays planned: it is published by itself on {at}." in words_of(saved)


def test_who_undoes_a_plan_by_saving_is_told_that_too(jos, coordinators, partnership):
    write(jos, partnership, summary=NEW)
    plan(jos, partnership)
    at = as_text(WorkingCopy.objects.get().publish_at)

    saved = coordinators.post(copy_url(partnership), of_copy(coordinators, partnership) | {"host": "B"}, follow=True)

    assert WorkingCopy.objects.get().publish_at is None
    assert f"It was planned for {at}, and is not any more" in words_of(saved)


# Who may publish it.


def test_who_wrote_it_is_offered_to_hand_it_in_and_told_who_can_publish_it(jos, sam, bridge, partnership):
    want_second_person(bridge)
    write(jos, partnership, summary=NEW)

    page = jos.get(copy_url(partnership))

    assert (
        "Arch wants a second person to look at it first. sam can publish it, and is told by mail when you hand it in."
        in words_of(page)
    )
    assert (">Hand in for review…" in page.content.decode(), ">Publish the" in page.content.decode()) == (True, False)
    typed = jos.get(copy_url(partnership, "publish"))
    assert f'href="{copy_url(partnership, "hand-in")}">Hand in for review' in typed.content.decode()
    step(jos, partnership, "hand-in")
    assert "sam can publish it, and has been told by mail." in words_of(jos.get(copy_url(partnership)))


def test_who_wrote_a_draft_is_not_offered_to_publish_it(jos, sams, bridge, partnership):
    want_second_person(bridge)
    Partnership.objects.update(publication="draft")
    send(jos, url_of(partnership), summary="Film.")

    mine, theirs = (client.get(url_of(partnership)) for client in (jos, sams))

    assert "sam can publish it, and is told by mail when you hand it in." in words_of(mine)
    labels = [[button["label"] for button in page.context["publication"]["buttons"]] for page in (mine, theirs)]
    assert labels[0] == ["Hand in for review", "Archive"]
    assert labels[1][:3] == ["Hand in for review", "Publish", "Schedule"]


def test_where_the_only_officer_wrote_it_national_staff_are_told(bridge, partnership, jos):
    want_second_person(bridge)
    editor = in_role("National editor")
    editor.email = "editor@national.example"
    editor.save()
    write(jos, partnership, summary=NEW)

    step(jos, partnership, "hand-in")

    assert [told.to for told in OutgoingMail.objects.all()] == ["editor@national.example"]


# What it looks like.


def test_the_list_says_shortly_when_each_was_saved_and_when_it_is_published(jos, partnership):
    write(jos, partnership, summary=NEW)
    plan(jos, partnership)
    copy = WorkingCopy.objects.get()

    page = words_of(jos.get(reverse("admin:partnerships_workingcopy_changelist")))

    for moment in (copy.saved_at, copy.publish_at):
        assert f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" in page


def test_only_the_next_step_stands_out_and_what_takes_away_is_quiet(jos, partnership):
    write(jos, partnership, summary=NEW)

    looks = {}
    for page, panel in ((copy_url(partnership), "working_copy"), (url_of(partnership), "publication")):
        looks |= {each["label"]: each["look"] for each in jos.get(page).context[panel]["buttons"]}

    assert [label for label, look in looks.items() if not look] == ["Publish the working copy"]
    warned = {label for label, look in looks.items() if look == "button-warning"}
    assert warned == {"Discard the working copy", "Archive"}
    assert 'class="button button-danger"' in jos.get(copy_url(partnership, "discard")).content.decode()
