"""Two people edit the same entry: the second to save sees what the first made of it, and nothing is written over."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.utils.timezone import localtime

from partnerships import versions
from partnerships.admin.versions import who
from partnerships.forms import edit_conflicts

ASKED = "Somebody else saved this entry while you had it open. Nothing of yours is saved yet: see above."


class ConcurrentEdits:
    """For admin classes of entries with versions, before the class that says which rows there are."""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        """Look first, when a form is sent, at what others saved since it was opened. The row is locked meanwhile."""
        request.meanwhile = None
        if request.method == "POST" and object_id is not None:
            entry = self.get_object(request, unquote(object_id))
            if entry is not None and self.has_change_permission(request, entry):
                self.model._base_manager.select_for_update().get(pk=entry.pk)
                self._look(request, self.get_object(request, str(entry.pk)))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _look(self, request, entry) -> None:
        form_class = self._form_class(request, entry)
        found = edit_conflicts.detect(entry, form_class.base_fields, request, list(self._parts(request, entry)))
        if found is None:
            return
        request.POST = found.data
        if found.must_ask:
            request.meanwhile = found
        elif found.rows:
            messages.info(request, f"{self._by_whom(found)} saved {found.labels} meanwhile. That is kept beside yours.")

    def _form_class(self, request, entry):
        fields = flatten_fieldsets(self.get_fieldsets(request, entry))
        return self.get_form(request, entry, change=True, fields=fields)

    def _parts(self, request, entry):
        """Give the prefix, the part and the fields of each inline form that is for a part of the entry."""
        parts = {part.model: part for part in versions.kind_of(self.model).parts}
        numbers: dict[str, int] = {}
        for formset, inline in self.get_formsets_with_inlines(request, entry):
            prefix = formset.get_default_prefix()
            numbers[prefix] = numbers.get(prefix, 0) + 1
            if numbers[prefix] != 1:
                prefix = f"{prefix}-{numbers[prefix]}"
            if part := parts.get(inline.model):
                fields = {name: one for name, one in formset.form.base_fields.items() if name != part.owner}
                yield prefix, part, fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class; one that is not valid while the person has not seen what others saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "meanwhile", None) is None:
            return form

        class AskingForm(form):
            def full_clean(self):
                """Refuse to be saved: the person decides first."""
                super().full_clean()
                self.add_error(None, ASKED)

        return AskingForm

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add what the form was opened with, and what others saved since."""
        if change and obj is not None and self.has_change_permission(request, obj):
            found = getattr(request, "meanwhile", None)
            # A form with other mistakes keeps what it was opened with; one that showed what others saved starts anew.
            sent = request.POST.get("seen", "") if request.method == "POST" and found is None else ""
            context["seen"] = sent or edit_conflicts.token(obj, self._form_class(request, obj).base_fields)
            if found is not None:
                context["meanwhile"] = {"rows": found.rows, "by": self._by_whom(found), "has_both": found.has_both}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _by_whom(self, found) -> str:
        people = dict.fromkeys(f"{who(one)} at {localtime(one.at):%H:%M}" for one in reversed(found.revisions))
        return " and ".join(people) or "Somebody"
