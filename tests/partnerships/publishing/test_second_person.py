"""Where a Bridge Organisation wants a second person, nobody publishes what they wrote; else all is as it was."""

import datetime

import pytest
from django.utils import timezone

from partnerships.curation import bulk_edits
from partnerships.models import OutgoingMail, Partnership, Revision
from partnerships.models.versions import revising
from partnerships.publishing import at_once, due, second_person, workflow
from partnerships.publishing.workflow import NeedsSecondPerson
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_bridge, make_news, make_partnership, make_programme
from tests.partnerships.admin.copy_steps import officer_of, signed_in, step
from tests.partnerships.admin.editorial_forms import in_role, send, send_copy, url_of

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
