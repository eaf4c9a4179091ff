"""Bridge Organisations, support offers and programmes in the back office."""

from django.contrib import admin

from partnerships.admin.base import SearchedAdmin
from partnerships.models import BridgeOrganisation, Programme, ProgrammeParticipation, SupportOffer


@admin.register(BridgeOrganisation)
class BridgeOrganisationAdmin(SearchedAdmin):
    list_display = ["name", "role_from", "role_until", "supports_partnerships_today", "confidence"]
    list_filter = ["supports_partnerships_today"]
    search_fields = ["name", "other_names"]


@admin.register(SupportOffer)
class SupportOfferAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "bridge", "provider", "publication"]
    list_filter = ["publication", "kind", "bridge"]
    list_select_related = ["bridge"]
    search_fields = ["name", "provider", "bridge__name"]
    autocomplete_fields = ["bridge"]


class ParticipationInline(admin.TabularInline):
    model = ProgrammeParticipation
    extra = 0
    autocomplete_fields = ["partnership"]


@admin.register(Programme)
class ProgrammeAdmin(SearchedAdmin):
    list_display = ["name", "kind", "bridge", "run_by", "starts", "ends", "publication"]
    list_filter = ["publication", "kind", "bridge"]
    list_select_related = ["bridge"]
    search_fields = ["name", "run_by", "bridge__name"]
    autocomplete_fields = ["bridge", "authorities"]
    inlines = [ParticipationInline]
