"""The ways to the pages that merge member organisations, and who may delete one."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path, reverse

from members.models import MemberOrganisation
from members.organisations import likely_pairs
from members.views import merging


class MergingTools:
    """For the admin class of member organisations: two pages and an action."""

    actions = ["merge_two"]
    change_list_template = "admin/members/memberorganisation/change_list.html"

    def get_urls(self):
        """Add the pages about organisations that are here twice, before Django's own."""
        pages = {"duplicates": merging.duplicates, "merge": merging.merge}
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"members_memberorganisation_{name}")
            for name, view in pages.items()
        ]
        return own + super().get_urls()

    def has_delete_permission(self, request, obj=None):
        """Whether they may delete it: only those who may work with all its memberships, which would go with it."""
        may = super().has_delete_permission(request, obj)
        if obj is None or not may:
            return may
        editable = obj.memberships.editable_by(request.user)
        return not obj.memberships.exclude(pk__in=editable.values("pk")).exists()

    @admin.action(description="Merge the two chosen…", permissions=["change"])
    def merge_two(self, request, queryset):
        """Redirect to the page that shows the two organisations side by side."""
        organisations = MemberOrganisation.objects.editable_by(request.user).with_membership_counts(request.user)
        chosen = list(organisations.filter(pk__in=queryset.order_by().values("pk"))[:3])
        if len(chosen) != 2:
            messages.error(request, "Choose exactly two organisations to merge.")
            return None
        keep, gone = likely_pairs.most_memberships_first(*chosen)
        return redirect(f"{reverse('admin:members_memberorganisation_merge')}?keep={keep.pk}&gone={gone.pk}")
