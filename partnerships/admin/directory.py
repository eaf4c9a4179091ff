"""Partnerships in the back office, and former slugs, only to look at: entries write them themselves."""

import copy

from django.contrib import admin
from django.db.models import Q

from partnerships import models
from partnerships.admin import action_plans, bulk_edits, check_calendar, checking, publishing
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.entries import COPIES, EntryAdmin, PublishedEntryAdmin, fieldset
from partnerships.admin.inlines import OwnInline
from partnerships.admin.lists import ListByKey, PagesByKey
from partnerships.admin.own_rows import key_of_page
from partnerships.admin.worklist import COMPLETENESS, FILTERS, WEAKEST, checked, complete, stage_in_words
from partnerships.curation import completeness, entry_warnings, worklist
from partnerships.files import pictures
from partnerships.forms.entries import EntryForm
from partnerships.forms.parts import PartForm
from partnerships.forms.widgets import AuthoritiesField, AuthoritiesInput, PictureField
from partnerships.models.rights import sees_every_bridge
from partnerships.views.staff_requests import key_in
from partnerships.vocabulary import PublicationState

# What tells the entries of one Bridge Organisation from another's is of no use to whoever sees only their own.
FOR_NATIONAL_STAFF = {"bridge", "authorities__region"}


class NameInline(OwnInline):
    model = models.PartnershipName
    verbose_name, verbose_name_plural = "other name", "Other names"


class PriorityInline(OwnInline):
    model = models.PartnershipPriority
    verbose_name, verbose_name_plural = "priority", "Strategic priorities"
    fields = ["priority", "wording", "as_of", "source", "confidence"]
    autocomplete_fields = ["priority"]


class StoryInline(OwnInline):
    model = models.StoryFact
    verbose_name, verbose_name_plural = "fact", "Facts of its story"
    fields = ["kind", "what", "date", "date_said", "source", "confidence"]


class LinkInline(OwnInline):
    model = models.PartnershipLink
    verbose_name, verbose_name_plural = "link", "Links"


class SourceInline(OwnInline):
    model = models.PartnershipSource
    verbose_name, verbose_name_plural = "source", "Sources"


class PartInline(OwnInline):
    model = models.PartnershipPart
    form = PartForm
    verbose_name = "part"
    verbose_name_plural = "Parts it works in, where it does not work in the whole of an authority"

    def get_field_queryset(self, db, db_field, request):
        """Offer the local authorities that the partnership works in, also those that are chosen on the same page."""
        if db_field.name != "authority":
            return super().get_field_queryset(db, db_field, request)
        authorities = models.LocalAuthority.objects.order_by("name")
        if request.method == "POST":
            chosen = Q(pk__in=[key for key in map(key_in, request.POST.getlist("authorities")) if key])
            counties = list(filter(None, request.POST.getlist("authorities_all_of")))
            return authorities.filter(chosen | Q(county__in=counties))
        return authorities.filter(partnerships=key_of_page(request))


class PartnershipProgrammeInline(OwnInline):
    model = models.ProgrammeParticipation
    verbose_name, verbose_name_plural = "programme", "Programmes it took part in"
    fields = ["programme", "note", "source", "confidence"]
    autocomplete_fields = ["programme"]


