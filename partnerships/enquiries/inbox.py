"""The lists staff sort enquiries into, and how many of a person's enquiries are in each."""

from django.contrib.auth.models import User
from django.db.models import Count, Q

from partnerships.curation import staff_lists
from partnerships.curation.staff_lists import StaffList
from partnerships.models import Enquiry, OutgoingMail
from partnerships.models.enquiries import EnquiryQuerySet
from partnerships.vocabulary import EnquiryState, EnquiryTopic, MailState

TO_DO: "StaffList[EnquiryQuerySet]" = StaffList("todo", "To do", lambda rows, user: rows.open())
EVERYTHING: "StaffList[EnquiryQuerySet]" = StaffList("all", "All", lambda rows, user: rows, is_work=False)
STAFF_LISTS: "tuple[StaffList[EnquiryQuerySet], ...]" = (
    TO_DO,
    StaffList("new", "New", lambda rows, user: rows.new()),
    StaffList("waiting", "Waiting", lambda rows, user: rows.filter(state=EnquiryState.WAITING)),
    StaffList("overdue", "Overdue", lambda rows, user: rows.overdue()),
    StaffList("quiet", "Gone quiet", lambda rows, user: rows.gone_quiet()),
    StaffList("mine", "Mine", lambda rows, user: rows.assigned_to(user)),
    StaffList("answered", "Answered", lambda rows, user: rows.filter(state=EnquiryState.ANSWERED), is_work=False),
    StaffList("closed", "Closed", lambda rows, user: rows.filter(state=EnquiryState.CLOSED), is_work=False),
    StaffList("held", "Held back", lambda rows, user: rows.quarantined(), is_work=False),
    EVERYTHING,
)
STAFF_LIST_NAMED = {staff_list.name: staff_list for staff_list in STAFF_LISTS}

# Labels short enough for a column.
TOPIC_IN_SHORT: dict[str, str] = dict(EnquiryTopic.choices) | {
    EnquiryTopic.JOIN: "Join",
    EnquiryTopic.START: "Start one",
    EnquiryTopic.SUPPORT: "Support",
    EnquiryTopic.CORRECT: "Correction",
    EnquiryTopic.REMOVE: "Removal",
    EnquiryTopic.COMPLAIN: "Data complaint",
}
STATE_IN_SHORT: dict[str, str] = dict(EnquiryState.choices) | {
    EnquiryState.WAITING: "Waiting",
    EnquiryState.QUARANTINED: "Held back",
}


def counts(user: User) -> dict[str, int]:
    """Return how many enquiries of `user` are in each staff list, by the list's name, as `staff_lists.counts` does."""
    return staff_lists.counts(STAFF_LISTS, Enquiry.objects.editable_by(user), user)


def mail_counts() -> dict[str, int]:
    """Return how many mails have not left yet and how many were given up, by state, asked in one query."""
    return OutgoingMail.objects.aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in (MailState.QUEUED, MailState.FAILED)}
    )
