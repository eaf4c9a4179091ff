"""Where a Bridge Organisation wants it, nobody publishes what they had a part in: a second person looks first.

Whoever changed anything of it since the public last saw it wrote it, however little and whoever wrote after them, and
so did who handed it in. Saving without a change makes nobody a writer. Where all officers of the Bridge Organisation
wrote it, national staff publish it.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Model

from partnerships.models import BridgeOrganisation, Revision, WorkingCopy
from partnerships.publishing import draft_mails
from partnerships.text.sentences import listed, name_of
from partnerships.versions import History, changing
from partnerships.versions.kinds import parts_of, version_rows
from partnerships.vocabulary import PublicationState, RevisionKind
from partnerships.vocabulary.working_copies import CopyState

MAX_NAMED = 4
# What whoever may publish is told and when, of one person and of several.
HANDED_IN = ("has been told by mail", "have been told by mail")
ON_HANDING_IN = ("is told by mail when you hand it in", "are told by mail when you hand it in")
ON_HANDING_IN_ANEW = ("is told by mail once it is handed in anew", "are told by mail once it is handed in anew")
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
    if not is_wanted(entry):
        return ""
    told = ON_HANDING_IN
    if entry.publication == PublicationState.IN_REVIEW:
        told = HANDED_IN if _is_as_handed_in(entry, _last_written(entry)) else ON_HANDING_IN_ANEW
    writers = writers_of(entry)
    return _refusal(entry, who_publishes(entry, besides=writers, told=told)) if user.pk in writers else ""


def why_not_copy(user: User, entry: Model, copy: WorkingCopy) -> str:
    """Return in a sentence why `user` may not publish the working `copy` of `entry`; "" if they may."""
    return _refusal(entry, who_publishes_copy(entry, copy, user)) if user.pk in writers_of_copy(entry, copy) else ""


def reviewers(entry: Model, *, besides: Collection[int | None]) -> list[User]:
    """Return who may publish `entry` but those with the keys `besides`: officers of its Bridge, else national staff."""
    others = [person for person in draft_mails.reviewers(bridge_of(entry)) if person.pk not in besides]
    return others or [person for person in draft_mails.reviewers(None) if person.pk not in besides]


def who_publishes(entry: Model, *, besides: Collection[int | None], told: tuple[str, str]) -> str:
    """Return in a sentence who may publish `entry` but `besides`, up to MAX_NAMED by name, and that they are `told`."""
    people = reviewers(entry, besides=besides)
    if not people:
        return "Everybody who may publish it has a part in it: ask for a colleague to be invited who has not."
    named = [name_of(person) for person in people[:MAX_NAMED]]
    if more := len(people) - len(named):
        named.append(f"{more} more")
    is_one = len(named) == 1
    return f"{listed(named)} can publish it, and {told[0] if is_one else told[1]}."


def who_publishes_copy(entry: Model, copy: WorkingCopy, user: User) -> str:
    """Return in a sentence who may publish the working `copy` of `entry` but `user` and who wrote it."""
    told = HANDED_IN if copy.state == CopyState.IN_REVIEW else ON_HANDING_IN
    return who_publishes(entry, besides={user.pk, *writers_of_copy(entry, copy)}, told=told)


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


def writers_of(entry: Any) -> set[int | None]:
    """Return the keys of who had a part in `entry`, which is not public, since it last was; none where nobody asks."""
    if not is_wanted(entry):
        return set()
    history = History(type(entry), entry.pk)
    public = version_rows(type(entry)).filter(id=entry.pk, publication=PublicationState.PUBLISHED)
    since = public.aggregate(last=Max("revision"))["last"] or 0
    acts = Revision.objects.filter(pk__in=[key for key in history.keys if key > since], kind__in=_WRITING)
    written = dict(acts.filter(by__isnull=False).values_list("pk", "by"))
    writers: set[int | None] = {written[key] for key in changing(history, written)}
    if entry.publication == PublicationState.IN_REVIEW and _is_as_handed_in(entry, _last_written(entry)):
        writers.add(entry.publication_changed_by_id)
    return writers


def writers_of_copy(entry: Model, copy: WorkingCopy) -> set[int | None]:
    """Return the keys of who had a part in the working `copy` of `entry`; none where nobody asks."""
    if not is_wanted(entry):
        return set()
    return {*copy.writers, *([copy.handed_in_by_id] if copy.state == CopyState.IN_REVIEW else [])}


def _refusal(entry: Model, who: str) -> str:
    wants = f"{bridge_of(entry)} wants a second person to look at it first"
    return f"You wrote in this or handed it in, and {wants}. {who}"


def _is_as_handed_in(entry: Any, written: Revision | None) -> bool:
    """Whether nobody wrote in `entry`, which is in review, after it was handed in."""
    at = entry.publication_changed_at
    return at is not None and (written is None or at >= written.at)


def _last_written(entry: Model) -> Revision | None:
    model = type(entry)
    rows = [version_rows(model).filter(id=entry.pk)]
    rows += [version_rows(part.model).filter(**{part.owner_key: entry.pk}) for part in parts_of(model)]
    written = Revision.objects.filter(kind__in=_WRITING, by__isnull=False)
    last = [written.filter(pk__in=each.order_by().values("revision")).first() for each in rows]
    return max(filter(None, last), key=lambda revision: revision.pk, default=None)
