"""Former addresses in the back office: to look at, since the entries keep them themselves."""

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
        """Say that there is such a list to those who may look at it."""
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        """National staff alone look at it: an address tells of the entry, whosever it is."""
        return sees_every_bridge(request.user) and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        """Nobody adds one: it is written when the address of an entry changes."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes one: links from elsewhere depend on it."""
        return False
