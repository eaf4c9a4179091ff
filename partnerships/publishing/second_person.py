"""Where a Bridge Organisation wants it, nobody publishes what they wrote themselves: a second person looks first."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Model

from partnerships.models import BridgeOrganisation, Revision, WorkingCopy
from partnerships.publishing import draft_mails
from partnerships.text.sentences import listed, name_of
from partnerships.versions.kinds import parts_of, version_rows
from partnerships.vocabulary import PublicationState, RevisionKind
from partnerships.vocabulary.working_copies import CopyState

MAX_NAMED = 4
# The acts by which somebody writes an entry. Of what partnerships propose, staff are the second person.
_WRITING = (RevisionKind.EDIT, RevisionKind.RESTORE, RevisionKind.IMPORT, RevisionKind.TOGETHER)


def bridge_of(entry: Any) -> BridgeOrganisation | None:
    """Return the Bridge Organisation that `entry` belongs to; None for what is national."""
    if isinstance(entry, BridgeOrganisation):
        return entry
    return getattr(getattr(entry, "partnership", None) or entry, "bridge", None)


def is_wanted(entry: Model) -> bool:
    """Return whether what `entry` says is published only by somebody who did not write it."""
    bridge = bridge_of(entry)
    return bridge is not None and bridge.needs_second_person


def names_of_wanting() -> dict[int, str]:
    """Return the names of the Bridge Organisations that want a second person, by their keys."""
    return dict(BridgeOrganisation.objects.filter(needs_second_person=True).values_list("pk", "name"))


def is_public(entry: Any) -> bool:
    """Return whether the public sees `entry`."""
    return isinstance(entry, BridgeOrganisation) or entry.is_published


def why_not(user: User, entry: Any) -> str:
    """Return in a sentence why `user` may not publish what they see of `entry`, which is not public; "" if they may."""
    is_handed_in = entry.publication == PublicationState.IN_REVIEW
    return _why_not(user, entry, _writers(entry), is_handed_in) if is_wanted(entry) else ""


def why_not_copy(user: User, entry: Model, copy: WorkingCopy) -> str:
    """Return in a sentence why `user` may not publish the working `copy` of `entry`; "" if they may."""
    is_handed_in = copy.state == CopyState.IN_REVIEW
    writers = {copy.saved_by_id, copy.handed_in_by_id if is_handed_in else None}
    return _why_not(user, entry, writers, is_handed_in) if is_wanted(entry) else ""


def reviewers(entry: Model, *, besides: User) -> list[User]:
    """Return who may publish `entry` but `besides`: officers of its Bridge Organisation, else national staff."""
    others = [person for person in draft_mails.reviewers(bridge_of(entry)) if person != besides]
    return others or [person for person in draft_mails.reviewers(None) if person != besides]


def who_publishes(entry: Model, *, besides: User, is_handed_in: bool) -> str:
    """Return in a sentence who may publish `entry` but `besides`, up to MAX_NAMED by name, and that they are told."""
    people = reviewers(entry, besides=besides)
    named = [name_of(person) for person in people[:MAX_NAMED]]
    if more := len(people) - len(named):
        named.append(f"{more} more")
    is_one = len(named) == 1
    then = ("has" if is_one else "have") if is_handed_in else ("is" if is_one else "are")
    told = f"{then} been told by mail." if is_handed_in else f"{then} told by mail when you hand it in."
    return f"{listed(named or ['National staff'])} can publish it, and {told}"


def last_writer(entry: Model) -> User | None:
    """Return who wrote last in `entry`; None when nobody did, or the account is gone."""
    written = _last_written(entry)
    return written.by if written else None


def is_changed_since_planned(entry: Model) -> bool:
    """Return whether somebody wrote in `entry` after it was planned to be published, so that nobody else has seen it.

    Only where a second person is wanted.
    """
    if not is_wanted(entry):
        return False
    planned = Revision.objects.filter(pk__in=version_rows(type(entry)).filter(id=entry.pk).values("revision"))
    last_planned = planned.filter(kind=RevisionKind.PUBLICATION).aggregate(last=Max("pk"))["last"] or 0
    written = _last_written(entry)
    return written is not None and written.pk > last_planned


def _why_not(user: User, entry: Model, writers: Iterable[int | None], is_handed_in: bool) -> str:
    if user.pk not in writers:
        return ""
    who = who_publishes(entry, besides=user, is_handed_in=is_handed_in)
    return f"You wrote this or handed it in, and {bridge_of(entry)} wants a second person to look at it first. {who}"


def _writers(entry: Any) -> set[int | None]:
    """Return the keys of who wrote last in `entry`, and who handed it in after that."""
    written = _last_written(entry)
    writers = {written.by_id} if written else set()
    handed_in_at = entry.publication_changed_at if entry.publication == PublicationState.IN_REVIEW else None
    if handed_in_at and (written is None or handed_in_at >= written.at):
        writers.add(entry.publication_changed_by_id)
    return writers


def _last_written(entry: Model) -> Revision | None:
    model = type(entry)
    rows = [version_rows(model).filter(id=entry.pk)]
    rows += [version_rows(part.model).filter(**{part.owner_key: entry.pk}) for part in parts_of(model)]
    written = Revision.objects.filter(kind__in=_WRITING, by__isnull=False)
    last = [written.filter(pk__in=each.order_by().values("revision")).first() for each in rows]
    return max(filter(None, last), key=lambda revision: revision.pk, default=None)
