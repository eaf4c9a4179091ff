"""Two people edit the same entry: the second to save sees what the first made of it, and nothing is written over."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.utils.timezone import localtime

from partnerships import versions
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.versions import SITE
from partnerships.forms import edit_conflicts
from partnerships.forms.edit_conflicts import InlineForms, SentForm
from partnerships.text.sentences import listed, name_of

UNDECIDED = "Somebody else saved this entry while you had it open. Nothing of yours is saved yet: see above."


class ConcurrentEdits(RowLevelAdmin):
    """An admin class of entries with versions, whose form says what others saved since it was opened."""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """Look first, when a form is sent, at what others saved since it was opened. The row is locked for that."""
        request.conflict = None
        if request.method == "POST" and object_id is not None:
            entry = self.get_object(request, unquote(object_id))
            if entry is not None and self.has_change_permission(request, entry):
                self.model._base_manager.select_for_update().get(pk=entry.pk)
                self._detect_conflict(request, self.get_object(request, str(entry.pk)))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _detect_conflict(self, request, entry) -> None:
        """Merge what others saved into what was sent; remember it on the request when the person has to decide."""
        fields, inlines = self._form_class(request, entry).base_fields, list(self._inlines_for_parts(request, entry))
        conflict = edit_conflicts.detect(SentForm(entry, fields, inlines, request.POST, request.FILES, by=request.user))
        if conflict is None:
            return
        request.POST = conflict.data
        if conflict.must_ask:
            request.conflict = conflict
        elif conflict.rows:
            authors, labels = self._authors(conflict), conflict.labels
            messages.info(request, f"{authors} saved {labels} meanwhile. That is kept beside yours.")

    def _form_class(self, request, entry):
        fields = flatten_fieldsets(self.get_fieldsets(request, entry))
        return self.get_form(request, entry, change=True, fields=fields)

    def _inlines_for_parts(self, request, entry):
        """Yield the inline forms that are for a part of the entry."""
        parts = {part.model: part for part in versions.kind_of(self.model).parts}
        numbers: dict[str, int] = {}
        for formset, inline in self.get_formsets_with_inlines(request, entry):
            prefix = formset.get_default_prefix()
            numbers[prefix] = numbers.get(prefix, 0) + 1
            if numbers[prefix] != 1:
                prefix = f"{prefix}-{numbers[prefix]}"
            if part := parts.get(inline.model):
                fields = {name: field for name, field in formset.form.base_fields.items() if name != part.owner}
                yield InlineForms(prefix, part, fields)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class; one that is not valid while the person has not seen what others saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "conflict", None) is None:
            return form

        class UndecidedForm(form):
            def full_clean(self):
                """Refuse to be saved: the person decides first."""
                super().full_clean()
                self.add_error(None, UNDECIDED)

        return UndecidedForm

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add what the form was opened with, and what others saved since."""
        if change and obj is not None and self.has_change_permission(request, obj):
            conflict = getattr(request, "conflict", None)
            # A form with other mistakes keeps what it was opened with; one that showed what others saved starts anew.
            sent = request.POST.get("seen", "") if request.method == "POST" and conflict is None else ""
            context["seen"] = sent or edit_conflicts.token(obj, self._form_class(request, obj).base_fields)
            if conflict is not None:
                context["conflict"] = {
                    "rows": conflict.rows,
                    "authors": self._authors(conflict),
                    "labels_of_both": conflict.labels_of_both,
                }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _authors(self, conflict) -> str:
        """Return who saved, and when: "jo at 10:05 and sam at 10:09"."""
        earliest_first = reversed(conflict.revisions)
        saved = (f"{name_of(revision.by, SITE)} at {localtime(revision.at):%H:%M}" for revision in earliest_first)
        return listed(dict.fromkeys(saved)) or "Somebody"
