"""What is published, in the back office: case studies, resources, questions, and news, events and opportunities."""

from django.contrib import admin
from django.forms import Textarea

from partnerships import pictures
from partnerships.admin.base import OwnInline
from partnerships.admin.entries import PublishedEntryAdmin
from partnerships.forms.editorial_entries import CaseStudyForm, NewsItemForm, PictureForm, QuestionForm, ResourceForm
from partnerships.forms.pictures import PictureField
from partnerships.forms.prose import ProseInput
from partnerships.models import CaseStudy, CaseStudyPicture, NewsItem, Question, Resource

OWNER = (
    "Whose it is",
    {"fields": ["partnership", "bridge", "priorities"], "description": "Public. National staff may leave both empty."},
)


class EditorialAdmin(PublishedEntryAdmin):
    """An admin class of things published by partnerships and Bridge Organisations; `prose` are its Markdown fields."""

    prose: tuple[str, ...] = ()
    list_select_related = ["partnership", "bridge"]
    search_fields = ["title"]
    autocomplete_fields = ["partnership", "bridge", "priorities"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return Django's own field, with the box for Markdown where that is what it takes."""
        if db_field.name in self.prose:
            kwargs["widget"] = ProseInput()
        elif db_field.name in {"summary", "description"}:
            kwargs["widget"] = Textarea({"rows": 3, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, made for this person."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def view_on_site(self, obj):
        """Return its public address, if it has one by now."""
        return obj.get_absolute_url() if obj.is_published and obj.slug else None

    @admin.display(description="whose", ordering="partnership__name")
    def whose(self, thing):
        return thing.owner_words


class PictureInline(OwnInline):
    model = CaseStudyPicture
    form = PictureForm

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the field for pictures, or Django's own."""
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
        ("Who it was for", {"fields": [("from_age", "to_age")]}),
        ("Where it comes from", {"fields": ["source"]}),
    ]


@admin.register(Resource)
class ResourceAdmin(EditorialAdmin):
    form = ResourceForm
    list_display = ["title", "kind", "section", "whose", "publication"]
    list_filter = ["publication", "section", "kind", "partnership", "bridge"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "publication", "description", "section", "kind", "year"]}),
        ("A link or a document", {"fields": ["url", "document"]}),
        OWNER,
        ("How we know", {"fields": ["source", "confidence"]}),
    ]


@admin.register(Question)
class QuestionAdmin(EditorialAdmin):
    form = QuestionForm
    prose = ("answer",)
    list_display = ["title", "audience", "position", "whose", "publication"]
    list_filter = ["publication", "audience"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "publication", "answer", "audience", "position"]}),
        OWNER,
    ]


@admin.register(NewsItem)
class NewsItemAdmin(EditorialAdmin):
    form = NewsItemForm
    prose = ("body",)
    list_display = ["title", "kind", "whose", "starts_at", "closes_on", "publication"]
    list_filter = ["publication", "kind", "partnership", "bridge"]
    date_hierarchy = "starts_at"
    fieldsets = [
        (None, {"fields": ["title", "slug", "publication", "kind", "summary", "body", "link"]}),
        ("For an event", {"fields": ["starts_at", "ends_at", "is_online", "place", "is_cancelled"]}),
        ("For an opportunity", {"fields": ["closes_on"]}),
        OWNER,
    ]
