"""Two people with the same entry open: nothing is written over unseen."""

import pytest

from members.models import Membership
from partnerships.admin.base import RowLevelAdmin
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

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
RIGHTS = [
    *("view_partnership", "change_partnership", "publish_partnership"),
    *("view_partnershipname", "add_partnershipname", "change_partnershipname", "delete_partnershipname"),
]


def make_entry():
    """Make a partnership, and two people who may change it: jo and sam."""
    bridge = make_bridge(name="Arch")
    partnership = make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary="Arts.", host="Opera")
    partnership.names.create(name="Leeds CEP")
    for name in ("jo", "sam"):
        make_colleague(bridge, name)
    return partnership


def make_colleague(bridge, name):
    user = make_officer(bridge, permissions=RIGHTS)
    user.username = name
    user.save()
    return user


def signed_in(partnership, name):
    """Return the client of the colleague of that name."""
    client = StaffClient()
    client.force_login(partnership.bridge.officers.get(username=name))
    return client


@pytest.fixture(scope="module")
def partnership(prepared_data):
    with prepared_data():
        yield make_entry()


@pytest.fixture(scope="module")
def open_form(partnership):
    """What the browser would send from the form that both have open."""
    return opened(signed_in(partnership, "jo"), partnership)


@pytest.fixture
def jo(partnership):
    return signed_in(partnership, "jo")


@pytest.fixture
def sam(partnership):
    return signed_in(partnership, "sam")


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


def test_both_changed_the_same_so_nothing_is_saved_and_both_are_shown(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"summary": "Dance."})

    page = save(sam, partnership, open_form | {"summary": "Film."})

    assert (page.status_code, row().summary) == (200, "Dance.")
    [shown] = page.context["conflict"]["rows"]
    assert (shown.label, shown.opened, shown.now, shown.yours) == ("Summary", "Arts.", "Dance.", "Film.")
    assert page.context["conflict"]["authors"].startswith("jo at ")
    assert page.context["adminform"].form["summary"].value() == "Film."


def test_after_seeing_it_mine_is_saved_over_theirs(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"summary": "Dance.", "host": "Ballet"})
    page = save(sam, partnership, open_form | {"summary": "Film."})

    response = save(sam, partnership, again(page))

    assert response.status_code == 302
    assert (row().summary, row().host) == ("Film.", "Ballet")


def test_a_third_save_while_the_question_stands_is_asked_about_again(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"summary": "Dance."})
    page = save(sam, partnership, open_form | {"summary": "Film."})
    save(jo, partnership, opened(jo, partnership) | {"summary": "Song."})

    page = save(sam, partnership, again(page))

    assert (page.status_code, row().summary) == (200, "Song.")
    assert [shown.now for shown in page.context["conflict"]["rows"]] == ["Song."]


def test_different_fields_are_both_kept_and_said(jo, sam, partnership, open_form):
    authority = make_authority(bridge=partnership.bridge)
    changes = {"host": "Ballet", "takes_new_members": "true", "is_pilot": "on", "stage": "ended", "ended": "2019"}
    save(jo, partnership, open_form | changes | {"authorities": [authority.pk]})

    response = sam.post(admin_url(partnership, "change"), open_form | {"summary": "Film."}, follow=True)

    saved = row()
    assert (saved.summary, saved.host, saved.takes_new_members, saved.is_pilot) == ("Film.", "Ballet", True, True)
    assert (saved.stage, saved.ended, list(saved.authorities.all())) == ("ended", "2019", [authority])
    message, *_ = map(str, response.context["messages"])
    assert message.startswith("jo at ")
    assert "saved Stage, 2015 pilot, Ended, Local authorities, Host, Takes new members meanwhile" in message


def test_what_is_saved_while_a_form_is_made_is_not_written_over_by_it(jo, sam, partnership, open_form, monkeypatch):
    read, is_read = RowLevelAdmin.get_object, []

    def read_before_jo_saves(self, request, *args, **options):
        entry = read(self, request, *args, **options)
        if not is_read:
            is_read.append(entry)
            save(jo, partnership, open_form | {"host": "Ballet"})
        return entry

    with monkeypatch.context() as while_it_is_made:
        while_it_is_made.setattr(RowLevelAdmin, "get_object", read_before_jo_saves)
        form = opened(sam, partnership)
    response = save(sam, partnership, form | {"summary": "Film."})

    assert (response.status_code, row().summary, row().host) == (302, "Film.", "Ballet")


