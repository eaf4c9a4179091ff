"""Published items in the back office: case studies, resources, questions, and news, events and opportunities."""

from django.contrib import admin
from django.db import models
from django.forms import DateInput, Textarea
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html

from partnerships.admin import publishing
from partnerships.admin.entries import PublishedEntryAdmin, fieldset
from partnerships.admin.inlines import OwnInline
from partnerships.admin.lists import column
from partnerships.admin.pages import Page
from partnerships.files import pictures
from partnerships.forms.entries import CaseStudyForm, OwnedForm, PictureForm, ResourceForm
from partnerships.forms.moments import DayField
from partnerships.forms.news import NewsItemForm
from partnerships.forms.widgets import DocumentInput, PictureField
from partnerships.models import (
    BridgeOrganisation,
    CaseStudy,
    CaseStudyPicture,
    NewsItem,
    PublishedElsewhere,
    Question,
    Resource,
)
from partnerships.views.editorial import document_of
from partnerships.vocabulary import DocumentType

OWNER = fieldset(
    "Whose it is",
    *("partnership", "bridge", "priorities"),
    description="Public. Choose a partnership or a Bridge Organisation. National staff may leave both empty.",
)


class EditorialAdmin(PublishedEntryAdmin):
    """An admin class of items published by partnerships and Bridge Organisations."""

    pages = [*publishing.PREVIEW_PAGES, *PublishedEntryAdmin.pages]
    list_select_related = ["partnership", "bridge"]
    search_fields = ["title"]
    autocomplete_fields = ["partnership", "bridge", "priorities"]
    whose = column("whose", lambda item: str(item.owner or "National"), "partnership__name")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in {"summary", "description"}:
            kwargs["widget"] = Textarea({"rows": 3, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Leave out what is of no use to the user."""
        left_out = self.left_out(request, obj)
        return [
            (heading, options | {"fields": [name for name in options["fields"] if name not in left_out]})
            for heading, options in super().get_fieldsets(request, obj)
        ]

    def left_out(self, request, obj):
        """Return the fields that are of no use to the user: the Bridge Organisation to those who work for none."""
        return set() if BridgeOrganisation.objects.editable_by(request.user).exists() else {"bridge"}


class PictureInline(OwnInline):
    model = CaseStudyPicture
    form = PictureForm
    verbose_name = "picture"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "image":
            return PictureField(folder=pictures.CASE_STUDIES, label="Picture")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(CaseStudy)
class CaseStudyAdmin(EditorialAdmin):
    form = CaseStudyForm
    prose = ("what_was_done", "what_changed")
    list_display = ["title", "whose", "ages", "publication"]
    list_filter = ["publication", "partnership", "bridge", "priorities"]
    inlines = [PictureInline]
    fieldsets = [
        fieldset(None, "title", "slug", "summary", "what_was_done", "what_changed"),
        OWNER,
        fieldset(
            "Who it was for", "from_age", "to_age", description="Public. In years. Leave both empty if it is not known."
        ),
        fieldset("Where it comes from", "source"),
    ]


@admin.register(Resource)
class ResourceAdmin(EditorialAdmin):
    """Resources. A draft's document has no public address, so staff get it by one of the back office."""

    pages = [Page("<int:pk>/document/", "document", lambda _, request, row: document_of(row)), *EditorialAdmin.pages]
    form = ResourceForm
    readonly_fields = ["kept_document"]
    list_display = ["title", "kind", "section", "whose", "publication"]
    list_filter = ["publication", "section", "kind", "partnership", "bridge"]
    fieldsets = [
        fieldset(None, "title", "slug", "description", "section", "kind", "year"),
        fieldset("A link or a document", "url", "document", "kept_document"),
        OWNER,
        fieldset("How we know", "source", "confidence"),
    ]

    def left_out(self, request, obj):
        """Let users who may only read get the document, where others can choose another."""
        is_changed = obj is None or self.has_change_permission(request, obj)
        return super().left_out(request, obj) | {"kept_document" if is_changed else "document"}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "document":
            extensions = ",".join(f".{document_type}" for document_type in DocumentType)
            kwargs["widget"] = DocumentInput({"accept": extensions})
            kwargs["widget"].address_of = self._address_of
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _address_of(self, resource):
        return self.entry_url("document", resource.pk)

    @admin.display(description="document", empty_value="None: it is a link")
    def kept_document(self, resource):
        if not resource.is_document:
            return None
        label = f"{resource.get_document_type_display()}, {filesizeformat(resource.size)}"
        return format_html('<a href="{}">Download</a> ({})', self._address_of(resource), label)


@admin.register(PublishedElsewhere)
class PublishedElsewhereAdmin(EditorialAdmin):
    form = OwnedForm
    list_display = ["title", "kind", "whose", "date", "publication"]
    list_filter = ["publication", "kind", "partnership", "bridge"]
    fieldsets = [
        fieldset(None, "title", "slug", "kind", "description"),
        fieldset("Where it is", "url", "publisher", "date"),
        OWNER,
    ]


@admin.register(Question)
class QuestionAdmin(EditorialAdmin):
    form = OwnedForm
    prose = ("answer",)
    list_display = ["title", "audience", "position", "whose", "publication"]
    list_filter = ["publication", "audience"]
    fieldsets = [fieldset(None, "title", "slug", "answer", "audience", "position"), OWNER]


@admin.register(NewsItem)
class NewsItemAdmin(EditorialAdmin):
    form = NewsItemForm
    prose = ("body",)
    list_display = ["title", "kind", "whose", "starts_at", "closes_on", "publication"]
    list_filter = ["publication", "kind", "partnership", "bridge"]
    date_hierarchy = "starts_at"
    fieldsets = [
        fieldset(None, "title", "slug", "kind", "summary", "body", "link"),
        fieldset(
            "For an event",
            *("is_all_day", "starts_at", "ends_at", "is_online", "place", "is_cancelled"),
            description="Public. Leave these empty for news and opportunities.",
        ),
        fieldset("For an opportunity", "closes_on", description="Public. Leave it empty for news and events."),
        fieldset("A picture", "picture", "picture_alt", description="Public. One is enough; lists show it small."),
        OWNER,
    ]
    # With the browser's own calendar.
    formfield_overrides = EditorialAdmin.formfield_overrides | {
        models.DateField: {"form_class": DayField, "widget": DateInput({"type": "date"}, format="%Y-%m-%d")},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            return PictureField(folder=pictures.NEWS, label="Picture", required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
