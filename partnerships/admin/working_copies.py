"""Working copies in the back office: the page one is written on, its steps, notes of it, and saving it in the end."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import get_script_prefix, resolve
from django.utils.datastructures import MultiValueDict

from partnerships.admin import concurrent_edits, copying
from partnerships.admin.pages import ASK_AND_POST, POST, Page, Panel
from partnerships.forms.working_copies import STEPS, content_of, form_data, lost_in, steps_for
from partnerships.models import WorkingCopy
from partnerships.publishing import at_once, copy_saving, previews, second_person, working_copies
from partnerships.text.sentences import listed, name_of
from partnerships.versions import latest_key
from partnerships.views.staff_requests import key_in

SAVED = "Saved as a working copy. The public still sees the entry as it was."
TOO_LATE = (
    "{} has saved a working copy of this since you opened it. Nothing of yours is saved yet. Look at theirs in another "
    "window. If you save again, yours takes its place."
)
SECOND_PERSON = "{} wants a second person to look first, so what is public is not changed at once: save a working copy."
BOTH_CHANGED = "Since it was begun somebody else has changed {}, as it does. Open the working copy and decide."


def edit(model_admin, request, entry):
    """Show the form of an entry as its working copy has it, or save it as a working copy."""
    copy = working_copies.of(entry)
    if copy is None and not working_copies.is_public(entry):
        messages.info(request, "The public does not see this entry, so change it here: it needs no working copy.")
        return redirect(model_admin.entry_url("change", entry.pk))
    if request.method == "POST":
        return _save(model_admin, request, entry, copy)
    copying.begin(request, is_shown=copy is not None)
    if copy is not None:
        _fill(request, model_admin, entry, copy)
        request._dont_enforce_csrf_checks = True
    return _form(model_admin, request, entry)


def _fill(request, model_admin, entry, copy):
    """Let `request` send the form of `entry` as `copy` has it."""
    fields = concurrent_edits.fields_of(model_admin, request, entry)
    prefixes = [formset.get_default_prefix() for formset, _ in model_admin.get_formsets_with_inlines(request, entry)]
    # Django would read files, and with them an empty form, of what a browser that only asks for a page has sent.
    request.method, request._files = "POST", MultiValueDict()
    request.POST = form_data(copy, entry, fields, prefixes)


def _form(model_admin, request, entry):
    title = f"Working copy of {entry}"
    return model_admin.changeform_view(request, str(entry.pk), "", {"title": title, "subtitle": None})


def _save(model_admin, request, entry, copy):
    """Try to save the form, take that back, and keep what was sent as the working copy."""
    tried = copying.begin(request)
    edition = key_in(request.POST.get("edition", "")) or 0
    if edition != (copy.edition if copy else 0):
        request.refusal = TOO_LATE.format(name_of(copy.saved_by if copy else None))
    content = None
    with copy_saving.taken_back():
        response = _form(model_admin, request, entry)
        if isinstance(response, HttpResponseRedirect):
            fields = concurrent_edits.fields_of(model_admin, request, entry)
            content = content_of(request.POST, entry, fields, tried.forms)
    if content is None:
        return response
    try:
        working_copies.keep(entry, content=content, began_from=tried.began_from, edition=edition, by=request.user)
    except working_copies.CopyChanged as changed:
        request.refusal = TOO_LATE.format(name_of(changed.by))
        return _form(model_admin, request, entry)
    messages.success(request, SAVED)
    if lost := lost_in(request.POST, entry, fields):
        messages.warning(request, f"No working copy keeps {listed(lost)}. Change that in the entry itself.")
    return redirect(model_admin.entry_url("working_copy", entry.pk))


def take_step(model_admin, request, entry, step):
    """Ask for confirmation of a step with a working copy, or take it."""
    copy = working_copies.of(entry)
    if copy is None or step not in STEPS:
        raise Http404
    form = STEPS[step](request.POST if request.method == "POST" else None, entry=entry, by=request.user)
    if form.is_bound and form.is_valid() and (done := form.carry_out()):
        messages.success(request, f"{entry}: {done}.")
        is_left = working_copies.of(entry) is not None
        return redirect(model_admin.entry_url("working_copy" if is_left else "change", entry.pk))
    context = {
        "title": f"{form.title}: {entry}",
        "entry": entry,
        "form": form,
        "change_url": model_admin.entry_url("working_copy", entry.pk),
    }
    return model_admin.page(request, "admin/publication/step.html", context)


def end_previews(model_admin, request, entry):
    """Make the preview links of a working copy stop working."""
    if copy := working_copies.of(entry):
        previews.end_links(entry=copy, by=request.user)
        messages.success(request, "The links to the preview that were handed out have stopped working.")
    return redirect(model_admin.entry_url("working_copy", entry.pk))


def _panel(model_admin, request, entry):
    """Return what the page of an entry says of its working copy, and the page of the copy of itself."""
    if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
        return None
    copy, is_page, may = (
        working_copies.of(entry),
        copying.is_page(request),
        copying.may_write(model_admin, request, entry),
    )
    is_closed = may and working_copies.is_public(entry) and not model_admin.has_change_permission(request, entry)
    if copy is None and not is_page and not is_closed:
        return None
    panel = {"copy": copy, "is_page": is_page, "entry": entry, "may_write": may}
    panel["url"] = model_admin.entry_url("working_copy", entry.pk)
    panel["change_url"] = model_admin.entry_url("change", entry.pk)
    if copy and is_page:
        panel["buttons"] = [
            {"label": STEPS[step].title, "url": model_admin.entry_url("copy_step", entry.pk, step)}
            for step in steps_for(copy, entry, request.user)
        ]
        panel["why_not"] = working_copies.why_not(request.user, entry, copy)
        if getattr(entry, "page", ""):
            end_url = model_admin.entry_url("end_copy_previews", entry.pk)
            days = previews.PREVIEW_LINK.max_age.days
            panel["preview"] = {"link": previews.preview_link(copy), "days": days, "end_url": end_url}
    return panel


def _saving(model_admin, request, entry):
    """Return what the buttons below the form do: save at once, a working copy, or either. Its edition is sent along."""
    if copying.is_page(request):
        copy = working_copies.of(entry)
        return {"is_copy_page": True, "edition": copy.edition if copy else 0}
    may = model_admin.has_change_permission(request, entry) and IS_POPUP_VAR not in request.GET
    if not may or not working_copies.is_public(entry):
        return None
    return {
        "copy_url": model_admin.entry_url("working_copy", entry.pk),
        "only_copies": at_once.must_ask(request.user, entry),
        "has_not_shown": hasattr(entry, "contact_email"),
    }


def before_saving(model_admin, request, object_id):
    """Note up to which revision a form has seen its entry, or refuse to save at once where a second person is wanted.

    What is refused stays as it was sent.
    """
    entry = model_admin.get_object(request, object_id)
    tried = copying.of(request)
    if entry is not None and tried:
        tried.began_from = latest_key(entry)
    elif entry is not None and at_once.must_ask(request.user, entry) and _changes_what_is_shown(model_admin, request, entry):
        request.refusal = SECOND_PERSON.format(second_person.bridge_of(entry))


def _changes_what_is_shown(model_admin, request, entry):
    """Whether a form that is sent changes more than where enquiries go, which no copy keeps and nobody is shown."""
    form = model_admin.get_form(request, entry, change=True)(request.POST, request.FILES, instance=entry)
    formsets, _ = model_admin._create_formsets(request, entry, change=True)
    is_part_changed = any(each.has_changed() for formset in formsets for each in formset.forms)
    return is_part_changed or not at_once.NOT_SHOWN.issuperset(form.changed_data)


def column_of_copies(model_admin, request):
    """Return the column of a list that says of which entries there is a working copy; none where there is none."""
    keys = model_admin.get_queryset(request).order_by().values("pk")
    copies = WorkingCopy.objects.filter(content_type__app_label=model_admin.opts.app_label)
    copies = copies.filter(content_type__model=model_admin.opts.model_name, object_id__in=keys)
    found = {copy.object_id: copy for copy in copies.select_related("author")}

    def working_copy(entry):
        copy = found.get(entry.pk)
        return f"by {name_of(copy.author)}, since {copy.begun_at:%d/%m/%Y}" if copy else ""

    return [admin.display(working_copy, description="working copy")] if found else []


# Saving a copy into its entry.


def save_copy(copy: WorkingCopy, by, is_strict: bool) -> list[str]:
    """Save `copy` through the form of its entry as `by`, in the open transaction; return why it could not be."""
    model_admin = admin.site.get_model_admin(type(copy.entry)) if copy.entry else None
    if model_admin is None:
        return ["The entry has been deleted."]
    url = model_admin.entry_url("change", copy.object_id)
    request = _request(url, by)
    copying.begin(request, is_replayed=True, is_strict=is_strict)
    entry = model_admin.get_object(request, str(copy.object_id))
    if entry is None or not model_admin.has_change_permission(request, entry):
        return [f"{name_of(by)} may not change this entry."]
    _fill(request, model_admin, entry, copy)
    try:
        response = model_admin.changeform_view(request, str(copy.object_id))
    except (PermissionDenied, Http404):
        return [f"{name_of(by)} may not change this entry."]
    return [] if isinstance(response, HttpResponseRedirect) else _reasons(request, response.context_data)


def _request(url, by):
    request: Any = HttpRequest()
    request.path = request.path_info = url
    request.resolver_match = resolve(f"/{url.removeprefix(get_script_prefix())}")
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "443", "SCRIPT_NAME": get_script_prefix().rstrip("/")}
    # Messages that nobody reads: nobody has sent the request.
    request.user, request.session, request._messages = by, SessionStore(), CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    return request


def _reasons(request, context) -> list[str]:
    """Return in sentences why a form was not saved."""
    if conflict := getattr(request, "conflict", None):
        return [BOTH_CHANGED.format(conflict.labels_of_both)]
    form = context["adminform"].form
    forms = [form, *(each for inline in context["inline_admin_formsets"] for each in inline.formset.forms)]
    reasons = [
        f"{each.fields[name].label}: {error}" if name in each.fields else str(error)
        for each in forms
        for name, errors in each.errors.items()
        for error in errors
    ]
    reasons += [str(error) for inline in context["inline_admin_formsets"] for error in inline.formset.non_form_errors()]
    return (
        reasons or [warning.sentence for warning in getattr(form, "warnings", [])] or ["Something in it is not right."]
    )


copy_saving.register(save_copy)
PAGES = [
    Page("<int:pk>/working-copy/", "working_copy", edit, copying.may_write, ASK_AND_POST),
    Page("<int:pk>/working-copy/end-previews/", "end_copy_previews", end_previews, copying.may_write, POST),
    Page("<int:pk>/working-copy/<slug:step>/", "copy_step", take_step, copying.may_write, ASK_AND_POST),
]
def _elsewhere(model_admin, request, part):
    """Return where a part of a partnership is changed whose Bridge Organisation wants a second person."""
    entry = part.partnership
    if not at_once.must_ask(request.user, entry):
        return None
    model_admin = admin.site.get_model_admin(type(entry))
    return {"words": at_once.refusal(entry), "url": model_admin.entry_url("working_copy", entry.pk)}


PARTS_ELSEWHERE = Panel("elsewhere", "admin/_elsewhere.html", _elsewhere)
PANELS = [
    Panel("working_copy", "admin/_working_copy.html", _panel),
    Panel("saving", "admin/_edition.html", _saving, above_fields=True),
]
