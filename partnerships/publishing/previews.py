"""Links by which people without an account read an entry that is not published.

A link is signed, good for 30 days, and bound to its entry and the entry's current `preview_key`. A new key ends all
links.
"""

import datetime
import uuid

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from partnerships import audit
from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, Resource
from partnerships.models.publishable import Publishable
from partnerships.vocabulary import AuditAction

SALT = "partnerships.draft_previews"
MAX_AGE = datetime.timedelta(days=30)
# Everything that is published and has a page.
KINDS: dict[str, type[Publishable]] = {
    str(model._meta.model_name): model for model in (Partnership, CaseStudy, NewsItem, Programme, Question, Resource)
}


class NoSuchPreview(Exception):
    """The link was never made here, or its entry is gone."""


class PreviewEnded(Exception):
    """The link was ours, but it is too old or was ended."""


def token_for(entry: Publishable) -> str:
    """Return the signed token of `entry` that stands in the address of its preview."""
    return signing.dumps([entry._meta.model_name, entry.pk, entry.preview_key.hex], salt=SALT)


def preview_link(entry: Publishable) -> str:
    """Return the full address at which anybody may read `entry` as it is, for 30 days from now."""
    return settings.SITE_URL + reverse("partnerships:draft-preview", args=[token_for(entry)])


def entry_of(token: str) -> Publishable:
    """Return the entry `token` leads to, whatever its publication state.

    Raises PreviewEnded after 30 days or when the links were ended, and NoSuchPreview for anything we did not sign.
    """
    try:
        # Links handed out when only partnerships had previews name no kind.
        *named, pk, key = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.SignatureExpired:
        raise PreviewEnded from None
    except signing.BadSignature:
        raise NoSuchPreview from None
    model = KINDS[named[0]] if named else Partnership
    entry = model._default_manager.filter(pk=pk).first()
    if entry is None:
        raise NoSuchPreview
    if not constant_time_compare(entry.preview_key.hex, key):
        raise PreviewEnded
    return entry


@transaction.atomic
def end_links(*, entry: Publishable, by: User) -> None:
    """Make every preview link of `entry` handed out so far stop working."""
    entry.preview_key = uuid.uuid4()
    # Not a change of the entry, so no version of it.
    type(entry)._default_manager.filter(pk=entry.pk).update(preview_key=entry.preview_key)
    audit.record(AuditAction.PREVIEW_LINKS_ENDED, by=by, about=str(entry))
