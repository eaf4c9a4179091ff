"""What colleagues say to one another about a draft or a working copy: never public, and told to the others by mail."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet

from partnerships.models import DraftComment, WorkingCopy
from partnerships.publishing import draft_mails, second_person
from partnerships.text.sentences import name_of


def on(entry: Any) -> QuerySet[DraftComment]:
    """Return the comments on what is not public of `entry` now, the earliest first: those on its copy, if any."""
    comments = DraftComment.objects.about(entry).select_related("by")
    if not second_person.is_public(entry):
        return comments
    copy = WorkingCopy.objects.about(entry).first()
    return comments.filter(at__gte=copy.begun_at) if copy else comments.none()


def may_be_made(entry: Model) -> bool:
    """Return whether there is something of `entry` that is not public."""
    return not second_person.is_public(entry) or WorkingCopy.objects.about(entry).exists()


@transaction.atomic
def add(entry: Any, *, text: str, by: User) -> DraftComment:
    """Keep that `by` says `text` about what is not public of `entry`, and mail it to the others who work on that."""
    comment: DraftComment = DraftComment.objects.create(entry=entry, by=by, text=text)
    copy = WorkingCopy.objects.about(entry).first() if second_person.is_public(entry) else None
    people = _others(entry, copy, by)
    link = draft_mails.page_of(entry, "working_copy" if copy else "change")
    what = f"{name_of(by)} says about {'the working copy of ' if copy else ''}“{entry}”:"
    draft_mails.tell(people, draft_mails.Act(f"Comment: {entry}", what, link, text), by=by)
    return comment


def _others(entry: Any, copy: WorkingCopy | None, by: User) -> list[User]:
    """Return who works on it beside `by`: who wrote, handed in, planned or said something of it; else its reviewers."""
    people = [comment.by for comment in on(entry)]
    if copy:
        people += [copy.author, copy.saved_by, copy.handed_in_by, copy.planned_by]
    else:
        people += [entry.publication_changed_by, second_person.last_writer(entry)]
    others = {person.pk: person for person in people if person and person != by}
    rows: Any = type(entry)._default_manager.filter(pk=entry.pk)
    theirs = [person for person in others.values() if rows.editable_by(person).exists()]
    return theirs or draft_mails.reviewers(second_person.bridge_of(entry))
