"""Strategic priorities and sectors in the back office."""

from django.contrib import admin

from partnerships.admin.entries import EntryAdmin, PartOfPublishedAdmin
from partnerships.models import PartnershipPriority, Sector, StrategicPriority


@admin.register(StrategicPriority)
class StrategicPriorityAdmin(EntryAdmin):
    list_display = ["name", "description"]
    search_fields = ["name"]


@admin.register(PartnershipPriority)
class PartnershipPriorityAdmin(PartOfPublishedAdmin):
    list_display = ["wording", "priority", "partnership", "confidence"]
    list_filter = ["priority", "confidence"]
    search_fields = ["wording", "partnership__name"]
    autocomplete_fields = ["partnership", "priority"]


@admin.register(Sector)
class SectorAdmin(EntryAdmin):
    list_display = ["name", "plural", "is_usual", "position"]
    search_fields = ["name", "plural"]
