"""What admin classes of entries are made of: versions, edits that do not cross, deletion that explains itself."""

from partnerships.admin.base import SearchedAdmin
from partnerships.admin.concurrent_edits import ConcurrentEdits
from partnerships.admin.deleting import ExplainedDeletion
from partnerships.admin.publishing import PublishableAdmin
from partnerships.admin.versions import VersionedAdmin


class EntryAdmin(ConcurrentEdits, VersionedAdmin, ExplainedDeletion, SearchedAdmin):
    """An admin class of entries with versions (partnerships/versions)."""


class PublishedEntryAdmin(PublishableAdmin, EntryAdmin):
    """An admin class of entries with versions that are published."""
