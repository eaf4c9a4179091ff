"""The publication state of entries in the back office: buttons on the page of each, and actions for many at once."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from partnerships.forms.workflow import PublicationForm, form_for, names_for, needs_confirmation
from partnerships.models.publishable import Publishable
from partnerships.models.versions import revising
from partnerships.publishing import workflow
from partnerships.publishing.steps import PUBLISHED, STEP_NAMED, STEPS, Step
from partnerships.publishing.workflow import PublicationError
from partnerships.text.sentences import listed
from partnerships.views.staff_requests import StaffRequest
from partnerships.vocabulary import RevisionKind

# Fields that buttons change, never the form.
BUTTON_FIELDS = {"publication", "publish_at"}
BULK_STEPS = {
    "hand_in": "Hand in the chosen for review",
    "publish": "Publish the chosen",
    "archive": "Archive the chosen",
}
MAX_NAMED = 30


class PublishableAdmin:
    """For admin classes of publishable entries, before the class that limits the rows."""

    def get_fieldsets(self, request, obj=None):
        """Leave out the fields that buttons change."""
        fieldsets = []
        for heading, options in super().get_fieldsets(request, obj):
            fields = [name for name in options["fields"] if name not in BUTTON_FIELDS]
            if fields:
                fieldsets.append((heading, options | {"fields": fields}))
        return fieldsets

    def has_change_permission(self, request, obj=None):
        """Whether they may change rows, and this one in its state: what is public, only those who may publish."""
        is_allowed = super().has_change_permission(request, obj)
        return is_allowed and (obj is None or workflow.may_change(request.user, obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the state, and buttons for the steps this user may take."""
        if obj is not None and not context["is_popup"]:
            names = names_for(obj, request.user) if self.has_view_or_change_permission(request, obj) else []
            context["publication"] = {
                "entry": obj,
                "buttons": [self._step_button(name, obj) for name in names],
                "is_closed": not workflow.may_change(request.user, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _step_button(self, name, entry):
        url = self.entry_url("publication", entry.pk, name)
        return {"label": form_for(name).title, "url": url, "needs_confirmation": needs_confirmation(name)}

    def get_urls(self):
        """Put the address of a step before Django's own."""
        view = self.admin_site.admin_view(self.publication_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_publication"
        return [path("<int:pk>/publication/<slug:step>/", view, name=name), *super().get_urls()]

    def publication_view(self, request, pk, step):
        """Ask for confirmation of a step with an entry, or take it and show the entry again."""
        entry = self.get_object(request, str(pk))
        try:
            form_class = form_for(step)
        except KeyError:
            entry = None
        if entry is None:
            raise Http404
        if not self._may_take_step(request, entry, step):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        form = form_class(request.POST if request.method == "POST" else None, entry=entry, by=request.user)
        # An incomplete entry is refused anyway.
        is_incomplete = form.makes_public and workflow.missing(entry)
        warnings = [] if is_incomplete else self.warnings_before(request, entry, form)
        # "heeded" is what forms that are open in a browser send.
        is_acknowledged = not warnings or "heeded" in request.POST
        if form.is_bound and form.is_valid() and is_acknowledged and form.carry_out():
            self.log_change(request, entry, form.done)
            messages.success(request, f"{entry}: {form.done}.")
            is_theirs = self.get_queryset(request).filter(pk=pk).exists()
            return redirect(self.entry_url("change", pk) if is_theirs else self.entry_url("changelist"))
        return self._step_page(request, entry, form, warnings)

    def warnings_before(self, request: StaffRequest, entry: Any, form: PublicationForm) -> list[str]:
        """Return warnings about `entry`, in sentences, before the step of `form` is taken."""
        return []

    def _may_take_step(self, request, entry, step):
        """Whether the user may take such a step at all. Whether it fits the state of the entry, the rule checks."""
        if not self.has_view_or_change_permission(request, entry):
            return False
        if step == "hand_in":
            return super().has_change_permission(request, entry)
        return workflow.may_publish(request.user)

    def _step_page(self, request, entry, form, warnings):
        problems = [(str(error), "") for error in form.non_field_errors()]
        problems += [(errors[0], form[name].id_for_label) for name, errors in form.errors.items() if name != "__all__"]
        context = self.admin_site.each_context(request) | {
            "title": f"{form.title}: {entry}",
            "opts": self.opts,
            "entry": entry,
            "form": form,
            "problems": problems,
            "warnings": warnings,
            "missing": workflow.missing(entry) if form.makes_public else [],
            "change_url": self.entry_url("change", entry.pk),
        }
        return TemplateResponse(request, "admin/publication/step.html", context)

    def get_actions(self, request):
        """Add the steps for many rows that this user may take."""
        actions = super().get_actions(request)
        for name, label in BULK_STEPS.items():
            has_actions = self.actions is not None and IS_POPUP_VAR not in request.GET
            if has_actions and self._may_take_step(request, None, name):
                actions[f"{name}_chosen"] = (partial(self._take_bulk_step, name), f"{name}_chosen", label)
        return actions

    def changelist_view(self, request, extra_context=None):
        """Show the list; a step taken with many rows is one revision that says so."""
        name = request.POST.get("action", "").removesuffix("_chosen")
        if request.method != "POST" or name not in BULK_STEPS:
            return super().changelist_view(request, extra_context)
        with revising(by=request.user, kind=RevisionKind.PUBLICATION, reason=STEP_NAMED[name].done):
            return super().changelist_view(request, extra_context)

    @staticmethod
    def _take_bulk_step(name: str, model_admin, request, queryset):
        """Ask for confirmation of the step with all chosen rows it is possible with, or take it."""
        step = STEP_NAMED[name]
        why_not = [(entry, _why_not(step, entry)) for entry in queryset]
        possible = [entry for entry, reason in why_not if not reason]
        impossible = [(entry, reason) for entry, reason in why_not if reason]
        if "confirmed" not in request.POST:
            return _confirmation_page(model_admin, request, step, possible, impossible)
        taken = 0
        for entry in possible:
            try:
                workflow.move(entry, to=step.to, by=request.user)
            except PublicationError as refusal:
                impossible.append((entry, str(refusal)))
            else:
                model_admin.log_change(request, entry, step.done)
                taken += 1
        messages.success(request, f"{step.done}: {taken}.")
        for entry, reason in impossible[:MAX_NAMED]:
            messages.warning(request, f"{entry}: {reason}")
        return None


def _why_not(step: Step, entry: Publishable) -> str:
    """Return the reason, a sentence, why `step` cannot be taken with `entry`; "" when it can."""
    if entry.publication not in step.before:
        return f"It is {entry.get_publication_display().lower()}."
    missing = workflow.missing(entry) if step.to == PUBLISHED else []
    return f"It lacks {listed(missing)}." if missing else ""


def _confirmation_page(model_admin, request, step, possible, impossible):
    context = model_admin.admin_site.each_context(request) | {
        "title": step.label,
        "opts": model_admin.opts,
        "step": step,
        "possible": possible[:MAX_NAMED],
        "possible_count": len(possible),
        "impossible": impossible[:MAX_NAMED],
        "impossible_count": len(impossible),
        "chosen": [
            (name, value)
            for name in (ACTION_CHECKBOX_NAME, "action", "select_across", "index")
            for value in request.POST.getlist(name)
        ],
        "list_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/publication/many.html", context)


assert set(BULK_STEPS) <= {step.name for step in STEPS}


class PartOfPublished:
    """For admin classes of parts of partnerships: only those who may publish change parts of a public one."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_changeable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_changeable(request, obj)

    def _is_changeable(self, request, obj):
        return not isinstance(obj, self.model) or workflow.may_change(request.user, obj.partnership)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer only partnerships this user may change."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "partnership" and not workflow.may_publish(request.user):
            field.queryset = field.queryset.exclude(publication=PUBLISHED)
        return field
