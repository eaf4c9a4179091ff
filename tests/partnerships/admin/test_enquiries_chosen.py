"""The same done to several enquiries that were chosen in the inbox."""

import html
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState
from tests.factories import make_bridge, make_enquiry, make_officer
from tests.partnerships.conftest import CHANGE
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = reverse("admin:partnerships_enquiry_changelist")
HELD = {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"}


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def choose(client, action, *enquiries, query="?box=all"):
    """Choose enquiries on the list, and return the page that shows them once more."""
    chosen = [str(enquiry.pk) for enquiry in enquiries]
    return client.post(f"{LIST}{query}", {"action": f"{action}_chosen", "_selected_action": chosen})


def carry_out(client, page, **answers):
    """Fill in the page that shows the chosen ones and press its button."""
    address = re.search(r'action="([^"]+/several/[^"]+)"', page.text)[1]
    hidden = {name: re.findall(rf'name="{name}" value="([^"]*)"', page.text) for name in ("enquiry", "list")}
    return client.post(address, {name: [*map(html.unescape, values)] for name, values in hidden.items()} | answers)


def last_events():
    """Return the kind, user and words of the last event of each enquiry, by its reference."""
    return {
        enquiry.reference: enquiry.events.order_by("pk").values_list("kind", "by__username", "text").last()
        for enquiry in Enquiry.objects.all()
    }


@pytest.fixture
def three(desk):
    """Three enquiries of the desk, one of which is held back."""
    made = [make_enquiry(desk=desk, reference=reference) for reference in ("ONE", "TWO")]
    return [*made, make_enquiry(desk=desk, reference="HELD", **HELD)]


def test_several_are_closed_with_one_outcome_and_each_tells_so(signed_in, officer, three):
    page = choose(signed_in, "close", *three, query="?box=all&o=2")

    response = carry_out(signed_in, page, outcome=EnquiryOutcome.NO_REPLY)

    assert response["Location"] == f"{LIST}?box=all&o=2"
    closed = (EnquiryEventKind.CLOSED, officer.username, EnquiryOutcome.NO_REPLY.label)
    assert last_events() == {"ONE": closed, "TWO": closed, "HELD": closed}
    assert set(Enquiry.objects.values_list("state", flat=True)) == {EnquiryState.CLOSED}
    assert LogEntry.objects.count() == 3


def test_spam_is_held_back_with_its_reason_and_what_is_held_is_left(signed_in, three):
    page = choose(signed_in, "hold_back", *three)

    assert "Will be left as it is. This enquiry is held back as suspected spam" in words_of(page)
    response = carry_out(signed_in, page, reason="Sells pills")

    assert "2 enquiries: Held back with the suspected spam." in words_of(signed_in.get(response["Location"]))
    assert [*Enquiry.objects.order_by("reference").values_list("reference", "suspicions")] == [
        ("HELD", "Too fast"),
        ("ONE", "Sells pills"),
        ("TWO", "Sells pills"),
    ]


def test_what_is_not_spam_is_released_and_its_mails_leave(signed_in, three):
    carry_out(signed_in, choose(signed_in, "release", *three))

    held = Enquiry.objects.get(reference="HELD")
    assert (held.state, held.suspicions, held.mails.count() > 0) == (EnquiryState.NEW, "", True)
    assert Enquiry.objects.get(reference="ONE").events.count() == 0


def test_several_are_assigned_to_who_answers_for_their_desk(signed_in, desk, officer, three):
    colleague = make_officer(desk, permissions=CHANGE)
    page = choose(signed_in, "assign", *three)
    assert page.context["form"]["to"].value() == officer.pk

    carry_out(signed_in, page, to=colleague.pk)

    assert dict(Enquiry.objects.values_list("reference", "assigned_to")) == {
        "ONE": colleague.pk,
        "TWO": colleague.pk,
        "HELD": None,
    }


def test_who_answers_for_one_desk_only_is_not_given_those_of_another(client, desk, officer):
    client.force_login(make_officer(permissions=[*CHANGE, "answer_for_national_desk"]))
    theirs = make_enquiry(desk=desk, reference="THEIRS")
    page = choose(client, "assign", theirs, make_enquiry(desk=None, reference="NATIONAL"))

    response = carry_out(client, page, to=officer.pk)

    assert dict(Enquiry.objects.values_list("reference", "assigned_to")) == {"THEIRS": officer.pk, "NATIONAL": None}
    words = words_of(client.get(response["Location"]))
    assert "NATIONAL was left as it is. Select somebody who answers for this desk." in words


@pytest.mark.parametrize(
    ("action", "refusal"), [("close", "Select how it ended"), ("hold_back", "Enter why you think it is spam")]
)
def test_what_is_not_filled_in_is_asked_again_and_nothing_is_done(signed_in, three, action, refusal):
    page = carry_out(signed_in, choose(signed_in, action, *three))

    assert (page.status_code, refusal in words_of(page)) == (200, True)
    assert 'name="list" value="box=all"' in page.text
    assert set(last_events().values()) == {None}


def test_one_that_something_has_happened_to_meanwhile_is_left(signed_in, three):
    page = choose(signed_in, "close", *three)
    three[0].events.create(kind=EnquiryEventKind.NOTED, text="Wait")

    carry_out(signed_in, page, outcome=EnquiryOutcome.NO_REPLY)

    assert dict(Enquiry.objects.values_list("reference", "state")) == {
        "ONE": EnquiryState.NEW,
        "TWO": EnquiryState.CLOSED,
        "HELD": EnquiryState.CLOSED,
    }


def test_another_desks_enquiries_cannot_be_chosen_nor_sent(signed_in, desk):
    own, other = make_enquiry(desk=desk), make_enquiry(desk=make_bridge(), reference="OTHER")
    page = choose(signed_in, "close", own, other)
    assert "OTHER" not in page.text

    address = reverse("admin:partnerships_enquiry_close_several")
    signed_in.post(address, {"enquiry": [f"{own.pk}:0", f"{other.pk}:0"], "outcome": EnquiryOutcome.NO_REPLY})

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == (EnquiryState.CLOSED, EnquiryState.NEW)


def test_who_may_only_look_is_offered_none_of_it_and_refused(client, desk):
    client.force_login(make_officer(desk, permissions=["view_enquiry"]))
    enquiry = make_enquiry(desk=desk)

    assert "close_chosen" not in client.get(LIST).text
    address = reverse("admin:partnerships_enquiry_close_several")
    assert client.post(address, {"enquiry": f"{enquiry.pk}:0", "outcome": "none"}).status_code == 403


@pytest.mark.parametrize("nonsense", [{}, {"enquiry": ["", "x:y", f"{10**30}:1"]}, {"list": "box=held"}])
def test_nonsense_does_nothing(signed_in, three, nonsense):
    response = signed_in.post(reverse("admin:partnerships_enquiry_close_several"), nonsense)

    assert "Nothing was done" in words_of(signed_in.get(response["Location"]))
    assert set(last_events().values()) == {None}


def test_the_page_asks_the_database_the_same_for_one_and_three(signed_in, desk, three):
    counts = []
    for chosen in (three[:1], three):
        with CaptureQueriesContext(connection) as queries:
            choose(signed_in, "close", *chosen)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_where_nothing_can_be_done_it_says_so_once(signed_in, three):
    words = "Nothing can be done with any of these here."

    assert words_of(choose(signed_in, "release", *three[:2])).count(words) == 1
    assert words not in words_of(choose(signed_in, "release", *three))
    assert words not in words_of(choose(signed_in, "release"))
