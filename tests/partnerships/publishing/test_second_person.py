"""Where a Bridge Organisation wants a second person, nobody publishes what they wrote; else all is as it was."""

import datetime

import pytest
from django.utils import timezone

from partnerships.curation import bulk_edits
from partnerships.models import OutgoingMail, Partnership, Revision, WorkingCopy
from partnerships.models.versions import revising
from partnerships.publishing import at_once, due, second_person, workflow
from partnerships.publishing.workflow import NeedsSecondPerson
from partnerships.vocabulary import PublicationState, RevisionKind
from tests.factories import make_authority, make_bridge, make_news, make_partnership, make_programme
from tests.partnerships.admin.copy_steps import officer_of, signed_in, step
from tests.partnerships.admin.editorial_forms import in_role, send, send_copy, url_of
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
DRAFT, IN_REVIEW, PUBLISHED, _ = PublicationState
AN_HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def bridge():
    return make_bridge(name="Arch", needs_second_person=True)


@pytest.fixture
def draft(bridge):
    return make_partnership([make_authority(bridge=bridge)], name="Leeds33", publication=DRAFT)


@pytest.fixture
def jo(bridge):
    return officer_of(bridge, "jo")


@pytest.fixture
def sam(bridge):
    return officer_of(bridge, "sam")


def write(entry, by):
    with revising(by=by):
        entry.summary += " More."
        entry.save()


def test_who_wrote_a_draft_does_not_publish_it_and_somebody_else_does(draft, jo, sam):
    write(draft, jo)

    with pytest.raises(NeedsSecondPerson, match="Arch wants a second person"):
        workflow.move(draft, to=PUBLISHED, by=jo)
    with pytest.raises(NeedsSecondPerson):
        workflow.schedule(draft, at=timezone.now() + AN_HOUR, by=jo)

    workflow.move(draft, to=PUBLISHED, by=sam)
    assert Partnership.objects.get().is_published


def test_who_handed_it_in_does_not_publish_it_until_somebody_else_wrote_in_it(draft, jo, sam):
    workflow.move(draft, to=IN_REVIEW, by=jo)
    with pytest.raises(NeedsSecondPerson):
        workflow.move(draft, to=PUBLISHED, by=jo)

    write(draft, sam)

    with pytest.raises(NeedsSecondPerson):
        workflow.move(draft, to=PUBLISHED, by=sam)
    workflow.move(draft, to=PUBLISHED, by=jo)


@pytest.fixture
def editor():
    user = in_role("National editor")
    user.username, user.email = "editor", "editor@national.example"
    user.save()
    return user


def test_all_who_wrote_a_draft_are_its_writers_not_only_the_last(draft, jo, sam, editor):
    write(draft, jo)
    write(draft, sam)

    for writer in (jo, sam):
        with pytest.raises(NeedsSecondPerson, match="editor can publish it"):
            workflow.move(draft, to=PUBLISHED, by=writer)
    workflow.move(draft, to=PUBLISHED, by=editor)


@pytest.mark.parametrize("act", [RevisionKind.IMPORT, RevisionKind.TOGETHER])
def test_nor_does_a_change_of_another_sort_by_somebody_else_let_the_author_publish(draft, jo, editor, act):
    write(draft, jo)
    with revising(by=editor, kind=act):
        draft.takes_new_members = True
        draft.save()

    with pytest.raises(NeedsSecondPerson):
        workflow.move(draft, to=PUBLISHED, by=jo)


def test_saving_a_draft_without_a_change_makes_nobody_a_writer(draft, jo, sam):
    write(draft, jo)
    with revising(by=sam):
        draft.save()

    with pytest.raises(NeedsSecondPerson):
        workflow.move(draft, to=PUBLISHED, by=jo)
    workflow.move(draft, to=PUBLISHED, by=sam)


def test_who_wrote_it_before_it_was_last_public_is_no_writer_of_what_came_after(draft, jo, sam):
    write(draft, jo)
    workflow.move(draft, to=PUBLISHED, by=sam)
    workflow.move(draft, to=DRAFT, by=sam)
    write(draft, sam)

    with pytest.raises(NeedsSecondPerson):
        workflow.move(draft, to=PUBLISHED, by=sam)
    workflow.move(draft, to=PUBLISHED, by=jo)


def public(draft):
    Partnership.objects.update(publication=PUBLISHED)
    return Partnership.objects.get()


def test_a_colleague_who_saves_a_copy_does_not_let_its_writer_publish_it(draft, jo, sam, editor):
    entry = public(draft)
    send_copy(signed_in(jo), entry, summary="Dance.")
    send_copy(signed_in(editor), entry)
    send_copy(signed_in(sam), entry, host="Ballet")

    assert WorkingCopy.objects.get().writers == [jo.pk, sam.pk]
    for writer in (jo, sam):
        assert "editor can publish it" in words_of(step(signed_in(writer), entry, "publish"))
    assert Partnership.objects.get().summary == draft.summary
    assert step(signed_in(editor), entry, "publish").status_code == 302
    assert (Partnership.objects.get().summary, Partnership.objects.get().host) == ("Dance.", "Ballet")


