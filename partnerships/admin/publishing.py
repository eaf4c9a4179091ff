"""The state of entries in the back office: buttons on each one's page, and the same for many from the list."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from partnerships.forms.workflow import form_for, names_for, needs_a_page
from partnerships.models.versions import revising
from partnerships.publishing import workflow
from partnerships.publishing.workflow import STEP_NAMED, STEPS, PublicationError
from partnerships.vocabulary import RevisionKind

# What is changed by buttons, never in the form.
BY_BUTTONS = {"publication", "publish_at"}
FOR_MANY = {
    "hand_in": "Hand in the chosen for review",
    "publish": "Publish the chosen",
    "archive": "Archive the chosen",
}
MAX_NAMED = 30


class PublishableAdmin:
    """For admin classes of what is published, before the class that says which rows there are."""

    def get_fieldsets(self, request, obj=None):
        """Leave out of the form what buttons change."""
        kept = []
        for heading, options in super().get_fieldsets(request, obj):
            fields = [name for name in options["fields"] if name not in BY_BUTTONS]
            if fields:
                kept.append((heading, options | {"fields": fields}))
        return kept

    def has_change_permission(self, request, obj=None):
        """Whether they may change rows, and this one as it is: what is public, only who may publish."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or workflow.may_change(request.user, obj))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the state, and the buttons for what this person may do with it."""
        if obj is not None and not context["is_popup"]:
            mine = self.has_view_or_change_permission(request, obj)
            names = names_for(obj, request.user) if mine else []
            context["publication"] = {
                "entry": obj,
                "buttons": [self._step_button(obj, name) for name in names],
                "is_closed": not workflow.may_change(request.user, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _step_button(self, entry: Model, name: str) -> dict:
        form = form_for(name)(entry=entry, by=None)
        return {"label": form.title, "url": self.entry_url("publication", entry.pk, name), "asks": needs_a_page(name)}

    def get_urls(self):
        """Put the address of a change of state before Django's own."""
        view = self.admin_site.admin_view(self.publication_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_publication"
        return [path("<int:pk>/publication/<slug:step>/", view, name=name), *super().get_urls()]

    def publication_view(self, request, pk, step):
        """Ask whether to take a step with an entry, or take it and show the entry again."""
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
        # What is missing is refused anyway.
        lacks = form.makes_public and workflow.missing(entry)
        warnings = [] if lacks else self.warnings_before(request, entry, form)
        heeds = not warnings or "heeded" in request.POST
        if form.is_bound and form.is_valid() and heeds and form.carry_out():
            self.log_change(request, entry, form.done)
            messages.success(request, f"{entry}: {form.done}.")
            is_there = self.get_queryset(request).filter(pk=pk).exists()
            return redirect(self.entry_url("change", pk) if is_there else self.entry_url("changelist"))
        return self._step_page(request, entry, form, warnings)

    def warnings_before(self, request, entry, form) -> list[str]:
        """Return in sentences what looks wrong about `entry` before the step of `form` is taken."""
        return []

    def _may_take_step(self, request, entry, step: str) -> bool:
        """Whether this person may take such a step at all; whether the entry is at it, the rule says."""
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
        """Add the steps for many rows that this person may take."""
        actions = super().get_actions(request)
        for name, label in FOR_MANY.items():
            is_here = self.actions is not None and IS_POPUP_VAR not in request.GET
            if is_here and self._may_take_step(request, None, name):
                actions[f"{name}_chosen"] = (partial(self._take_with_many, name), f"{name}_chosen", label)
        return actions

    def changelist_view(self, request, extra_context=None):
        """Show the list; a step taken with many rows is one revision that says so."""
        name = request.POST.get("action", "").removesuffix("_chosen")
        if request.method != "POST" or name not in FOR_MANY:
            return super().changelist_view(request, extra_context)
        with revising(by=request.user, kind=RevisionKind.PUBLICATION, reason=STEP_NAMED[name].done):
            return super().changelist_view(request, extra_context)

    @staticmethod
    def _take_with_many(name: str, model_admin, request, queryset):
        """Ask whether to take the step with all chosen rows that it can be taken with, or take it."""
        step, possible, impossible = STEP_NAMED[name], [], []
        for entry in queryset:
            why_not = _why_not(step, entry)
            (impossible if why_not else possible).append((entry, why_not))
        if "confirmed" not in request.POST:
            return _many_page(model_admin, request, step, possible, impossible)
        taken = 0
        for entry, _ in possible:
            try:
                workflow.move(entry, to=step.to, by=request.user)
            except PublicationError as refused:
                impossible.append((entry, str(refused)))
            else:
                model_admin.log_change(request, entry, step.done)
                taken += 1
        messages.success(request, f"{step.done}: {taken}.")
        for entry, why_not in impossible[:MAX_NAMED]:
            messages.warning(request, f"{entry}: {why_not}")
        return None


def _why_not(step, entry) -> str:
    """Return in a sentence why `step` cannot be taken with `entry`, "" when it can."""
    if entry.publication not in step.before:
        return f"It is {entry.get_publication_display().lower()}."
    missing = workflow.missing(entry) if step.to == workflow.PUBLISHED else []
    return f"It lacks {workflow.in_a_row(missing)}." if missing else ""


def _many_page(model_admin, request, step, possible, impossible):
    context = model_admin.admin_site.each_context(request) | {
        "title": step.label,
        "opts": model_admin.opts,
        "step": step,
        "possible": [entry for entry, _ in possible[:MAX_NAMED]],
        "possible_count": len(possible),
        "impossible": impossible[:MAX_NAMED],
        "impossible_count": len(impossible),
        "sent": [
            (name, value)
            for name in (ACTION_CHECKBOX_NAME, "action", "select_across", "index")
            for value in request.POST.getlist(name)
        ],
        "here": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/publication/many.html", context)


assert set(FOR_MANY) <= {step.name for step in STEPS}


class PartOfPublished:
    """For admin classes of parts of partnerships: what belongs to a public one is changed only by who may publish."""

    def has_change_permission(self, request, obj=None):
        """Whether they may change rows, and this one."""
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Whether they may delete rows, and this one."""
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def _is_open(self, request, obj):
        return not isinstance(obj, self.model) or workflow.may_change(request.user, obj.partnership)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer only partnerships this person may change."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "partnership" and not workflow.may_publish(request.user):
            field.queryset = field.queryset.exclude(publication=workflow.PUBLISHED)
        return field
