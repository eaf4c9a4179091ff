"""The publication state of entries in the back office: buttons on the page of each, actions for many, preview links."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect

from partnerships.admin.lists import chosen_rows
from partnerships.admin.pages import ASK_AND_POST, POST, Page, Panel, may_change
from partnerships.curation import link_check
from partnerships.forms.workflow import MAKE_PUBLIC, form_for, names_for, needs_confirmation, why_not_publish
from partnerships.models.publishable import Publishable
from partnerships.published_kinds.table import kind_of
from partnerships.publishing import previews, workflow
from partnerships.publishing.steps import DRAFT, PUBLISHED, STEP_NAMED, Step
from partnerships.text.sentences import listed

# The steps for many at once, each with its label and the permission Django asks for.
BULK_STEPS = {
    "hand_in": ("Hand in the chosen for review", "change"),
    "publish": ("Publish the chosen", "publish"),
    "archive": ("Archive the chosen", "publish"),
}
MAX_NAMED = 30
# What takes something away does not look like what brings it about; the first step a person can take stands out.
LOOK_OF_STEPS = {"archive": "button-warning", "withdraw": "button-secondary"}
assert set(BULK_STEPS) <= set(STEP_NAMED)


def _publication(model_admin, request, entry):
    """Return the state of `entry`, and buttons for the steps this user may take."""
    if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
        return None
    names = names_for(entry, request.user) if model_admin.has_view_or_change_permission(request, entry) else []
    buttons = [
        {
            "label": form_for(name).title,
            "url": model_admin.entry_url("publication", entry.pk, name),
            "needs_confirmation": needs_confirmation(name),
            "look": LOOK_OF_STEPS.get(name, "" if name == names[0] else "button-secondary"),
        }
        for name in names
    ]
    why_not = why_not_publish(entry, request.user)
    closed = not workflow.may_change(request.user, entry)
    return {"entry": entry, "buttons": buttons, "is_closed": closed, "why_not": why_not}


def take_step(model_admin, request, entry, step):
    """Ask for confirmation of a step with an entry, or take it and show the entry again."""
    try:
        form_class = form_for(step)
    except KeyError:
        raise Http404 from None
    if not model_admin.may_take_step(request, entry, step):
        raise PermissionDenied
    form = form_class(request.POST if request.method == "POST" else None, entry=entry, by=request.user)
    missing = workflow.missing(entry) if form.makes_public else []
    # An incomplete entry is refused anyway.
    warnings = [] if missing else model_admin.warnings_before(request, entry, form)
    # "heeded" is what forms that are open in a browser send.
    is_acknowledged = not warnings or "heeded" in request.POST
    if form.is_bound and form.is_valid() and is_acknowledged and (done := form.carry_out()):
        model_admin.log_change(request, entry, done)
        messages.success(request, f"{entry}: {done}.")
        is_theirs = model_admin.get_queryset(request).filter(pk=entry.pk).exists()
        return redirect(model_admin.entry_url(*(("change", entry.pk) if is_theirs else ("changelist",))))
    context = {
        "title": f"{form.title}: {entry}",
        "entry": entry,
        "form": form,
        "warnings": warnings,
        "missing": missing,
        "change_url": model_admin.entry_url("change", entry.pk),
    }
    context |= _refusal(model_admin, request, entry, step, form)
    return model_admin.page(request, "admin/publication/step.html", context)


def _refusal(model_admin, request, entry, step, form):
    """Return what a page says before anything is pressed where somebody else has to publish `entry`."""
    why_not = why_not_publish(entry, request.user) if step in MAKE_PUBLIC else ""
    refusal = {"why_not": "" if form.errors else why_not, "is_stopped": bool(why_not)}
    if why_not and entry.publication == DRAFT:
        url = model_admin.entry_url("publication", entry.pk, "hand_in")
        refusal["instead"] = {"label": STEP_NAMED["hand_in"].label, "url": url}
    return refusal


def bulk_action(name: str):
    """Return the action that takes the step `name` with all chosen rows it is possible with."""
    label, permission = BULK_STEPS[name]
    action = partial(_take_bulk_step, STEP_NAMED[name])
    action.__name__ = f"{name}_chosen"
    return admin.action(action, description=label, permissions=[permission])


def _take_bulk_step(step: Step, model_admin, request, queryset):
    """Ask for confirmation of a step with the chosen rows, or take it with those it is possible with."""
    why_not = [(entry, _why_not(step, entry, request.user)) for entry in queryset]
    possible = [entry for entry, reason in why_not if not reason]
    impossible = [(entry, reason) for entry, reason in why_not if reason]
    if "confirmed" not in request.POST:
        context = {
            "title": step.label,
            "step": step,
            "possible": possible[:MAX_NAMED],
            "possible_count": len(possible),
            "impossible": impossible[:MAX_NAMED],
            "impossible_count": len(impossible),
            "chosen": chosen_rows(request),
            "list_url": request.get_full_path(),
        }
        return model_admin.page(request, "admin/publication/many.html", context)
    taken = 0
    for entry in possible:
        try:
            workflow.move(entry, to=step.to, by=request.user)
        except workflow.PublicationError as refusal:
            impossible.append((entry, str(refusal)))
        else:
            model_admin.log_change(request, entry, step.done)
            taken += 1
    messages.success(request, f"{step.done}: {taken}.")
    for entry, reason in impossible[:MAX_NAMED]:
        messages.warning(request, f"{entry}: {reason}")
    return None


def _why_not(step: Step, entry: Publishable, user: User) -> str:
    """Return the reason, in sentences, why `user` cannot take `step` with `entry`; "" when they can."""
    if entry.publication not in step.before:
        return f"It is {entry.get_publication_display().lower()}."
    if step.to != PUBLISHED:
        return ""
    missing = workflow.missing(entry)
    return f"It lacks {listed(missing)}." if missing else why_not_publish(entry, user)


def _preview(model_admin, request, entry):
    """Return the preview link of an entry that is not public; None for entries without a page of their own."""
    if entry.is_published or not hasattr(entry, "get_absolute_url"):
        return None
    end_url = model_admin.entry_url("end_previews", entry.pk)
    return {"link": previews.preview_link(entry), "days": previews.PREVIEW_LINK.max_age.days, "end_url": end_url}


def _dead_links(model_admin, request, entry):
    """Return the address that `entry` names, if it is known to lead nowhere."""
    name = kind_of(model_admin.model).link
    return name and sorted(link_check.dead_among([getattr(entry, name)]))


def end_previews(model_admin, request, entry):
    """Make the preview links of an entry stop working, and show the entry again."""
    previews.end_links(entry=entry, by=request.user)
    messages.success(request, "The links to the preview that were handed out have stopped working.")
    return redirect(model_admin.entry_url("change", entry.pk))


PAGES = [Page("<int:pk>/publication/<slug:step>/", "publication", take_step, methods=ASK_AND_POST)]
# Of entries with a page of their own.
PREVIEW_PAGES = [Page("<int:pk>/end-previews/", "end_previews", end_previews, may_change, POST)]
PANELS = [
    Panel("publication", "admin/_publication.html", _publication),
    Panel("preview", "admin/_preview.html", _preview),
]
DEAD_LINKS = Panel("dead_links", "admin/dead_links.html", _dead_links)
BULK_ACTIONS = tuple(bulk_action(name) for name in BULK_STEPS)
