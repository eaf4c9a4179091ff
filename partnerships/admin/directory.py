"""Partnerships in the back office."""

from django.contrib import admin

from partnerships.admin.base import OwnInline
from partnerships.admin.editing import EntryTools
from partnerships.admin.entries import PublishedEntryAdmin
from partnerships.admin.worklist import CompletenessFilter, EntryWorklist, FreshnessFilter, WorklistFilter
from partnerships.models import (
    Partnership,
    PartnershipLink,
    PartnershipName,
    PartnershipPriority,
    PartnershipSource,
    ProgrammeParticipation,
)


class NameInline(OwnInline):
    model = PartnershipName


class PriorityInline(OwnInline):
    model = PartnershipPriority
    fields = ["priority", "wording", "source", "confidence"]
    autocomplete_fields = ["priority"]


class LinkInline(OwnInline):
    model = PartnershipLink


class SourceInline(OwnInline):
    model = PartnershipSource


class PartnershipProgrammeInline(OwnInline):
    model = ProgrammeParticipation
    fields = ["programme", "note", "source", "confidence"]
    autocomplete_fields = ["programme"]


@admin.register(Partnership)
class PartnershipAdmin(EntryWorklist, EntryTools, PublishedEntryAdmin):
    list_display = ["name", "stage_in_words", "bridge", "publication", "checked", "complete"]
    list_filter = [
        WorklistFilter,
        "publication",
        "stage",
        FreshnessFilter,
        CompletenessFilter,
        "bridge",
        "authorities__region",
        "takes_new_members",
        "confidence",
    ]
    list_select_related = ["bridge"]
    search_fields = ["name", "names__name", "authorities__name"]
    search_help_text = "Any of its names, or a local authority"
    autocomplete_fields = [
        "bridge",
        "support_organisation",
        "predecessors",
        "sectors_sought",
    ]
    inlines = [NameInline, PriorityInline, LinkInline, SourceInline, PartnershipProgrammeInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "publication", "summary", "about", "vision", "mission"]}),
        (
            "Stage and history",
            {
                "fields": [
                    "stage",
                    "stage_as_of",
                    "stage_source",
                    "stage_note",
                    "is_pilot",
                    "established",
                    "ended",
                    "predecessors",
                ]
            },
        ),
        ("Where it works", {"fields": ["authorities", "scope", "coverage_note"]}),
        ("Who looks after it", {"fields": ["bridge", "support_organisation", "host", "legal_form"]}),
        ("Joining", {"fields": ["takes_new_members", "how_to_join", "sectors_sought"]}),
        ("On the web", {"fields": ["website", "logo", "logo_alt"]}),
        ("Contact, never shown", {"fields": ["contact_email", "takes_enquiries"]}),
        ("How we know", {"fields": ["confidence", "evidence", "compiled_on", "checked_on", "checked_by"]}),
    ]
