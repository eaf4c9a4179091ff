"""What must be accounted for, in the back office: to look at, for superusers only."""

from django.contrib import admin

from partnerships.admin.mail import ReadOnlyAdmin
from partnerships.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "action", "about", "by"]
    list_filter = ["action"]
    list_select_related = ["by"]
    search_fields = ["action", "about"]
    date_hierarchy = "at"

    def has_module_permission(self, request):
        """Only superusers see that there is such a list."""
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        """Only superusers look at it."""
        return request.user.is_active and request.user.is_superuser
