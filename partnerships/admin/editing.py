"""The tools of editing an entry: places by region, pictures, Markdown, previews, and warnings before saving."""

import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse

from partnerships import draft_previews, entry_warnings, pictures
from partnerships.entry_warnings import Entry
from partnerships.forms.authorities import AuthoritiesField, AuthoritiesInput
from partnerships.forms.entries import EntryForm
from partnerships.forms.pictures import PictureField
from partnerships.forms.prose import ProseInput
from partnerships.models import Partnership
from partnerships.vocabulary import PublicationState


class ProseTools:
    """For admin classes of what has an `about` in Markdown: it is written with a preview."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return Django's own field, with the box for Markdown where that is what it takes."""
        if db_field.name == "about":
            kwargs["widget"] = ProseInput()
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EntryTools(ProseTools):
    """For the admin class of partnerships, before the class that says which rows there are."""

    form = EntryForm
    change_form_template = "admin/partnerships/partnership/change_form.html"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the tool for the field, or Django's own."""
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
        """Return in sentences what looks wrong about the entry before the step of `form` makes it public."""
        if not form.makes_public:
            return []
        public = copy.copy(entry)
        public.publication = PublicationState.PUBLISHED
        seen = Partnership.objects.published() | Partnership.objects.editable_by(request.user)
        asked = Entry(public, list(entry.authorities.select_related("bridge")), seen)
        return [warning.words for warning in entry_warnings.of_entry(asked, changed=["publication"])]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, made for this person."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def view_on_site(self, obj):
        """Return the entry's public address, if it has one by now."""
        return obj.get_absolute_url() if obj.is_published and obj.slug else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the link to the preview of an entry that is not public, and what looks wrong."""
        if obj is not None and not obj.is_published:
            context["preview_link"] = draft_previews.preview_link(obj)
            context["preview_days"] = draft_previews.GOOD_FOR.days
        context["entry_form"] = context["adminform"].form
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        """Put the address that ends previews before Django's own."""
        view = self.admin_site.admin_view(self.end_previews_view)
        return [path("<int:pk>/end-previews/", view, name="partnerships_partnership_end_previews"), *super().get_urls()]

    def end_previews_view(self, request, pk):
        """Make the links to the preview of an entry stop working, and show the entry again."""
        partnership = self.get_object(request, str(pk))
        if partnership is None:
            raise Http404
        if not self.has_change_permission(request, partnership):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        draft_previews.end_links(partnership=partnership, by=request.user)
        messages.success(request, "The links to the preview that were handed out have stopped working.")
        return redirect(reverse("admin:partnerships_partnership_change", args=[pk]))
