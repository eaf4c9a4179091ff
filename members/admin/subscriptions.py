"""The mailing list in the back office: Bridge staff see those who chose one of their regions, and nobody changes them.

Subscribers come from the public pages only, so that each address was confirmed.
"""

from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone

from members.mailing_list import subscriber_sheet, subscriptions
from members.mailing_list.choices import headings_of
from members.models import Digest, Subscriber
from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.text.csv_files import csv_answer


@admin.register(Subscriber)
class SubscriberAdmin(RowLevelAdmin):
    """Addresses are shown only to staff whose region was chosen, and to superusers."""

    # An address nobody confirmed is not kept, and only its owner changes it.
    never = ("add", "change")
    list_display = ["email", "chosen_regions", "chosen_kinds", "confirmed_at"]
    search_fields = ["email"]
    fields = ["email", "chosen_regions", "chosen_kinds", "consent_version", "asked_at", "confirmed_at"]
    autocomplete_fields = ["regions", "priorities", "partnerships"]
    ordering = ["email"]
    date_hierarchy = "confirmed_at"
    actions = ["export"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("regions")

    def delete_model(self, request, obj):
        """Erase it as its owner would."""
        subscriptions.leave(obj)

    def delete_queryset(self, request, queryset):
        """Erase each as its owner would."""
        for subscriber in queryset:
            subscriptions.leave(subscriber)

    @admin.display(description="regions", empty_value="none")
    def chosen_regions(self, subscriber):
        return ", ".join(region.name for region in subscriber.regions.all()) or None

    @admin.display(description="kinds of news", empty_value="all")
    def chosen_kinds(self, subscriber):
        return ", ".join(headings_of(subscriber.kinds)) or None

    @admin.action(description="Export the chosen as CSV", permissions=["view"])
    def export(self, request, queryset):
        rows = subscriber_sheet.rows(queryset, by=request.user)
        return csv_answer(HttpResponse, f"subscribers-{timezone.localdate()}.csv", rows)


@admin.register(Digest)
class DigestAdmin(RowLevelAdmin):
    never = WRITTEN_BY_THE_SITE
    list_display = ["since", "until", "started_at", "finished_at"]
    search_fields = ["since", "until"]
    search_help_text = "A day, such as 2026-11-23"
