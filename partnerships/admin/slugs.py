"""Former slugs in the back office, only to look at: entries write them themselves."""

from django.contrib import admin

from partnerships.admin.base import RowLevelAdmin
from partnerships.models import FormerSlug


@admin.register(FormerSlug)
class FormerSlugAdmin(RowLevelAdmin):
    # Each is written when the slug of an entry changes, and links from elsewhere depend on it.
    never = ("add", "change")
    # It tells of its entry, whichever Bridge Organisation's that is.
    for_national_staff = True
    list_display = ["slug", "content_type", "object_id"]
    list_filter = ["content_type"]
    search_fields = ["slug"]
