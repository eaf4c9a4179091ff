"""The steps of a working copy in the back office: handing in, reviewing, planning, publishing and discarding it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from partnerships.admin import copying
from partnerships.admin.pages import ASK_AND_POST, POST, Page
from partnerships.forms.working_copies import OF_AN_EDITION, STEPS
from partnerships.publishing import previews, working_copies
from partnerships.publishing.workflow import as_text
from partnerships.text.sentences import name_of
from partnerships.views.staff_requests import key_in
from partnerships.vocabulary.working_copies import CopyState

SAVED_AGAIN = "{} saved this working copy again on {}, after you had opened it. This is how it is now."
# The steps after which the public may see what it says.
ASKED_BEFORE = ("hand-in", *OF_AN_EDITION)


def take_step(model_admin, request, entry, step):
    """Ask for confirmation of a step with a working copy, or take it."""
    copy = working_copies.of(entry)
    if copy is None or step not in STEPS:
        raise Http404
    copy_url = model_admin.entry_url("working_copy", entry.pk)
    seen = key_in(request.GET.get("edition", "")) or copy.edition
    if step in OF_AN_EDITION and request.method != "POST" and seen != copy.edition:
        messages.warning(request, SAVED_AGAIN.format(name_of(copy.saved_by), f"{as_text(copy.saved_at)}"))
        return redirect(copy_url)
    form = STEPS[step](request.POST if request.method == "POST" else None, entry=entry, by=request.user)
    form.initial["edition"] = seen
    obstacles = _obstacles(request, entry, copy, step)
    is_heeded = "heeded" in request.POST or step in OF_AN_EDITION or not obstacles
    if form.is_bound and form.is_valid() and is_heeded and (done := form.carry_out()):
        messages.success(request, f"{entry}: {done}.")
        is_left = working_copies.of(entry) is not None
        return redirect(copy_url if is_left else model_admin.entry_url("change", entry.pk))
    context = _context(model_admin, request, entry, copy, step, form, obstacles)
    return model_admin.page(request, "admin/publication/step.html", context)


def _obstacles(request, entry, copy, step):
    """Return why what the copy says could not be public now, before somebody hands it in or publishes it."""
    if step not in ASKED_BEFORE or step in OF_AN_EDITION and request.method == "POST":
        return []
    return working_copies.obstacles(entry, copy, by=request.user)


def _context(model_admin, request, entry, copy, step, form, obstacles):  # noqa: PLR0913 what a page of a step shows
    copy_url = model_admin.entry_url("working_copy", entry.pk)
    why_not = working_copies.why_not(request.user, entry, copy) if step in OF_AN_EDITION else ""
    is_stopped = bool(why_not or (obstacles and step in OF_AN_EDITION))
    instead = None
    if why_not and copy.state == CopyState.DRAFT:
        instead = {"label": STEPS["hand-in"].title, "url": model_admin.entry_url("copy_step", entry.pk, "hand-in")}
    elif obstacles or form.errors:
        instead = {"label": "Open the working copy", "url": copy_url}
    return {
        "title": f"{form.title}: {entry}",
        "entry": entry,
        "form": form,
        "standing": copy,
        "obstacles": obstacles,
        "why_not": "" if form.errors else why_not,
        "is_stopped": is_stopped,
        "instead": instead,
        "change_url": copy_url,
        "is_destructive": step == "discard",
    }


def end_previews(model_admin, request, entry):
    """Make the preview links of a working copy stop working."""
    if copy := working_copies.of(entry):
        previews.end_links(entry=copy, by=request.user)
        messages.success(request, "The links to the preview that were handed out have stopped working.")
    return redirect(model_admin.entry_url("working_copy", entry.pk))


PAGES = [
    Page("<int:pk>/working-copy/end-previews/", "end_copy_previews", end_previews, copying.may_write, POST),
    Page("<int:pk>/working-copy/<slug:step>/", "copy_step", take_step, copying.may_write, ASK_AND_POST),
]
