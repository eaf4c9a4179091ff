"""Bridge Organisations, support offers and programmes in the back office."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple

from partnerships.admin.base import OwnInline
from partnerships.admin.editing import ProseTools
from partnerships.admin.entries import EntryAdmin, PublishedEntryAdmin
from partnerships.admin.previews import PreviewTools
from partnerships.admin.published_lists import PublishedLists
from partnerships.forms.programmes import ProgrammeForm, SupportOfferForm
from partnerships.models import (
    BridgeOrganisation,
    Enquiry,
    Programme,
    ProgrammeParticipation,
    ProgrammeRound,
    SupportOffer,
)
from partnerships.models.enquiries import answers_for_everybody

RUNNER_HELP = "Public. A Bridge Organisation or, for national staff, somebody else."
# The stubs' own type of a fieldset cannot be imported at run time.
ASKING: tuple[str, Any] = (
    "Asking for it",
    {"fields": ["who_for", "state", "how_to_ask", "website"], "description": "Public."},
)
HOW_WE_KNOW: tuple[str, Any] = ("How we know", {"fields": ["source", "confidence"], "description": "Public."})


@admin.register(BridgeOrganisation)
class BridgeOrganisationAdmin(ProseTools, EntryAdmin):
    list_display = ["name", "role_from", "role_until", "supports_partnerships_today", "confidence"]
    list_filter = ["supports_partnerships_today"]
    search_fields = ["name", "other_names"]

    def get_exclude(self, request, obj=None):
        """Leave out its officers and where its enquiries go, except for the national desk, which decides both."""
        return None if answers_for_everybody(request.user) else ["officers", "enquiries_email"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer as officers only people who may enter the back office."""
        if db_field.name == "officers":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True, is_staff=True)
            kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_deleted_objects(self, objs, request):
        """Say how many enquiries protect it from deletion, not which: they may be another desk's."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        if enquiries := Enquiry.objects.filter(desk__in=objs).count():
            missing.discard(Enquiry._meta.verbose_name)
            protected = [row for row in protected if not row.startswith("Enquiry:")]
            protected.append(f"Enquiries on its desk: {enquiries}")
        return deleted, counts, missing, protected


@admin.register(SupportOffer)
class SupportOfferAdmin(PublishedLists, PublishedEntryAdmin):
    form = SupportOfferForm
    list_display = ["name", "kind", "bridge", "provider", "publication"]
    list_filter = ["publication", "kind", "bridge"]
    list_select_related = ["bridge"]
    search_fields = ["name", "provider", "bridge__name"]
    autocomplete_fields = ["bridge"]
    fieldsets = [
        (None, {"fields": ["name", "publication", "kind", "description", "dates"]}),
        ("Who offers it", {"fields": ["bridge", "provider"], "description": RUNNER_HELP}),
        ASKING,
        HOW_WE_KNOW,
    ]


class RoundInline(OwnInline):
    model = ProgrammeRound
    verbose_name = "round"
    fields = ["name", "opens", "closes", "total", "note", "source", "confidence"]


class ProgrammeParticipationInline(OwnInline):
    model = ProgrammeParticipation
    verbose_name, verbose_name_plural = "partnership that took part", "partnerships that took part"
    fields = ["partnership", "round", "amount", "note", "source", "confidence"]
    autocomplete_fields = ["partnership"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer the rounds of the programme on the page, none before it is saved."""
        if db_field.name == "round":
            pk = request.resolver_match.kwargs.get("object_id", "")
            programme = pk if pk.isdecimal() else None
            kwargs["queryset"] = ProgrammeRound.objects.filter(programme=programme)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Programme)
class ProgrammeAdmin(PublishedLists, PreviewTools, PublishedEntryAdmin):
    form = ProgrammeForm
    list_display = ["name", "kind", "bridge", "run_by", "starts", "ends", "publication"]
    list_filter = ["publication", "kind", "bridge"]
    list_select_related = ["bridge"]
    search_fields = ["name", "run_by", "bridge__name"]
    autocomplete_fields = ["bridge", "authorities"]
    inlines = [RoundInline, ProgrammeParticipationInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "publication", "kind", "description", "starts", "ends"]}),
        ("Who runs it", {"fields": ["bridge", "run_by"], "description": RUNNER_HELP}),
        ASKING,
        ("Where", {"fields": ["authorities"]}),
        HOW_WE_KNOW,
    ]
