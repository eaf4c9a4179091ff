"""Former slugs in the back office, only to look at: entries write them themselves."""

from django.contrib import admin

from partnerships.models import FormerSlug
from partnerships.models.rights import sees_every_bridge


@admin.register(FormerSlug)
class FormerSlugAdmin(admin.ModelAdmin):
    list_display = ["slug", "content_type", "object_id"]
    list_filter = ["content_type"]
    list_select_related = ["content_type"]
    search_fields = ["slug"]

    def has_module_permission(self, request):
        """Show the list in the menu to those who may look at it."""
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        """Only for national staff: a former slug tells of its entry, whichever Bridge Organisation's it is."""
        return sees_every_bridge(request.user) and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        """Nobody adds one: it is written when the slug of an entry changes."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes one: links from elsewhere depend on it."""
        return False
