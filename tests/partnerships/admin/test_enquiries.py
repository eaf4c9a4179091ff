"""The inbox and an enquiry's page in the back office: what they show, and the forms on them."""

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.vocabulary import EnquiryEventKind, EnquiryState, EnquiryTopic, MailState
from tests.factories import make_bridge, make_enquiry, make_mail, make_officer, make_partnership, make_superuser
from tests.partnerships.conftest import CHANGE
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "admin:partnerships_enquiry_changelist"
HELD = {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"}


@pytest.fixture
def signed_in(client, officer):
    """A client signed in as an officer of the desk."""
    client.force_login(officer)
    return client


def action_url(enquiry, action):
    """Return the address of an action."""
    return reverse(f"admin:partnerships_enquiry_{action}", args=[enquiry.pk])


def references_on(response):
    """Return the references on the list in `response`, in their order."""
    return [enquiry.reference for enquiry in response.context["cl"].result_list]


def text_of(response):
    """Return the page in `response` as its reader sees it, but for the mark-up."""
    return html.unescape(response.content.decode())


# The inbox.


def test_the_inbox_shows_what_is_to_do_and_what_is_due_first_stands_first(signed_in, desk):
    today = timezone.localdate()
    make_enquiry(desk=desk, reference="LATER", due_on=today + datetime.timedelta(days=3))
    make_enquiry(desk=desk, reference="LATE", due_on=today - datetime.timedelta(days=3), state=EnquiryState.WAITING)
    make_enquiry(desk=desk, reference="DONE", state=EnquiryState.ANSWERED)
    make_enquiry(desk=desk, reference="HELD", **HELD)

    assert references_on(signed_in.get(reverse(LIST))) == ["LATE", "LATER"]


@pytest.mark.parametrize(("staff_list", "heads"), [("todo", ["due", "received"]), ("closed", ["received"])])
def test_the_heads_of_a_list_show_what_it_is_sorted_by(signed_in, desk, staff_list, heads):
    make_enquiry(desk=desk)
    listed = signed_in.get(reverse(LIST), {"box": staff_list}).context["cl"]

    assert [listed.list_display[number] for number in listed.get_ordering_field_columns()] == heads


@pytest.mark.parametrize(
    ("staff_list", "reference"),
    [("new", "NEW"), ("waiting", "ON-IT"), ("mine", "ON-IT"), ("answered", "DONE"), ("held", "HELD")],
)
def test_a_staff_list_shows_its_enquiries(signed_in, desk, officer, staff_list, reference):
    make_enquiry(desk=desk, reference="NEW")
    make_enquiry(desk=desk, reference="ON-IT", state=EnquiryState.WAITING, assigned_to=officer)
    make_enquiry(desk=desk, reference="DONE", state=EnquiryState.ANSWERED)
    make_enquiry(desk=desk, reference="HELD", **HELD)

    assert references_on(signed_in.get(reverse(LIST), {"box": staff_list})) == [reference]


def test_the_staff_lists_have_true_counts(signed_in, desk):
    make_enquiry(desk=desk)
    make_enquiry(desk=desk, **HELD)
    make_enquiry(desk=make_bridge())

    response = signed_in.get(reverse(LIST), {"box": "held", "q": "nothing like it"})

    counts = {staff_list.name: count for staff_list, count in response.context["staff_lists"]}
    assert (counts["todo"], counts["new"], counts["held"], counts["all"]) == (1, 1, 1, 2)
    assert 'href="?box=held" aria-current="page"' in response.content.decode()


@pytest.mark.parametrize("query", ["LCEP-7K3M9Q", "lcep-7k3", "Ada Byron", "Playhouse", "ada@"])
def test_a_search_goes_through_all_staff_lists(signed_in, desk, query):
    make_enquiry(
        desk=desk,
        reference="LCEP-7K3M9Q",
        name="Ada Byron",
        organisation="Playhouse",
        email="ada@enquirer.example",
        state=EnquiryState.ANSWERED,
    )
    make_enquiry(desk=desk)

    assert references_on(signed_in.get(reverse(LIST), {"q": query})) == ["LCEP-7K3M9Q"]


def test_a_row_says_in_words_how_late_its_answer_is(signed_in, desk):
    make_enquiry(desk=desk, due_on=datetime.date(2020, 1, 3), topic=EnquiryTopic.CORRECT, organisation="Playhouse")

    page = text_of(signed_in.get(reverse(LIST)))

    assert "3 Jan 2020" in page
    assert "overdue by" in page
    assert "Nobody yet" in page
    assert "Correction" in page


@pytest.mark.parametrize(
    "query", ["box=atlantis", "box=", "topic__exact=nonsense", "p=zz", "q=%00", "o=99", "message__startswith=a", "e=1"]
)
def test_nonsense_in_the_address_never_breaks_the_inbox(signed_in, desk, query):
    make_enquiry(desk=desk)

    response = signed_in.get(f"{reverse(LIST)}?{query}")

    assert response.status_code in {200, 302, 400}


def test_the_inbox_asks_the_database_the_same_for_one_and_three(signed_in, desk, officer, django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            partnership = make_partnership(bridge=desk)
            make_enquiry(desk=desk, partnership=partnership, assigned_to=officer, state=EnquiryState.WAITING)
        # Session, user, rights of the user and of groups; the staff lists; all, those found, their rows.
        with django_assert_num_queries(9):
            signed_in.get(reverse(LIST))


def test_the_national_desk_sees_whose_desk_an_enquiry_lies_on(client, desk):
    make_enquiry(desk=desk)
    make_enquiry(desk=None)
    client.force_login(make_superuser())

    page = text_of(client.get(reverse(LIST)))

    assert ("Arch" in page, "National desk" in page) == (True, True)


# An enquiry's page.


def test_the_page_shows_the_enquiry_why_it_is_here_and_all_that_happened(signed_in, desk, officer):
    enquiry = make_enquiry(
        desk=desk, message="<script>alert(1)</script>\n\nمرحبا", organisation="<b>Bold</b>", route_reason="It is near."
    )
    enquiry.events.create(kind=EnquiryEventKind.NOTED, by=officer, text="<i>Rang</i> them")
    make_mail(enquiry=enquiry, subject="We have it", to=enquiry.email, state=MailState.SENT, sent_at=timezone.now())
    make_mail(enquiry=enquiry, subject="New enquiry", state=MailState.FAILED, tries=7)

    page = signed_in.get(enquiry.get_admin_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert ("<script>alert" in page, "<b>Bold" in page, "<i>Rang" in page) == (False, False, False)
    assert ("&lt;i&gt;Rang&lt;/i&gt; them" in page, "It is near." in page, "مرحبا" in page) == (True, True, True)
    assert ("We have it" in page, "Given up" in page, "after 7 tries" in page) == (True, True, True)


def test_the_page_says_where_enquiries_like_it_usually_go(signed_in, desk):
    there, elsewhere = (
        make_enquiry(desk=desk, bridge=desk, topic=topic) for topic in (EnquiryTopic.CORRECT, EnquiryTopic.PRESS)
    )

    pages = [text_of(signed_in.get(enquiry.get_admin_url())) for enquiry in (there, elsewhere)]

    assert ["usually go to the national desk" in page for page in pages] == [False, True]


@pytest.mark.parametrize(
    ("has_mails", "words"),
    [
        (False, "so no mail was written: neither the enquirer nor anybody else was told. Too fast"),
        (True, "after the mails listed below had been written. No further mail is written. Too fast"),
    ],
)
def test_the_page_of_one_held_back_says_whether_mails_were_written(signed_in, desk, has_mails, words):
    enquiry = make_enquiry(desk=desk, **HELD)
    if has_mails:
        make_mail(enquiry=enquiry)

    assert f"Held back as suspected spam{'' if has_mails else ','} {words}" in words_of(
        signed_in.get(enquiry.get_admin_url())
    )


def test_who_may_only_look_sees_no_form(client, desk):
    client.force_login(make_officer(desk, permissions=["view_enquiry"]))
    enquiry = make_enquiry(desk=desk)

    response = client.get(enquiry.get_admin_url())

    assert (response.status_code, response.context["forms"]) == (200, {})
    assert "You may look at this enquiry" in text_of(response)


@pytest.mark.parametrize("number", [0, 3])
def test_the_page_asks_the_database_the_same_for_any_number_of_lines(
    signed_in, desk, officer, django_assert_num_queries, number
):
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer)
    for _ in range(number):
        enquiry.events.create(kind=EnquiryEventKind.NOTED, by=officer, text="Note")
        make_mail(enquiry=enquiry)

    with django_assert_num_queries(14):
        signed_in.get(enquiry.get_admin_url())


# The forms on it.

SENT = {
    "assign": {"to": ""},
    "reply": {"words": "Do come.", "outcome": ""},
    "note": {"words": "Rang them"},
    "change_topic": {"topic": "press"},
    "pass_on": {"to": "national", "reason": "Not ours"},
    "close": {"outcome": "joined"},
    "reopen": {"words": ""},
    "release": {},
    "hold_back": {"reason": "Sells pills"},
}
STATE = {"release": HELD, "reopen": {"state": EnquiryState.ANSWERED}}


def make_enquiry_for(action, desk):
    """Make an enquiry on `desk` in a state in which `action` can be done."""
    return make_enquiry(desk=desk, **STATE.get(action, {}))


@pytest.mark.parametrize("action", SENT)
def test_every_form_sends_to_its_address_and_is_done(signed_in, desk, action):
    enquiry = make_enquiry_for(action, desk)
    seen = enquiry.events.create(kind=EnquiryEventKind.RECEIVED)
    page = signed_in.get(enquiry.get_admin_url())

    response = signed_in.post(action_url(enquiry, action), SENT[action] | {"seen": page.context["seen"]})

    assert f'action="{action_url(enquiry, action)}"' in page.content.decode()
    assert (response.status_code, page.context["seen"]) == (302, seen.pk)
    assert response["Location"] == (reverse(LIST) if action == "pass_on" else enquiry.get_admin_url())
    assert enquiry.events.count() > 1


@pytest.mark.parametrize("action", SENT)
def test_another_bridges_officer_finds_no_such_address(client, desk, action):
    client.force_login(make_officer(make_bridge(), permissions=CHANGE))
    enquiry = make_enquiry_for(action, desk)

    response = client.post(action_url(enquiry, action), SENT[action])

    assert (response.status_code, enquiry.events.count()) == (404, 0)


@pytest.mark.parametrize("action", SENT)
def test_who_may_only_look_is_refused(client, desk, action):
    client.force_login(make_officer(desk, permissions=["view_enquiry"]))
    enquiry = make_enquiry_for(action, desk)

    response = client.post(action_url(enquiry, action), SENT[action])

    assert (response.status_code, enquiry.events.count()) == (403, 0)


@pytest.mark.parametrize("action", SENT)
@pytest.mark.parametrize("verb", ["get", "put", "delete"])
def test_an_action_is_only_posted(signed_in, desk, action, verb):
    enquiry = make_enquiry_for(action, desk)

    response = getattr(signed_in, verb)(action_url(enquiry, action))

    assert (response.status_code, response["Allow"], enquiry.events.count()) == (405, "POST", 0)


@pytest.mark.parametrize("action", SENT)
def test_a_stranger_is_sent_to_the_sign_in_page(client, desk, action):
    enquiry = make_enquiry_for(action, desk)

    response = client.post(action_url(enquiry, action), SENT[action])

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("admin:login"))