def test_who_adds_a_name_to_a_copy_is_a_writer_of_it(draft, jo, sam):
    entry = public(draft)
    send_copy(signed_in(jo), entry, summary="Dance.")
    send_copy(signed_in(sam), entry, **{"names-TOTAL_FORMS": "1", "names-0-name": "LA", "names-0-kind": "also"})

    assert WorkingCopy.objects.get().writers == [jo.pk, sam.pk]


def test_in_review_who_may_publish_it_only_since_a_change_is_told_then(draft, jo, sam, editor):
    entry = public(draft)
    send_copy(signed_in(jo), entry, summary="Dance.")
    step(signed_in(jo), entry, "hand-in")
    send_copy(signed_in(sam), entry)
    assert [each.to for each in OutgoingMail.objects.all()] == [sam.email]

    send_copy(signed_in(sam), entry, host="Ballet")

    assert OutgoingMail.objects.filter(subject="To review: Leeds33", to=editor.email).count() == 1
    page = words_of(signed_in(sam).get(url_of(entry, "working_copy")))
    assert "editor can publish it, and has been told by mail." in page


def test_where_everybody_wrote_it_the_page_says_what_to_do(draft, jo):
    write(draft, jo)

    assert "ask for a colleague to be invited who has not" in second_person.why_not(jo, draft)


def test_where_none_is_wanted_the_writer_publishes(draft, bridge, jo):
    bridge.needs_second_person = False
    bridge.save()
    draft.refresh_from_db()
    write(draft, jo)

    workflow.move(draft, to=PUBLISHED, by=jo)

    assert Partnership.objects.get().is_published


def test_what_is_changed_after_it_was_planned_is_not_published_by_itself(draft, jo, sam):
    write(draft, jo)
    workflow.schedule(draft, at=timezone.now() + AN_HOUR, by=sam)
    draft.refresh_from_db()
    write(draft, jo)

    due.publish(timezone.now() + 2 * AN_HOUR)

    assert Partnership.objects.get().publication == DRAFT
    assert "a second person has to look at it" in Revision.objects.first().reason


def test_what_is_planned_by_a_second_person_is_published_by_itself(draft, jo, sam):
    write(draft, jo)
    workflow.schedule(draft, at=timezone.now() + AN_HOUR, by=sam)

    assert due.publish(timezone.now() + 2 * AN_HOUR) == 1


def test_what_is_public_there_is_changed_by_working_copies_only(draft, jo, sam):
    Partnership.objects.update(publication=PUBLISHED)
    page = signed_in(jo).get(url_of(draft)).content.decode()

    assert ('value="Save and publish"' in page, 'value="Save as a working copy"' in page) == (False, True)
    refused = send(signed_in(jo), url_of(draft), summary="Dance.")
    assert (refused.status_code, Partnership.objects.get().summary) == (200, draft.summary)
    assert refused.context["adminform"].form["summary"].value() == "Dance."
    send_copy(signed_in(jo), draft, summary="Dance.")
    assert step(signed_in(jo), draft, "publish").status_code == 200
    assert step(signed_in(sam), draft, "publish").status_code == 302
    assert Partnership.objects.get().summary == "Dance."


def test_nor_is_it_changed_with_several_at_once(draft, jo):
    Partnership.objects.update(publication=PUBLISHED)

    [planned] = bulk_edits.plan(keys=[draft.pk], values={"takes_new_members": True}, seen=10**6, by=jo)

    assert (planned.refusal, planned.is_possible) == (at_once.refusal(draft), False)


def test_only_the_national_desk_decides_it(bridge, jo):
    form = signed_in(jo).get(url_of(bridge)).context["adminform"].form

    assert "needs_second_person" not in form.fields
    editor = signed_in(in_role("National editor"))
    assert send(editor, url_of(bridge), needs_second_person="").status_code == 302


def test_what_belongs_to_a_partnership_goes_by_its_bridge(draft, bridge):
    rows = [make_news(partnership=draft), make_news(bridge=bridge), make_programme(bridge=bridge), bridge, draft]

    assert [second_person.is_wanted(row) for row in rows] == [True] * 5
    assert not second_person.is_wanted(make_news(bridge=make_bridge()))
    assert not second_person.is_wanted(make_programme(run_by="Somebody"))


def test_a_draft_that_is_handed_in_is_told_to_who_may_publish_it_but_not_to_who_did(draft, jo, sam):
    officer_of(make_bridge(), "stranger")
    in_role("Bridge viewer", draft.bridge)

    workflow.move(draft, to=IN_REVIEW, by=jo)

    [told] = OutgoingMail.objects.all()
    assert (told.to, told.subject) == (sam.email, "To review: Leeds33")
    assert url_of(draft) in told.text


def test_where_a_bridge_has_no_officers_national_staff_are_told(draft):
    editor = in_role("National editor")
    editor.email = "editor@national.example"
    editor.save()
    coordinator = in_role("Coordinator")
    draft.editors.add(coordinator)

    workflow.move(draft, to=IN_REVIEW, by=coordinator)

    assert [each.to for each in OutgoingMail.objects.all()] == ["editor@national.example"]
