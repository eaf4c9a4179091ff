"""The front page of the back office says what waits for whoever signed in."""

import datetime

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from partnerships.enquiry_vocabulary import EnquiryState, MailState
from tests.factories import make_bridge, make_enquiry, make_mail, make_officer, make_superuser, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
INDEX = reverse("admin:index")
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
RIGHTS = ["view_enquiry", "change_enquiry"]


def counts(items):
    """Return the counts on the front page by their labels."""
    return {item["label"]: item["count"] for item in items}


def make_work(desk, officer):
    """Make two new enquiries on `desk`, one of them late, one `officer` looks after and one held back."""
    make_enquiry(desk=desk)
    make_enquiry(desk=desk, due_on=YESTERDAY)
    make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer)
    make_enquiry(desk=desk, state=EnquiryState.QUARANTINED, suspicions="Too fast")


def test_an_officer_sees_what_waits_on_their_desk_and_no_mail(client):
    desk, other_desk = make_bridge(), make_bridge()
    officer = make_officer(desk, permissions=RIGHTS)
    make_work(desk, officer)
    make_work(other_desk, None)
    make_mail(state=MailState.FAILED)
    client.force_login(officer)

    context = client.get(INDEX).context

    assert counts(context["waiting"]) == {
        "New enquiries": 2,
        "Overdue": 1,
        "Yours": 1,
        "Held back as suspected spam": 1,
    }
    assert context["mails"] == []


@pytest.mark.parametrize("is_superuser", [True, False])
def test_the_national_desk_sees_every_desks_work_and_the_mail(client, is_superuser):
    make_work(make_bridge(), None)
    make_work(None, None)
    make_mail()
    make_mail(state=MailState.FAILED)
    client.force_login(
        make_superuser() if is_superuser else make_officer(permissions=[*RIGHTS, "answer_for_national_desk"])
    )

    context = client.get(INDEX).context

    assert counts(context["waiting"])["New enquiries"] == 4
    assert counts(context["mails"]) == {"Mails that have not left": 1, "Mails given up": 1}


def test_every_count_leads_to_a_list_of_as_many_rows(client):
    user = make_superuser()
    make_work(make_bridge(), user)
    make_mail()
    make_mail(state=MailState.FAILED)
    client.force_login(user)
    context = client.get(INDEX).context

    items = [*context["waiting"], *context["mails"]]
    shown = {item["label"]: len(client.get(item["url"]).context["cl"].result_list) for item in items}

    assert shown == counts(items)
    assert set(shown.values()) == {1, 2}


def test_staff_who_see_no_enquiries_have_nothing_waiting(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(INDEX).context["waiting"] == []


def test_the_front_page_asks_the_database_the_same_for_one_and_three(client, django_assert_num_queries):
    desk = make_bridge()
    officer = make_officer(desk, permissions=[*RIGHTS, "answer_for_national_desk"])
    client.force_login(officer)
    for count in (1, 2):
        for _ in range(count):
            make_work(desk, officer)
            make_mail(state=MailState.FAILED)
        # Session, user, rights of the user and of groups; the enquiries; the mails; what the person did lately.
        with django_assert_num_queries(7):
            client.get(INDEX)


def test_the_workers_own_lists_are_left_out():
    assert DBTaskResult not in admin.site._registry


@pytest.mark.parametrize("query", ["?q=%00", "?%00=1", "?state__exact=a%00b"])
def test_a_null_character_in_an_address_is_refused(client, query):
    client.force_login(make_superuser())

    assert client.get(reverse("admin:partnerships_enquiry_changelist") + query).status_code == 400
