"""The tools of editing an entry: places by region, pictures, Markdown, and warnings before saving."""

import copy

from partnerships.admin.previews import PreviewTools
from partnerships.curation import entry_warnings
from partnerships.curation.entry_warnings import EditedEntry
from partnerships.files import pictures
from partnerships.forms.authorities import AuthoritiesField, AuthoritiesInput
from partnerships.forms.entries import EntryForm
from partnerships.forms.pictures import PictureField
from partnerships.forms.prose import ProseInput
from partnerships.models import Partnership
from partnerships.vocabulary import PublicationState


class ProseTools:
    """For admin classes of what has an `about` in Markdown: it is written with a preview."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return Django's own field, with the input for Markdown where that is what it takes."""
        if db_field.name == "about":
            kwargs["widget"] = ProseInput()
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EntryTools(ProseTools, PreviewTools):
    """For the admin class of partnerships, before the class that says which rows there are."""

    form = EntryForm
    change_form_template = "admin/partnerships/partnership/change_form.html"

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
        visible = Partnership.objects.published() | Partnership.objects.editable_by(request.user)
        links = list(entry.links.values_list("url", flat=True))
        edited = EditedEntry(public, list(entry.authorities.select_related("bridge")), visible, links)
        return [warning.sentence for warning in entry_warnings.of_entry(edited, changed=["publication"])]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, which knows who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        # Its `warnings` are what looks wrong.
        context["entry_form"] = context["adminform"].form
        return super().render_change_form(request, context, add, change, form_url, obj)
