"""Where a second person is wanted, nobody changes at once what the public sees: the rule, and the last line of it.

Forms and pages ask `must_ask` and say what to do instead. Whatever forgot to is stopped where its version is kept: a
new way to write is refused until it is said here why one person may.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from partnerships.models import BridgeOrganisation, Revision
from partnerships.models.enquiries import answers_for_everybody
from partnerships.models.versions import NOT_VERSIONED, OpenRevision
from partnerships.publishing import second_person
from partnerships.text.sentences import listed
from partnerships.versions.kinds import columns, owner_keys, version_rows, versioned_models
from partnerships.vocabulary import RevisionKind

# The acts that one person may do at once with what is public, or take back, each with the reason why.
ONE_PERSON = {
    RevisionKind.PUBLICATION: "The steps look for the second person themselves, and hiding must not wait for one.",
    RevisionKind.PROPOSAL: "The partnership wrote it: staff who accept it are the second person.",
    RevisionKind.MEMBER: "The organisation asked for it: staff who agree are the second person.",
    RevisionKind.CHECK: "It changes only when and by whom it was checked, and no word, date or source of what it says.",
    RevisionKind.MERGE: "The entry has the same members as before; the national list calls one of them otherwise.",
    RevisionKind.LOAD: "The site itself does it, of the committed data.",
    RevisionKind.COUNCILS: "The site itself does it, when the law has changed councils.",
}
IN_WORDS = "It is public, and {} wants a second person to look first: change it in a working copy of {}."
MAX_NAMED = 20
# What is on the form of an entry and nobody is shown: it says where enquiries go.
NOT_SHOWN = NOT_VERSIONED | {"takes_enquiries"}


class SecondPersonWanted(PermissionDenied):
    """What the public sees would have been changed by one person; the message says what to do instead."""


def must_ask(user: User, entry: Any) -> bool:
    """Return whether `user` may not change at once what the public sees of `entry`: a second person is wanted.

    The national desk changes Bridge Organisations at once: it decides who is asked in whose.
    """
    bridge = second_person.bridge_of(entry)
    if bridge is None or not bridge.needs_second_person or not second_person.is_public(entry):
        return False
    return not (isinstance(entry, BridgeOrganisation) and answers_for_everybody(user))


def refusal(entry: Any) -> str:
    """Return in a sentence why `entry` is not changed at once, and what to do."""
    return IN_WORDS.format(second_person.bridge_of(entry), entry)


def refused_rows(rows: Iterable[Any], user: User, known: dict[Any, Any] | None = None) -> list[Any]:
    """Return the entries in `rows`, or that one of these is a part of, about which `user` must ask a second person.

    What is `known` of the entries that the rows are parts of is not looked up again.
    """
    known, found = {} if known is None else known, {}
    for row in rows:
        if _may_be_public(row) and must_ask(user, row):
            found[type(row), row.pk] = row
        for model, key in owner_keys(row):
            if (model, key) not in known:
                entry = model._base_manager.filter(pk=key).first()
                is_refused = entry is not None and _may_be_public(entry) and must_ask(user, entry)
                known[model, key] = entry if is_refused else None
            if known[model, key] is not None:
                found[model, key] = known[model, key]
    return list(found.values())


def why_not_undo(revision: Revision, user: User) -> list[str]:
    """Return in sentences why `user` may not take back at once what `revision` did; none when they may."""
    if revision.kind in ONE_PERSON or not second_person.names_of_wanting():
        return []
    rows = []
    for model in versioned_models():
        keys = version_rows(model).filter(revision__in=revision.of_act.order_by().values("pk")).order_by().values("id")
        rows += list(model._base_manager.filter(pk__in=keys))
    entries = refused_rows(rows, user)
    more = len(entries) - MAX_NAMED
    reasons = [refusal(entry) for entry in entries[:MAX_NAMED]]
    return [*reasons, *([f"And {more} more."] if more > 0 else [])]


def refuse(version: Any, revision: OpenRevision) -> None:
    """Raise SecondPersonWanted when a version is kept of what the public sees, written at once by one person."""
    if revision.by is None or revision.act in ONE_PERSON:
        return
    known = revision.known
    if "wanting" not in known:
        known["wanting"] = BridgeOrganisation.objects.filter(needs_second_person=True).exists()
    if not known["wanting"] or _shows_the_same(version):
        return
    if entries := refused_rows([version.instance], revision.by, known):
        names = listed(str(second_person.bridge_of(entry)) for entry in entries)
        raise SecondPersonWanted(IN_WORDS.format(names, listed(str(entry) for entry in entries)))


def _shows_the_same(version: Any) -> bool:
    """Whether the row was saved with nothing changed that anybody is shown."""
    before = version_rows(version.instance_type).filter(id=version.id).first()
    fields = [field.attname for field in columns(version.instance_type) if field.name not in NOT_SHOWN]
    is_kept = before is not None and before.history_type != "-" and version.history_type == "~"
    return is_kept and all(getattr(before, name) == getattr(version, name) for name in fields)


def _may_be_public(row: Any) -> bool:
    return isinstance(row, BridgeOrganisation) or hasattr(row, "is_published")
