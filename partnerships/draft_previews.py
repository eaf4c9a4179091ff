"""Links to entries that are not published, for people without an account: to read a draft before it is seen by all.

A link is signed, good for 30 days, and bound to its entry and to the key of that moment. A new key ends all links.
"""

import datetime
import uuid

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from partnerships import audit
from partnerships.models import Partnership

SALT = "partnerships.draft_previews"
GOOD_FOR = datetime.timedelta(days=30)


class NoSuchPreview(Exception):
    """The link was never made here, or its entry is gone."""


class PreviewEnded(Exception):
    """The link was ours, but it is too old or was ended."""


def preview_link(partnership: Partnership) -> str:
    """Return the full address at which anybody may read `partnership` as it is, from now on for 30 days."""
    token = signing.dumps([partnership.pk, partnership.preview_key.hex], salt=SALT)
    return settings.SITE_URL + reverse("partnerships:draft-preview", args=[token])


def partnership_of(token: str) -> Partnership:
    """Return the entry `token` leads to, ready for its page, in whatever state it is.

    Raises PreviewEnded after 30 days or when the links were ended, and NoSuchPreview for anything we did not sign.
    """
    try:
        pk, key = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise PreviewEnded from None
    except signing.BadSignature:
        raise NoSuchPreview from None
    partnership = Partnership.objects.for_entry().filter(pk=pk).first()
    if partnership is None:
        raise NoSuchPreview
    if not constant_time_compare(partnership.preview_key.hex, key):
        raise PreviewEnded
    return partnership


@transaction.atomic
def end_links(*, partnership: Partnership, by) -> None:
    """Make every link to a preview of `partnership` that was handed out so far stop working."""
    partnership.preview_key = uuid.uuid4()
    # Not a change of the entry, so no version of it.
    Partnership.objects.filter(pk=partnership.pk).update(preview_key=partnership.preview_key)
    audit.record("Preview links ended", by=by, about=str(partnership))
