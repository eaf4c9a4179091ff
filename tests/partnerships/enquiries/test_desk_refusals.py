"""What staff cannot do with an enquiry: as it stands, without text, upon an old page, or when it is not theirs."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries.desk import (
    AlreadyClosed,
    AlreadyThere,
    HeldBack,
    MovedMeanwhile,
    NobodyToAnswer,
    NothingToSay,
    StillOpen,
)
from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState, EnquiryTopic
from tests.factories import make_bridge, make_enquiry, make_officer
from tests.partnerships.conftest import CHANGE

pytestmark = pytest.mark.django_db
CLOSED = {"state": EnquiryState.CLOSED, "closed_at": timezone.now(), "outcome": EnquiryOutcome.NO_REPLY}
HELD = {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"}
TEXT = {"text": "Text"}
ACTIONS = {
    "assign": {"to": None},
    "reply": TEXT,
    "note": TEXT,
    "change_topic": {"topic": EnquiryTopic.PRESS},
    "pass_on": {"to": None, "reason": "Reason"},
    "close": {"outcome": EnquiryOutcome.SPAM},
    "reopen": {},
    "release": {},
    "hold_back": {"reason": "Reason"},
    "record_member": {"text": "Text", "is_last": True},
}


def do(action, enquiry, by, **values):
    """Do `action` with usual values."""
    return getattr(enquiry_desk, action)(enquiry=enquiry, by=by, **ACTIONS[action] | values)


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"note", "reopen", "release"}))
def test_a_closed_enquiry_has_to_be_opened_first(desk, officer, action):
    with pytest.raises(AlreadyClosed):
        do(action, make_enquiry(desk=desk, **CLOSED), officer)


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"note", "close", "release"}))
def test_an_enquiry_held_back_has_to_be_released_first(desk, officer, action):
    with pytest.raises(HeldBack):
        do(action, make_enquiry(desk=desk, **HELD), officer)


@pytest.mark.parametrize("action", ["reopen", "release"])
def test_what_is_open_is_neither_opened_again_nor_released(desk, officer, action):
    with pytest.raises(StillOpen):
        do(action, make_enquiry(desk=desk), officer)


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("reply", {"text": " \n"}),
        ("note", {"text": ""}),
        ("pass_on", {"reason": " "}),
        ("hold_back", {"reason": ""}),
    ],
)
def test_what_needs_text_is_refused_without(desk, officer, action, values):
    with pytest.raises(NothingToSay):
        do(action, make_enquiry(desk=desk), officer, **values)


def test_nothing_is_moved_to_where_it_is(desk, officer):
    enquiry = make_enquiry(desk=desk, topic=EnquiryTopic.PRESS)

    with pytest.raises(AlreadyThere):
        do("change_topic", enquiry, officer)
    with pytest.raises(AlreadyThere):
        do("pass_on", enquiry, officer, to=desk)


@pytest.mark.parametrize("action", ["reply", "record_member"])
def test_nobody_is_answered_whose_details_have_been_removed(desk, officer, action):
    gone = {"name": "", "email": "", "message": "", "organisation": "", "anonymised_at": timezone.now()}

    with pytest.raises(NobodyToAnswer):
        do(action, make_enquiry(desk=desk, **gone), officer)


@pytest.mark.parametrize("action", ACTIONS)
def test_another_desks_enquiry_does_not_exist_for_any_action(action):
    stranger = make_officer(make_bridge(), permissions=CHANGE)
    enquiry = make_enquiry(desk=make_bridge(), **(HELD if action == "release" else {}))

    with pytest.raises(Enquiry.DoesNotExist):
        do(action, enquiry, stranger)

    assert enquiry.events.count() == 0


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_is_done_upon_a_page_that_is_out_of_date(desk, officer, action):
    state = {"release": HELD, "reopen": CLOSED}.get(action, {})
    enquiry = make_enquiry(desk=desk, **state)
    seen = enquiry_desk.note(enquiry=enquiry, text="Seen", by=officer).events.get()
    colleague = make_officer(desk, permissions=CHANGE)
    enquiry_desk.note(enquiry=enquiry, text="Not seen", by=colleague)

    with pytest.raises(MovedMeanwhile) as refused:
        do(action, enquiry, officer, seen=seen.pk)

    assert (refused.value.event.by, refused.value.event.text) == (colleague, "Not seen")
    assert (enquiry.events.count(), enquiry.mails.count()) == (2, 0)


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"release", "reopen"}))
def test_an_action_upon_an_up_to_date_page_is_done(desk, officer, action):
    enquiry = make_enquiry(desk=desk)
    seen = enquiry.events.create(kind=EnquiryEventKind.RECEIVED)

    do(action, enquiry, officer, seen=seen.pk)

    assert enquiry.events.count() > 1


@pytest.mark.postgresql  # SQLite lets in one write at a time, and its test database is not shared.
@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_the_same_moment_one_leaves(desk):
    officers = [make_officer(desk, permissions=CHANGE) for _ in range(2)]
    enquiry = make_enquiry(desk=desk)
    seen, start, refused = enquiry.events.create(kind=EnquiryEventKind.RECEIVED), Barrier(2), []

    def answer(by):
        start.wait()
        try:
            enquiry_desk.reply(enquiry=enquiry, text="Yes", by=by, seen=seen.pk)
        except MovedMeanwhile as error:
            refused.append(error.event.kind)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[officer]) for officer in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (refused, enquiry.mails.count(), enquiry.events.count()) == ([EnquiryEventKind.REPLIED], 1, 2)
