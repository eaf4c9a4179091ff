"""Admin classes of entries: versions, edits that do not cross, deletion that explains itself, and publication."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.shortcuts import redirect
from django.utils.text import capfirst

from partnerships.admin import concurrent_edits, copying, draft_comments, publishing, versions, working_copies
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.own_rows import own_rows
from partnerships.curation import worklist
from partnerships.curation.references import references_to
from partnerships.forms.base import MarkdownField
from partnerships.forms.widgets import ProseInput
from partnerships.forms.workflow import PublicationForm
from partnerships.models.versions import revising
from partnerships.publishing import at_once, steps, workflow
from partnerships.views.staff_requests import StaffRequest
from partnerships.vocabulary import RevisionKind


def fieldset(heading: str | None, *fields: str, description: str | None = None) -> tuple[str | None, Any]:
    """Return the group of `fields` of a form under a `heading`, as Django's admin takes it."""
    return heading, {"fields": fields, "description": description}


# What the page of an entry shows of its working copy and what colleagues say of it, and the pages of both.
COPIES = [*working_copies.PANELS, *draft_comments.PANELS]
COPY_PAGES = [*working_copies.PAGES, *draft_comments.PAGES]


class EntryAdmin(RowLevelAdmin):
    """An admin class of entries with versions (partnerships/versions)."""

    delete_confirmation_template = "admin/entries/delete.html"
    refuses_unseen = False
    pages = versions.PAGES
    panels = concurrent_edits.PANELS
    # Fields in Markdown, which are written with a preview.
    prose: tuple[str, ...] = ()
    # Whether there may be a working copy of one while the public sees it: then COPIES and COPY_PAGES are among its own.
    has_copies = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.prose:
            kwargs |= {"form_class": MarkdownField, "widget": ProseInput({"class": "vLargeTextField", "rows": 10})}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, made for each request, with the user in `by`."""
        form = concurrent_edits.undecided(super().get_form(request, obj, change=change, **kwargs), request)
        form = copying.shown(form, request)
        form.by = request.user
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form, or save it after a look at what others saved since it was opened."""
        with self.one_revision(request):
            if request.method != "POST" and object_id is not None:
                concurrent_edits.note_what_is_seen(self, request, unquote(object_id))
            elif object_id is not None:
                concurrent_edits.merge_others(self, request, unquote(object_id))
                if self.has_copies:
                    working_copies.before_saving(self, request, unquote(object_id))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_list_display(self, request):
        """Add which entries have a working copy, where any has."""
        columns = super().get_list_display(request)
        return [*columns, *working_copies.column_of_copies(self, request)] if self.has_copies else columns

    def panels_of(self, request):
        """Return on the page of a working copy only what is about that, and nothing where nobody looks."""
        panels = [] if copying.is_replayed(request) else super().panels_of(request)
        return (
            [panel for panel in panels if panel.above_fields or panel in COPIES] if copying.is_page(request) else panels
        )

    def save_related(self, request, form, formsets, change):
        """Save what belongs to the row; a working copy keeps what was chosen in its forms."""
        super().save_related(request, form, formsets, change)
        if tried := copying.of(request):
            tried.forms = [form, *(each for formset in formsets for each in formset.forms)]

    def response_change(self, request, obj):
        """Say that it was saved, but not where it is a try or nobody reads it."""
        return redirect(request.path) if copying.of(request) else super().response_change(request, obj)

    def history_view(self, request, object_id, extra_context=None):
        """Show the versions of an entry, the latest first."""
        entry = self.get_row(request, object_id)
        if not self.has_view_or_change_permission(request, entry):
            raise PermissionDenied
        return versions.history_page(self, request, entry)

    def render_delete_form(self, request, context):
        """Say what refers to the entry, and offer what is better than deleting it."""
        entry = context["object"]
        context |= {
            "title": f"Delete {entry}",
            "references": references_to(entry),
            "instead": self.instead_of_deleting(request, entry),
            "change_url": self.entry_url("change", entry.pk),
        }
        return super().render_delete_form(request, context)

    def instead_of_deleting(self, request: StaffRequest, entry: Model) -> dict[str, Any] | None:
        """Return what could be done instead, None when there is nothing.

        It has a `text`, a `button`, a `url`, and `asks`: whether a page is there that asks once more, or it is posted.
        """
        return None


