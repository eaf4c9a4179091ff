"""Published items in the back office: case studies, resources, questions, and news, events and opportunities."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import DateInput, DateTimeField, DateTimeInput, Textarea
from django.http import Http404, HttpResponseNotAllowed
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.html import format_html

from partnerships.admin.base import OwnInline
from partnerships.admin.entries import PublishedEntryAdmin
from partnerships.admin.previews import PreviewTools
from partnerships.admin.published_lists import PublishedLists
from partnerships.files import pictures
from partnerships.forms.documents import DocumentInput
from partnerships.forms.editorial_entries import CaseStudyForm, NewsItemForm, OwnedForm, PictureForm, ResourceForm
from partnerships.forms.pictures import PictureField
from partnerships.forms.prose import ProseInput
from partnerships.models import BridgeOrganisation, CaseStudy, CaseStudyPicture, NewsItem, Question, Resource
from partnerships.views.resources import document_of
from partnerships.vocabulary import DocumentType

# The stubs' own type of a fieldset cannot be imported at run time.
OWNER: tuple[str, Any] = (
    "Whose it is",
    {
        "fields": ["partnership", "bridge", "priorities"],
        "description": "Public. Choose a partnership or a Bridge Organisation. National staff may leave both empty.",
    },
)


class EditorialAdmin(PublishedLists, PreviewTools, PublishedEntryAdmin):
    """An admin class of items published by partnerships and Bridge Organisations; `prose` are its Markdown fields."""

    prose: tuple[str, ...] = ()
    list_select_related = ["partnership", "bridge"]
    search_fields = ["title"]
    autocomplete_fields = ["partnership", "bridge", "priorities"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.prose:
            kwargs["widget"] = ProseInput()
        elif db_field.name in {"summary", "description"}:
            kwargs["widget"] = Textarea({"rows": 3, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Leave out the Bridge Organisation for users who work for none."""
        fieldsets = super().get_fieldsets(request, obj)
        if BridgeOrganisation.objects.editable_by(request.user).exists():
            return fieldsets
        return [
            (heading, options | {"fields": [name for name in options["fields"] if name != "bridge"]})
            for heading, options in fieldsets
        ]

    @admin.display(description="whose", ordering="partnership__name")
    def whose(self, item):
        return item.owner_words


class PictureInline(OwnInline):
    # One under the other: in a row, the fields beside a picture would be out of sight on a phone.
    template = "admin/edit_inline/stacked.html"
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
        (None, {"fields": ["title", "slug", "publication", "summary", "what_was_done", "what_changed"]}),
        OWNER,
        (
            "Who it was for",
            {"fields": ["from_age", "to_age"], "description": "Public. In years. Leave both empty if it is not known."},
        ),
        ("Where it comes from", {"fields": ["source"]}),
    ]


@admin.register(Resource)
class ResourceAdmin(EditorialAdmin):
    """Resources. A draft's document has no public address, so staff get it by one of the back office."""

    form = ResourceForm
    readonly_fields = ["kept_document"]
    list_display = ["title", "kind", "section", "whose", "publication"]
    list_filter = ["publication", "section", "kind", "partnership", "bridge"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "publication", "description", "section", "kind", "year"]}),
        ("A link or a document", {"fields": ["url", "document"]}),
        OWNER,
        ("How we know", {"fields": ["source", "confidence"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """Let users who may only read get the document, where others can choose another."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (
                heading,
                options | {"fields": ["kept_document" if name == "document" else name for name in options["fields"]]},
            )
            for heading, options in fieldsets
        ]

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

    def get_urls(self):
        """Put the address of a document before Django's own."""
        view = self.admin_site.admin_view(self.document_view)
        return [path("<int:pk>/document/", view, name="partnerships_resource_document"), *super().get_urls()]

    def document_view(self, request, pk):
        """Return the document of a resource of theirs, published or not."""
        resource = self.get_object(request, str(pk))
        if resource is None:
            raise Http404
        if not self.has_view_or_change_permission(request, resource):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return document_of(resource)


@admin.register(Question)
class QuestionAdmin(EditorialAdmin):
    form = OwnedForm
    prose = ("answer",)
    list_display = ["title", "audience", "position", "whose", "publication"]
    list_filter = ["publication", "audience"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "publication", "answer", "audience", "position"]}),
        OWNER,
    ]


# One input each, with the browser's own calendar: Django's two inputs for a time have no label each.
MOMENT = {
    "form_class": DateTimeField,
    "widget": DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    "help_text": "As clocks in England show it.",
}
DAY = {"widget": DateInput({"type": "date"}, format="%Y-%m-%d")}


@admin.register(NewsItem)
class NewsItemAdmin(EditorialAdmin):
    form = NewsItemForm
    prose = ("body",)
    list_display = ["title", "kind", "whose", "starts_at", "closes_on", "publication"]
    list_filter = ["publication", "kind", "partnership", "bridge"]
    date_hierarchy = "starts_at"
    fieldsets = [
        (None, {"fields": ["title", "slug", "publication", "kind", "summary", "body", "link"]}),
        (
            "For an event",
            {
                "fields": ["starts_at", "ends_at", "is_online", "place", "is_cancelled"],
                "description": "Public. Leave these empty for news and opportunities.",
            },
        ),
        (
            "For an opportunity",
            {"fields": ["closes_on"], "description": "Public. Leave it empty for news and events."},
        ),
        OWNER,
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in {"starts_at", "ends_at"}:
            kwargs |= MOMENT
        elif db_field.name == "closes_on":
            kwargs |= DAY
        return super().formfield_for_dbfield(db_field, request, **kwargs)
