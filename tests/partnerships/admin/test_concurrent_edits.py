"""Two people with the same entry open: nothing is written over unseen."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from members.models import Membership
from partnerships.models import BridgeOrganisation, Partnership
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_superuser,
)
from tests.partnerships.admin.test_base import admin_url, sent_from
from tests.signing_in import StaffClient

pytestmark = pytest.mark.django_db
RIGHTS = [
    *("view_partnership", "change_partnership", "publish_partnership"),
    *("view_partnershipname", "add_partnershipname", "change_partnershipname", "delete_partnershipname"),
]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def partnership(bridge):
    partnership = make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary="Arts.", host="Opera")
    partnership.names.create(name="Leeds CEP")
    return partnership


def somebody(bridge, name):
    client = StaffClient()
    user = make_officer(bridge, permissions=RIGHTS)
    user.username = name
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def jo(bridge):
    return somebody(bridge, "jo")


@pytest.fixture
def sam(bridge):
    return somebody(bridge, "sam")


def opened(client, entry):
    """Return what the person's browser would send from the form it has open now."""
    page = client.get(admin_url(entry, "change"))
    return sent_from(page, seen=page.context["seen"])


def again(page, **changes):
    """Return what the browser would send from the form that came back."""
    form = page.context["adminform"].form
    values = {name: page.wsgi_request.POST.getlist(name) for name in page.wsgi_request.POST}
    return values | {"seen": page.context["seen"]} | changes if form else values


def save(client, entry, data):
    return client.post(admin_url(entry, "change"), data)


def row():
    return Partnership.objects.get()


def test_both_changed_the_same_so_nothing_is_saved_and_both_are_shown(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"summary": "Dance."})

    page = save(sam, partnership, of_sam | {"summary": "Film."})

    assert (page.status_code, row().summary) == (200, "Dance.")
    [shown] = page.context["conflict"]["rows"]
    assert (shown.label, shown.opened, shown.now, shown.yours) == ("Summary", "Arts.", "Dance.", "Film.")
    assert page.context["conflict"]["authors"].startswith("jo at ")
    assert page.context["adminform"].form["summary"].value() == "Film."


def test_after_seeing_it_mine_is_saved_over_theirs(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"summary": "Dance.", "host": "Ballet"})
    page = save(sam, partnership, of_sam | {"summary": "Film."})

    response = save(sam, partnership, again(page))

    assert response.status_code == 302
    assert (row().summary, row().host) == ("Film.", "Ballet")


def test_a_third_save_while_the_question_stands_is_asked_about_again(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"summary": "Dance."})
    page = save(sam, partnership, of_sam | {"summary": "Film."})
    save(jo, partnership, opened(jo, partnership) | {"summary": "Song."})

    page = save(sam, partnership, again(page))

    assert (page.status_code, row().summary) == (200, "Song.")
    assert [shown.now for shown in page.context["conflict"]["rows"]] == ["Song."]


def test_different_fields_are_both_kept_and_said(jo, sam, partnership):
    authority = make_authority(bridge=partnership.bridge)
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    changes = {"host": "Ballet", "takes_new_members": "true", "is_pilot": "on", "stage": "ended", "ended": "2019"}
    save(jo, partnership, of_jo | changes | {"authorities": [authority.pk]})

    response = sam.post(admin_url(partnership, "change"), of_sam | {"summary": "Film."}, follow=True)

    saved = row()
    assert (saved.summary, saved.host, saved.takes_new_members, saved.is_pilot) == ("Film.", "Ballet", True, True)
    assert (saved.stage, saved.ended, list(saved.authorities.all())) == ("ended", "2019", [authority])
    message, *_ = map(str, response.context["messages"])
    assert message.startswith("jo at ")
    assert "saved Stage, 2015 pilot, Ended, Local authorities, Host, Takes new members meanwhile" in message


def test_what_both_made_the_same_needs_no_question(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"summary": "Film."})

    response = save(sam, partnership, of_sam | {"summary": "Film."})

    assert response.status_code == 302


def test_a_member_added_meanwhile_is_shown_and_stays(sam, partnership):
    of_sam = opened(sam, partnership)
    make_membership(partnership=partnership, organisation=make_organisation(name="Tate"))

    page = save(sam, partnership, of_sam | {"summary": "Film."})
    assert (page.status_code, row().summary) == (200, "Arts.")
    assert [shown.label for shown in page.context["conflict"]["rows"]] == ["Member “Tate” added"]

    save(sam, partnership, again(page))
    assert (row().summary, Membership.objects.count()) == ("Film.", 1)