class PublishedEntryAdmin(EntryAdmin):
    """An admin class of entries with versions that are published. Buttons change their state, never the form."""

    change_list_template = "admin/staff_list_change_list.html"
    has_copies = True
    pages = [*publishing.PAGES, *COPY_PAGES, *EntryAdmin.pages]
    panels = [*EntryAdmin.panels, *COPIES, *publishing.PANELS, publishing.DEAD_LINKS]
    actions = publishing.BULK_ACTIONS

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.list_title = str(capfirst(self.opts.verbose_name_plural))
        self.staff_lists = self.staff_lists or worklist.staff_lists_of(model)

    def has_change_permission(self, request, obj=None):
        """Whether they may change rows, and this one in its state: what is public, only those who may publish."""
        is_allowed = super().has_change_permission(request, obj)
        is_open = obj is None or copying.keeps_public(request) or workflow.may_change(request.user, obj)
        return is_allowed and is_open

    def has_delete_permission(self, request, obj=None):
        """Whether they may delete rows: none that is public where a second person is wanted. They may archive it."""
        is_asked = isinstance(obj, self.model) and at_once.must_ask(request.user, obj)
        return super().has_delete_permission(request, obj) and not is_asked

    def delete_view(self, request, object_id, extra_context=None):
        """Ask whether to delete a row, or say why it is not deleted while the public sees it."""
        row = self.get_object(request, unquote(str(object_id)))
        if row is not None and at_once.must_ask(request.user, row):
            raise at_once.SecondPersonWanted(f"{at_once.refusal(row)} Or archive it, which hides it at once.")
        return super().delete_view(request, object_id, extra_context)

    def has_publish_permission(self, request):
        """Whether they may publish rows: who may not change any of this kind may not publish one either."""
        return workflow.may_publish(request.user) and super().has_change_permission(request)

    def may_take_step(self, request: StaffRequest, entry: Model, step: str) -> bool:
        """Whether the user may take such a step at all. Whether it fits the state of the entry, the rule checks."""
        may_publish = step == "hand_in" or workflow.may_publish(request.user)
        return may_publish and super().has_change_permission(request, entry)

    def warnings_before(self, request: StaffRequest, entry: Any, form: PublicationForm) -> list[str]:
        """Return warnings about `entry`, in sentences, before the step of `form` is taken."""
        return []

    def one_revision(self, request):
        """Return what makes one revision of all that `request` saves; a step taken with many rows says so."""
        step = request.POST.get("action", "").removesuffix("_chosen")
        if step not in publishing.BULK_STEPS:
            return super().one_revision(request)
        return revising(by=request.user, kind=RevisionKind.PUBLICATION, reason=steps.STEP_NAMED[step].done)

    def view_on_site(self, obj):
        """Return the entry's public address; None while it has none."""
        return obj.get_absolute_url() if obj.is_published and getattr(obj, "slug", "") else None

    def instead_of_deleting(self, request, entry):
        """Offer to archive it, to who may publish."""
        if not workflow.may_publish(request.user) or entry.publication == steps.ARCHIVED:
            return None
        return {
            "text": "Archive it instead. The public does not see it any more, but what refers to it stays whole.",
            "button": "Archive it…",
            "url": self.entry_url("publication", entry.pk, "archive"),
            "asks": True,
        }


class PartOfPublishedAdmin(EntryAdmin):
    """An admin class of parts of partnerships: only those who may publish change parts of a public one.

    Where a second person is wanted, nobody does it here: the working copy of the partnership has its parts in it.
    """

    panels = [*EntryAdmin.panels, working_copies.PARTS_ELSEWHERE]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_changeable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_changeable(request, obj)

    def _is_changeable(self, request, obj):
        if not isinstance(obj, self.model):
            return True
        may = workflow.may_change(request.user, obj.partnership)
        return may and not at_once.must_ask(request.user, obj.partnership)

    def get_field_queryset(self, db, db_field, request):
        """Offer only partnerships this user may change at once."""
        rows = super().get_field_queryset(db, db_field, request)
        return rows.exclude(_only_in_copies(request)) if db_field.name == "partnership" else rows

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Say beside the choice of a partnership which are not offered, and where a part of these is added."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "partnership" and field is not None:
            rows = self.own_choices_of(db_field, request).filter(_only_in_copies(request))
            field.help_text = working_copies.where_to_add(rows) or field.help_text
        return field

    def own_choices_of(self, db_field, request):
        """Return the rows that the user may choose of for a field, whatever is public of them."""
        rows = super().get_field_queryset(None, db_field, request)
        return own_rows(db_field.related_model._default_manager.all(), request.user) if rows is None else rows


def _only_in_copies(request):
    """Return the condition of partnerships of which this user changes parts in working copies only."""
    public = Q(publication=steps.PUBLISHED)
    return public & Q(bridge__needs_second_person=True) if workflow.may_publish(request.user) else public
