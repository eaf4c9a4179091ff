"""Bridge Organisations, support offers and programmes in the back office."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple
from django.utils.text import capfirst

from partnerships import models
from partnerships.admin import publishing
from partnerships.admin.entries import COPIES, COPY_PAGES, EntryAdmin, PublishedEntryAdmin, fieldset
from partnerships.admin.inlines import OwnInline
from partnerships.admin.lists import column
from partnerships.admin.own_rows import key_of_page
from partnerships.forms.entries import ProgrammeForm, SupportOfferForm
from partnerships.models.enquiries import answers_for_everybody

RUNNER_HELP = "Public. A Bridge Organisation or, for national staff, somebody else."
ASKING = fieldset("Asking for it", "who_for", "state", "how_to_ask", "website", description="Public.")
HOW_WE_KNOW = fieldset("How we know", "source", "confidence", description="Public.")


@admin.register(models.BridgeOrganisation)
class BridgeOrganisationAdmin(EntryAdmin):
    has_copies = True
    pages = [*COPY_PAGES, *EntryAdmin.pages]
    panels = [*EntryAdmin.panels, *COPIES]
    prose = ("about",)
    list_display = ["name", "role", "confidence"]
    role = column("in the role", lambda bridge: capfirst(bridge.role_dates), "role_from")
    search_fields = ["name", "other_names"]

    def get_exclude(self, request, obj=None):
        """Leave out its officers, where its enquiries go and who publishes, but for the national desk: it decides."""
        return None if answers_for_everybody(request.user) else ["officers", "enquiries_email", "needs_second_person"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """Offer as officers only people who may enter the back office."""
        if db_field.name == "officers":
            kwargs["queryset"] = get_user_model().objects.filter(is_active=True, is_staff=True)
            kwargs["widget"] = CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_deleted_objects(self, objs, request):
        """Say how many enquiries protect it from deletion, not which: they may be another desk's."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        if enquiries := models.Enquiry.objects.filter(desk__in=objs).count():
            missing.discard(models.Enquiry._meta.verbose_name)
            protected = [row for row in protected if not row.startswith("Enquiry:")]
            protected.append(f"Enquiries on its desk: {enquiries}")
        return deleted, counts, missing, protected


@admin.register(models.SupportOffer)
class SupportOfferAdmin(PublishedEntryAdmin):
    form = SupportOfferForm
    list_display = ["name", "kind", "bridge", "provider", "publication"]
    list_filter = ["publication", "kind", "bridge"]
    search_fields = ["name", "provider", "bridge__name"]
    autocomplete_fields = ["bridge"]
    fieldsets = [
        fieldset(None, "name", "kind", "description", "dates"),
        fieldset("Who offers it", "bridge", "provider", description=RUNNER_HELP),
        ASKING,
        HOW_WE_KNOW,
    ]


class RoundInline(OwnInline):
    model = models.ProgrammeRound
    verbose_name = "round"
    fields = ["name", "opens", "closes", "total", "note", "source", "confidence"]


class ProgrammeParticipationInline(OwnInline):
    model = models.ProgrammeParticipation
    verbose_name, verbose_name_plural = "partnership that took part", "partnerships that took part"
    fields = ["partnership", "round", "amount", "note", "source", "confidence"]
    autocomplete_fields = ["partnership"]

    def get_field_queryset(self, db, db_field, request):
        """Offer the rounds of the programme on the page, none before it is saved."""
        if db_field.name == "round":
            return models.ProgrammeRound.objects.filter(programme=key_of_page(request))
        return super().get_field_queryset(db, db_field, request)


@admin.register(models.Programme)
class ProgrammeAdmin(PublishedEntryAdmin):
    pages = [*publishing.PREVIEW_PAGES, *PublishedEntryAdmin.pages]
    form = ProgrammeForm
    list_display = ["name", "kind", "bridge", "run_by", "starts", "ends", "publication"]
    list_filter = ["publication", "kind", "bridge"]
    search_fields = ["name", "run_by", "bridge__name"]
    autocomplete_fields = ["bridge", "authorities"]
    inlines = [RoundInline, ProgrammeParticipationInline]
    fieldsets = [
        fieldset(None, "name", "slug", "kind", "description", "starts", "ends"),
        fieldset("Who runs it", "bridge", "run_by", description=RUNNER_HELP),
        ASKING,
        fieldset("Where", "authorities"),
        HOW_WE_KNOW,
    ]