def test_what_both_made_the_same_needs_no_question(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"summary": "Film."})

    response = save(sam, partnership, open_form | {"summary": "Film."})

    assert response.status_code == 302


def test_a_member_added_meanwhile_is_shown_and_stays(sam, partnership):
    open_form = opened(sam, partnership)
    make_membership(partnership=partnership, organisation=make_organisation(name="Tate"))

    page = save(sam, partnership, open_form | {"summary": "Film."})
    assert (page.status_code, row().summary) == (200, "Arts.")
    assert [shown.label for shown in page.context["conflict"]["rows"]] == ["Member “Tate” added"]

    save(sam, partnership, again(page))
    assert (row().summary, Membership.objects.count()) == ("Film.", 1)


def test_a_name_changed_meanwhile_is_not_changed_back(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"names-0-name": "Leeds arts"})

    page = save(sam, partnership, open_form | {"summary": "Film."})
    save(sam, partnership, again(page))

    assert (row().summary, partnership.names.get().name) == ("Film.", "Leeds arts")


def test_a_name_both_changed_says_whose_is_in_the_form(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"names-0-name": "Leeds arts"})

    page = save(sam, partnership, open_form | {"names-0-name": "Leeds dance"})

    [shown] = page.context["conflict"]["rows"]
    assert (shown.now, shown.yours) == ("Leeds arts", "As you entered it, below")
    save(sam, partnership, again(page))
    assert partnership.names.get().name == "Leeds dance"


def test_a_name_taken_away_meanwhile_does_not_come_back_by_itself(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"names-0-DELETE": "on"})

    page = save(sam, partnership, open_form | {"summary": "Film."})
    response = save(sam, partnership, again(page))

    assert (response.status_code, row().summary, partnership.names.count()) == (302, "Film.", 0)


def test_a_name_taken_away_that_i_changed_comes_again_if_i_save_mine(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"names-0-DELETE": "on"})

    page = save(sam, partnership, open_form | {"names-0-name": "Leeds arts"})
    assert page.status_code == 200
    save(sam, partnership, again(page))

    assert [name.name for name in partnership.names.all()] == ["Leeds arts"]


def test_an_address_that_versions_never_keep_is_looked_at_too(jo, sam, partnership, open_form):
    save(jo, partnership, open_form | {"contact_email": "jo@leeds.example", "takes_enquiries": "on"})

    response = save(sam, partnership, open_form | {"summary": "Film."})
    assert (response.status_code, row().contact_email, row().summary) == (302, "jo@leeds.example", "Film.")

    page = save(sam, partnership, open_form | {"contact_email": "sam@leeds.example", "takes_enquiries": "on"})
    assert (page.status_code, row().contact_email) == (200, "jo@leeds.example")


def test_who_answers_for_a_bridge_is_looked_at_too():
    bridge = make_bridge(name="Arts")
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


def test_another_mistake_keeps_what_the_form_was_opened_with(jo, sam, partnership, open_form):
    page = save(sam, partnership, open_form | {"name": "", "summary": "Film."})
    assert page.context["seen"] == open_form["seen"]
    save(jo, partnership, open_form | {"summary": "Dance."})

    page = save(sam, partnership, again(page, name="Leeds33"))

    assert (page.status_code, row().summary) == (200, "Dance.")


def test_nobody_else_saved_so_nothing_is_asked(jo, partnership):
    response = save(jo, partnership, opened(jo, partnership) | {"summary": "Film."})

    assert (response.status_code, row().summary) == (302, "Film.")


def test_what_is_no_token_of_ours_asks_nothing_and_breaks_nothing(jo, partnership):
    response = save(jo, partnership, opened(jo, partnership) | {"seen": "12:x", "summary": "Film."})

    assert response.status_code == 302


def test_another_bridges_entry_is_not_looked_at(partnership):
    stranger = StaffClient()
    stranger.force_login(make_colleague(make_bridge(), "stranger"))

    assert stranger.post(admin_url(partnership, "change"), {"seen": "x"}).status_code == 404