@admin.register(models.Partnership)
class PartnershipAdmin(PublishedEntryAdmin):
    form = EntryForm
    prose = ("about",)
    change_form_template = "admin/partnerships/partnership/change_form.html"
    change_list_template = "admin/partnerships/partnership/change_list.html"
    pages = [
        *(WEAKEST, *checking.PAGES, *bulk_edits.PAGES, *check_calendar.PAGES),
        *(*publishing.PREVIEW_PAGES, *PublishedEntryAdmin.pages),
    ]
    # Its dead links stand beside what it lacks.
    panels = [*EntryAdmin.panels, *COPIES, *publishing.PANELS, checking.PANEL, COMPLETENESS]
    actions = (checking.check_chosen, bulk_edits.change_chosen, *PublishedEntryAdmin.actions)
    staff_lists = worklist.STAFF_LISTS
    list_display = ["name", stage_in_words, "bridge", "publication", checked, complete]
    list_filter = ["publication", "stage", *FILTERS, "bridge", "authorities__region", "takes_new_members", "confidence"]
    list_per_page = 50
    search_fields = ["name", "names__name", "authorities__name"]
    search_help_text = "Any of its names, or a local authority"
    autocomplete_fields = ["bridge", "support_organisation", "predecessors", "sectors_sought"]
    inlines = [
        PartInline,
        NameInline,
        StoryInline,
        PriorityInline,
        LinkInline,
        SourceInline,
        PartnershipProgrammeInline,
        action_plans.ActionPlanInline,
    ]
    fieldsets = [
        fieldset(None, "name", "slug", "summary", "about", "vision", "mission"),
        fieldset(
            "Stage and history",
            *("stage", "stage_as_of", "stage_date_said", "stage_source", "stage_confidence", "stage_note", "is_pilot"),
            *("established", "ended", "predecessors"),
        ),
        fieldset("Where it works", "authorities", "scope", "coverage_note"),
        fieldset("Who looks after it", "bridge", "support_organisation", "host", "legal_form"),
        fieldset("Joining", "takes_new_members", "how_to_join", "joining_page", "sectors_sought"),
        fieldset("On the web", "website", "logo", "logo_alt"),
        fieldset("Contact, never shown", "contact_email", "takes_enquiries"),
        fieldset("How we know", "confidence", "evidence", "compiled_on", "checked_on", "checked_by"),
    ]

    def get_queryset(self, request):
        """Return the person's rows, for a list each with its `completeness` and `freshness`."""
        rows = super().get_queryset(request)
        is_list = key_of_page(request) is None
        return worklist.with_freshness(completeness.with_completeness(rows)) if is_list else rows

    def get_changelist(self, request, **kwargs):
        """Return what makes the list, of which a single page is read by its keys too."""
        return ListByKey

    def get_paginator(self, request, queryset, per_page, orphans=0, allow_empty_first_page=True):  # noqa: PLR0913 Django's
        """Return pages of which each is read by its keys, so that no more entries are measured than it shows."""
        joined = self.get_list_select_related(request)
        # Without a name it would join whatever an entry refers to.
        rows = self.get_queryset(request).select_related(*joined) if joined else self.get_queryset(request)
        return PagesByKey(queryset, per_page, orphans, allow_empty_first_page, rows=rows)

    def get_list_display(self, request):
        """Leave out the columns that tell this person nothing; last, let who may say so note that an entry is true."""
        columns = self._useful(request, super().get_list_display(request))
        return [*columns, checking.column_for(request)] if self.has_publish_permission(request) else columns

    def get_list_filter(self, request):
        """Leave out the filters that tell this person nothing."""
        return self._useful(request, super().get_list_filter(request))

    def _useful(self, request, listed):
        return [each for each in listed if each not in FOR_NATIONAL_STAFF or sees_every_bridge(request.user)]

    def save_formset(self, request, form, formset, change):
        """Save what belongs to the entry; its action plans are public as it is."""
        super().save_formset(request, form, formset, change)
        action_plans.publish_with(form.instance, formset, request.user)

    def counted_staff_lists(self, request):
        return worklist.shown_staff_lists(request.user)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return a field of ours for places and for the logo, for others Django's own."""
        if db_field.name == "authorities":
            return AuthoritiesField(
                label="Local authorities",
                help_text="Public. Every authority it works in. A county’s box adds all of its districts.",
                error_messages={"required": "Choose at least one local authority"},
                widget=AuthoritiesInput(attrs={"label": "Local authorities"}),
            )
        if db_field.name == "logo":
            return PictureField(folder=pictures.LOGOS, label=db_field.verbose_name.capitalize(), required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def warnings_before(self, request, entry, form):
        """Return the sentences of what looks wrong about the entry before the step of `form` makes it public."""
        if not form.makes_public:
            return []
        public = copy.copy(entry)
        public.publication = PublicationState.PUBLISHED
        partnerships = models.Partnership.objects
        visible = partnerships.published() | partnerships.editable_by(request.user)
        links = list(entry.links.values_list("url", flat=True))
        edited = entry_warnings.EditedEntry(public, list(entry.authorities.select_related("bridge")), visible, links)
        return [warning.sentence for warning in entry_warnings.of_entry(edited, changed=["publication"])]


@admin.register(models.FormerSlug)
class FormerSlugAdmin(RowLevelAdmin):
    # Each is written when the slug of an entry changes, and links from elsewhere depend on it.
    never = ("add", "change")
    # It tells of its entry, whichever Bridge Organisation's that is.
    for_national_staff = True
    list_title = "Former page addresses"
    list_display = ["slug", "content_type", "object_id"]
    list_filter = ["content_type"]
    search_fields = ["slug"]
