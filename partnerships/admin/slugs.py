"""Former slugs in the back office, only to look at: entries write them themselves."""

from django.contrib import admin

from partnerships.admin.base import RowLevelAdmin
from partnerships.models import FormerSlug
from partnerships.models.rights import sees_every_bridge


@admin.register(FormerSlug)
class FormerSlugAdmin(RowLevelAdmin):
    # Each is written when the slug of an entry changes, and links from elsewhere depend on it.
    never = ("add", "change")
    list_display = ["slug", "content_type", "object_id"]
    list_filter = ["content_type"]
    list_select_related = ["content_type"]
    search_fields = ["slug"]

    def has_view_permission(self, request, obj=None):
        """Only for national staff: a former slug tells of its entry, whichever Bridge Organisation's it is."""
        return sees_every_bridge(request.user) and super().has_view_permission(request, obj)