def test_a_name_changed_meanwhile_is_not_changed_back(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"names-0-name": "Leeds arts"})

    page = save(sam, partnership, of_sam | {"summary": "Film."})
    save(sam, partnership, again(page))

    assert (row().summary, partnership.names.get().name) == ("Film.", "Leeds arts")


def test_a_name_both_changed_says_whose_is_in_the_form(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"names-0-name": "Leeds arts"})

    page = save(sam, partnership, of_sam | {"names-0-name": "Leeds dance"})

    [shown] = page.context["conflict"]["rows"]
    assert (shown.now, shown.yours) == ("Leeds arts", "As you entered it, below")
    save(sam, partnership, again(page))
    assert partnership.names.get().name == "Leeds dance"


def test_a_name_taken_away_meanwhile_does_not_come_back_by_itself(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"names-0-DELETE": "on"})

    page = save(sam, partnership, of_sam | {"summary": "Film."})
    response = save(sam, partnership, again(page))

    assert (response.status_code, row().summary, partnership.names.count()) == (302, "Film.", 0)


def test_a_name_taken_away_that_i_changed_comes_again_if_i_save_mine(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"names-0-DELETE": "on"})

    page = save(sam, partnership, of_sam | {"names-0-name": "Leeds arts"})
    assert page.status_code == 200
    save(sam, partnership, again(page))

    assert [name.name for name in partnership.names.all()] == ["Leeds arts"]


def test_an_address_that_versions_never_keep_is_looked_at_too(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    save(jo, partnership, of_jo | {"contact_email": "jo@leeds.example", "takes_enquiries": "on"})

    response = save(sam, partnership, of_sam | {"summary": "Film."})
    assert (response.status_code, row().contact_email, row().summary) == (302, "jo@leeds.example", "Film.")

    page = save(sam, partnership, of_sam | {"contact_email": "sam@leeds.example", "takes_enquiries": "on"})
    assert (page.status_code, row().contact_email) == (200, "jo@leeds.example")


def test_who_answers_for_a_bridge_is_looked_at_too(bridge):
    owner, first, second = StaffClient(), make_officer(), make_officer()
    owner.force_login(make_superuser())
    earlier, later = opened(owner, bridge), opened(owner, bridge)
    owner.post(admin_url(bridge, "change"), earlier | {"officers": [first.pk]})

    owner.post(admin_url(bridge, "change"), later | {"base_town": "Leeds"})
    assert list(BridgeOrganisation.objects.get(pk=bridge.pk).officers.all()) == [first]

    page = owner.post(admin_url(bridge, "change"), later | {"officers": [second.pk]})
    assert page.status_code == 200
    assert list(BridgeOrganisation.objects.get(pk=bridge.pk).officers.all()) == [first]


def test_the_token_tells_nobody_the_address(jo, partnership):
    Partnership.objects.update(contact_email="jo@leeds.example")

    seen = opened(jo, partnership)["seen"]

    assert "leeds.example" not in seen


def test_another_mistake_keeps_what_the_form_was_opened_with(jo, sam, partnership):
    of_jo, of_sam = opened(jo, partnership), opened(sam, partnership)
    page = save(sam, partnership, of_sam | {"name": "", "summary": "Film."})
    assert page.context["seen"] == of_sam["seen"]
    save(jo, partnership, of_jo | {"summary": "Dance."})

    page = save(sam, partnership, again(page, name="Leeds33"))

    assert (page.status_code, row().summary) == (200, "Dance.")


def test_nobody_else_saved_so_nothing_is_asked(jo, partnership):
    response = save(jo, partnership, opened(jo, partnership) | {"summary": "Film."})

    assert (response.status_code, row().summary) == (302, "Film.")


def test_what_is_no_token_of_ours_asks_nothing_and_breaks_nothing(jo, partnership):
    response = save(jo, partnership, opened(jo, partnership) | {"seen": "12:x", "summary": "Film."})

    assert response.status_code == 302


def test_another_bridges_entry_is_not_looked_at(partnership):
    stranger = somebody(make_bridge(), "stranger")

    assert stranger.post(admin_url(partnership, "change"), {"seen": "x"}).status_code == 404


# On SQLite a transaction that may write has the whole database to itself.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_one_is_asked(jo, sam, partnership):
    sent = [
        (jo, opened(jo, partnership) | {"summary": "Dance."}),
        (sam, opened(sam, partnership) | {"summary": "Film."}),
    ]
    start = threading.Barrier(2)

    def save_at_once(client, data):
        try:
            start.wait()
            return save(client, partnership, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = [saving.result() for saving in [both.submit(save_at_once, *data) for data in sent]]

    assert sorted(answers) == [200, 302]
