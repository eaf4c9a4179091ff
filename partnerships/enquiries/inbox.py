"""The boxes staff sort enquiries into, and how many of a person's enquiries lie in each."""

from django.db.models import Count, Q

from partnerships.curation import staff_lists
from partnerships.curation.staff_lists import StaffList
from partnerships.models import Enquiry, OutgoingMail
from partnerships.vocabulary import EnquiryState, EnquiryTopic, MailState

TO_DO = StaffList("todo", "To do", lambda rows, user: rows.open())
EVERYTHING = StaffList("all", "All", lambda rows, user: rows, is_work=False)
STAFF_LISTS = (
    TO_DO,
    StaffList("new", "New", lambda rows, user: rows.new()),
    StaffList("waiting", "Waiting", lambda rows, user: rows.filter(state=EnquiryState.WAITING)),
    StaffList("overdue", "Overdue", lambda rows, user: rows.overdue()),
    StaffList("mine", "Mine", lambda rows, user: rows.assigned_to(user)),
    StaffList("answered", "Answered", lambda rows, user: rows.filter(state=EnquiryState.ANSWERED), is_work=False),
    StaffList("closed", "Closed", lambda rows, user: rows.filter(state=EnquiryState.CLOSED), is_work=False),
    StaffList("held", "Held back", lambda rows, user: rows.quarantined(), is_work=False),
    EVERYTHING,
)
STAFF_LIST_NAMED = {box.name: box for box in STAFF_LISTS}

# Words short enough for a column.
TOPIC_IN_SHORT = {
    EnquiryTopic.JOIN: "Join",
    EnquiryTopic.START: "Start one",
    EnquiryTopic.SUPPORT: "Support",
    EnquiryTopic.CORRECT: "Correction",
    EnquiryTopic.PRESS: "Press or research",
    EnquiryTopic.OTHER: "Something else",
}
STATE_IN_SHORT = {
    EnquiryState.NEW: "New",
    EnquiryState.WAITING: "Waiting",
    EnquiryState.ANSWERED: "Answered",
    EnquiryState.CLOSED: "Closed",
    EnquiryState.QUARANTINED: "Held back",
}
assert set(TOPIC_IN_SHORT) == set(EnquiryTopic) and set(STATE_IN_SHORT) == set(EnquiryState)


def counts(user) -> dict[str, int]:
    """Return how many enquiries of `user` lie in each box, by the box's name, asked in one query."""
    return staff_lists.counts(STAFF_LISTS, Enquiry.objects.editable_by(user), user)


def mail_counts() -> dict[MailState, int]:
    """Return how many mails have not left yet and how many were given up, asked in one query."""
    return OutgoingMail.objects.aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in (MailState.QUEUED, MailState.FAILED)}
    )
