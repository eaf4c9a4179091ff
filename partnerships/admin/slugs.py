"""Former addresses in the back office: to look at, since the entries keep them themselves."""

from django.contrib import admin

from partnerships.models import FormerSlug


@admin.register(FormerSlug)
class FormerSlugAdmin(admin.ModelAdmin):
    list_display = ["slug", "content_type", "object_id"]
    list_filter = ["content_type"]
    list_select_related = ["content_type"]
    search_fields = ["slug"]

    def has_add_permission(self, request):
        """Nobody adds one: it is written when the address of an entry changes."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nobody changes one: links from elsewhere depend on it."""
        return False
