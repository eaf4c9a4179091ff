"""Comments on drafts and working copies: between those who work on them, told by mail, never public, and erased."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import DraftComment, OutgoingMail
from partnerships.privacy import retention, stores
from partnerships.publishing import previews
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_bridge, make_partnership
from tests.partnerships.admin.copy_steps import officer_of, signed_in
from tests.partnerships.admin.editorial_forms import in_role, send, send_copy, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
SAID = "Is the date right? Xylophone."


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def draft(bridge):
    return make_partnership([make_authority(bridge=bridge)], name="Leeds33", publication=PublicationState.DRAFT)


def say(user, entry, text=SAID):
    return signed_in(user).post(url_of(entry, "comment"), {"text": text})


def told():
    return sorted(mail.to for mail in OutgoingMail.objects.all())


def test_a_comment_stands_beside_the_draft_and_is_mailed_to_who_else_works_on_it(client, bridge, draft):
    jo, sam = officer_of(bridge, "jo"), officer_of(bridge, "sam")
    send(signed_in(jo), url_of(draft), summary="Dance.")

    say(sam, draft)

    assert told() == [jo.email]
    mail = OutgoingMail.objects.get()
    assert (SAID in mail.text, url_of(draft) in mail.text) == (True, True)
    assert SAID in signed_in(jo).get(url_of(draft)).content.decode()
    assert SAID not in client.get(previews.preview_link(draft)).content.decode()
    OutgoingMail.objects.all().delete()
    say(jo, draft, "It is.")
    assert told() == [sam.email]


def test_the_first_comment_goes_to_who_may_publish(bridge, draft):
    jo, sam = officer_of(bridge, "jo"), officer_of(bridge, "sam")

    say(jo, draft)

    assert told() == [sam.email]


def test_on_a_working_copy_it_goes_to_its_writers_and_leaves_with_it(bridge, draft):
    jo, sam = officer_of(bridge, "jo"), officer_of(bridge, "sam")
    type(draft).objects.update(publication=PublicationState.PUBLISHED)
    assert say(jo, draft).status_code == 302
    assert not DraftComment.objects.exists()
    send_copy(signed_in(jo), draft, summary="Dance.")

    say(sam, draft)

    assert told() == [jo.email]
    assert SAID in signed_in(jo).get(url_of(draft, "working_copy")).content.decode()
    assert SAID not in signed_in(jo).get(url_of(draft)).content.decode()
    signed_in(jo).post(url_of(draft, "copy_step", "discard"))
    send_copy(signed_in(jo), draft, summary="Film.")
    assert SAID not in signed_in(jo).get(url_of(draft, "working_copy")).content.decode()


def test_an_empty_one_is_refused_in_words(bridge, draft):
    response = signed_in(officer_of(bridge, "jo")).post(url_of(draft, "comment"), {"text": " "}, follow=True)

    assert "Enter your comment" in response.content.decode()
    assert not DraftComment.objects.exists()


def test_others_neither_read_nor_write_them(bridge, draft):
    say(officer_of(bridge, "jo"), draft)

    stranger, viewer = officer_of(make_bridge(), "stranger"), in_role("Bridge viewer", bridge)

    assert (say(stranger, draft).status_code, say(viewer, draft).status_code) == (404, 403)
    assert SAID not in signed_in(viewer).get(url_of(draft)).content.decode()


def test_they_are_deleted_after_six_months_and_with_the_person(bridge, draft):
    jo, sam = officer_of(bridge, "jo"), officer_of(bridge, "sam")
    say(jo, draft)
    say(sam, draft)
    DraftComment.objects.filter(by=sam).update(at=timezone.now() - datetime.timedelta(days=200))

    assert retention.apply_all()["comments on drafts"] == 1
    [held] = stores.STORES["Comments on drafts"].find(jo.email)
    assert held["text"] == SAID
    assert stores.STORES["Comments on drafts"].erase(jo.email) == 1
    assert not DraftComment.objects.exists()
