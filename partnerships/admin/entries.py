"""Admin classes of entries: versions, edits that do not cross, deletion that explains itself, and publication."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.text import capfirst

from partnerships.admin import concurrent_edits, publishing, versions
from partnerships.admin.base import RowLevelAdmin
from partnerships.curation import worklist
from partnerships.curation.references import references_to
from partnerships.forms.widgets import ProseInput
from partnerships.forms.workflow import PublicationForm
from partnerships.models.versions import revising
from partnerships.publishing import steps, workflow
from partnerships.views.staff_requests import StaffRequest
from partnerships.vocabulary import RevisionKind


def fieldset(heading: str | None, *fields: str, description: str | None = None) -> tuple[str | None, Any]:
    """Return the group of `fields` of a form under a `heading`, as Django's admin takes it."""
    return heading, {"fields": fields, "description": description}


class EntryAdmin(RowLevelAdmin):
    """An admin class of entries with versions (partnerships/versions)."""

    delete_confirmation_template = "admin/entries/delete.html"
    refuses_unseen = False
    pages = versions.PAGES
    panels = concurrent_edits.PANELS
    # Fields in Markdown, which are written with a preview.
    prose: tuple[str, ...] = ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.prose:
            kwargs["widget"] = ProseInput({"class": "vLargeTextField", "rows": 10})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, made for each request, with the user in `by`."""
        form = concurrent_edits.undecided(super().get_form(request, obj, change=change, **kwargs), request)
        form.by = request.user
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form, or save it after a look at what others saved since it was opened."""
        with self.one_revision(request):
            if request.method == "POST" and object_id is not None:
                concurrent_edits.merge_others(self, request, unquote(object_id))
            return super().changeform_view(request, object_id, form_url, extra_context)

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
    pages = [*publishing.PAGES, *EntryAdmin.pages]
    panels = [*EntryAdmin.panels, *publishing.PANELS, publishing.DEAD_LINKS]
    actions = publishing.BULK_ACTIONS

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.list_title = str(capfirst(self.opts.verbose_name_plural))
        self.staff_lists = self.staff_lists or worklist.staff_lists_of(model)

    def has_change_permission(self, request, obj=None):
        """Whether they may change rows, and this one in its state: what is public, only those who may publish."""
        is_allowed = super().has_change_permission(request, obj)
        return is_allowed and (obj is None or workflow.may_change(request.user, obj))

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
    """An admin class of parts of partnerships: only those who may publish change parts of a public one."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_changeable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_changeable(request, obj)

    def _is_changeable(self, request, obj):
        return not isinstance(obj, self.model) or workflow.may_change(request.user, obj.partnership)

    def get_field_queryset(self, db, db_field, request):
        """Offer only partnerships this user may change."""
        rows = super().get_field_queryset(db, db_field, request)
        if db_field.name == "partnership" and not workflow.may_publish(request.user):
            return rows.exclude(publication=steps.PUBLISHED)
        return rows
