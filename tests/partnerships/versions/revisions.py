"""What the tests of versions ask: the latest revision, what an entry was, and what differs between two revisions."""

from django.contrib.auth.models import User
from django.db.models import Model

from partnerships import versions
from partnerships.models import Revision
from partnerships.versions.differences import Difference
from partnerships.versions.histories import Content


def latest() -> Revision:
    return Revision.objects.latest("pk")


def content(entry: Model, revision: Revision) -> Content:
    """Return what `entry` and its parts were after `revision`."""
    return versions.History(type(entry), entry.pk).at(revision.pk)


def differences(entry: Model, older: Revision, newer: Revision, viewer: User | None = None) -> list[Difference]:
    """Return what differs in `entry` between two of its revisions."""
    return versions.differences_between(type(entry), content(entry, older), content(entry, newer), viewer)
