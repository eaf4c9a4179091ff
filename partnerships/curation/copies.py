"""The staff lists of working copies: what waits for whom."""

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from partnerships.curation.staff_lists import StaffList
from partnerships.models import WorkingCopy
from partnerships.publishing import workflow
from partnerships.vocabulary.working_copies import CopyState

Copies = QuerySet[WorkingCopy]


def _to_review(copies: Copies, user: User) -> Copies:
    in_review = copies.filter(state=CopyState.IN_REVIEW, publish_at=None).exclude(handed_in_by=user)
    # Somebody else may have changed it meanwhile, and handed it in by that: who began it has a part in it all the same.
    in_review = in_review.exclude(author=user)
    # A count of none() would be none at all, and not 0.
    return in_review if workflow.may_publish(user) else in_review.filter(pk=0)


def _written_by(user: User) -> Q:
    return Q(author=user) | Q(saved_by=user)


STAFF_LISTS: tuple[StaffList[Copies], ...] = (
    StaffList("all", "All", lambda copies, user: copies, is_work=False),
    StaffList("review", "To review", _to_review),
    StaffList("mine", "Yours, being written", lambda copies, user: copies.filter(_written_by(user), state="draft")),
    StaffList("scheduled", "To be published by themselves", lambda copies, user: copies.exclude(publish_at=None)),
    StaffList("failed", "Not published as planned", lambda copies, user: copies.exclude(problem="")),
)
