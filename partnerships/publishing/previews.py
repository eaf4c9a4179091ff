"""Links by which people without an account read an entry that is not published, or a working copy of one that is.

A link is signed, good for 30 days, and bound to its entry and the entry's current `preview_key`. A new key ends all
links.
"""

import datetime
import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import constant_time_compare

from partnerships import audit
from partnerships.models import Partnership, WorkingCopy
from partnerships.models.publishable import Publishable
from partnerships.published_kinds import table
from partnerships.signed_links import ExpiredLink, NotOurLink, SignedLink
from partnerships.vocabulary import AuditAction

PREVIEW_LINK = SignedLink(
    salt="partnerships.draft_previews", max_age=datetime.timedelta(days=30), page="partnerships:draft-preview"
)


def models() -> dict[str, Any]:
    """Return the models of all that is published and has a page, and of copies, by the names that stand in links."""
    kinds: list[Any] = [kind.model for kind in table.publishable_kinds() if kind.page]
    return {str(model._meta.model_name): model for model in [*kinds, WorkingCopy]}


def preview_link(entry: Publishable | WorkingCopy) -> str:
    """Return the full address at which anybody may read `entry` as it is, for 30 days from now."""
    return PREVIEW_LINK.url([entry._meta.model_name, entry.pk, entry.preview_key.hex])


def entry_of(token: str) -> Publishable | WorkingCopy:
    """Return the entry `token` leads to, whatever its publication state, or the working copy.

    Raises ExpiredLink after 30 days or when the links were ended, and NotOurLink for anything we did not sign, and when
    the entry is gone.
    """
    # Links handed out when only partnerships had previews name no kind.
    *named, pk, key = PREVIEW_LINK.read(token)
    model: Any = models().get(named[0]) if named else Partnership
    entry = model._default_manager.filter(pk=pk).first() if model else None
    if entry is None:
        raise NotOurLink
    if not constant_time_compare(entry.preview_key.hex, key):
        raise ExpiredLink
    return entry


@transaction.atomic
def end_links(*, entry: Publishable | WorkingCopy, by: User) -> None:
    """Make every preview link of `entry` handed out so far stop working."""
    entry.preview_key = uuid.uuid4()
    # Not a change of the entry, so no version of it.
    rows: Any = type(entry)._default_manager
    rows.filter(pk=entry.pk).update(preview_key=entry.preview_key)
    audit.record(AuditAction.PREVIEW_LINKS_ENDED, by=by, about=str(entry))
