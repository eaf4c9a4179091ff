"""Working copies in the back office: the page one is written on, its steps, notes of it, and saving it in the end."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from partnerships.admin import concurrent_edits, copy_replay, copy_steps, copying
from partnerships.admin.pages import ASK_AND_POST, Page, Panel
from partnerships.forms.copy_conflicts import merged
from partnerships.forms.working_copies import (
    OF_AN_EDITION,
    STEPS,
    changed_since_handed_in,
    content_of,
    form_data,
    is_changed,
    lost_in,
    steps_for,
)
from partnerships.models import WorkingCopy
from partnerships.publishing import at_once, copy_saving, previews, second_person, working_copies
from partnerships.publishing.workflow import as_text
from partnerships.text.sentences import listed, name_of
from partnerships.versions import latest_key
from partnerships.views.staff_requests import key_in
from partnerships.vocabulary.working_copies import CopyState

MAX_NAMED = 5
NOT_OFFERED = (
    "What is public, and of which somebody else looks first at a change, is not offered here. Add it in a working copy "
    "of the partnership instead: {}{}."
)
SAVED = "Saved as a working copy. The public still sees the entry as it was."
STAYS_PLANNED = "It stays planned: it is published by itself on {}."
NOT_PLANNED = "It was planned for {}, and is not any more: somebody who may publish it looks at it again first."
STAYS_IN_REVIEW = "It stays in review. Who looks at it is shown what you have changed since it was handed in."
TOO_LATE = (
    "{} has saved a working copy of this since you opened it. Nothing of yours is saved yet. Look at theirs in another "
    "window. If you save again, yours takes its place."
)
MERGED = "{} saved {} in this working copy meanwhile. That is kept beside yours."
SECOND_PERSON = "{} wants a second person to look first, so what is public is not changed at once: save a working copy."


def edit(model_admin, request, entry):
    """Show the form of an entry as its working copy has it, or save it as a working copy."""
    copy = working_copies.of(entry)
    if copy is None and not second_person.is_public(entry):
        messages.info(request, "The public does not see this entry, so change it here: it needs no working copy.")
        return redirect(model_admin.entry_url("change", entry.pk))
    if request.method == "POST":
        return _save(model_admin, request, entry, copy)
    copying.begin(request, is_shown=copy is not None)
    if copy is not None:
        copy_replay.fill(request, model_admin, entry, copy)
        request._dont_enforce_csrf_checks = True
    return _form(model_admin, request, entry)


def _form(model_admin, request, entry):
    title = f"Working copy of {entry}"
    return model_admin.changeform_view(request, str(entry.pk), "", {"title": title, "subtitle": None})


def _save(model_admin, request, entry, copy):
    """Try to save the form, take that back, and keep what was sent as the working copy."""
    tried = copying.begin(request)
    edition = key_in(request.POST.get("edition", "")) or 0
    if edition != (copy.edition if copy else 0):
        _merge_other(model_admin, request, entry, copy, edition)
        edition = copy.edition if copy else 0
    content = None
    with copy_saving.taken_back():
        response = _form(model_admin, request, entry)
        if isinstance(response, HttpResponseRedirect):
            fields = concurrent_edits.fields_of(model_admin, request, entry)
            content = content_of(request.POST, entry, fields, tried.forms)
    if content is None:
        return response
    try:
        opened = {"began_from": tried.began_from, "edition": edition}
        changed = _is_changed(model_admin, request, entry, copy, content)
        kept = working_copies.keep(entry, content=content, is_changed=changed, by=request.user, **opened)
    except working_copies.CopyChanged as changed:
        request.refusal = TOO_LATE.format(name_of(changed.by))
        return _form(model_admin, request, entry)
    _tell_saved(request, copy, kept)
    if lost := lost_in(request.POST, entry, fields):
        messages.warning(request, f"No working copy keeps {listed(lost)}. Change that in the entry itself.")
    return redirect(model_admin.entry_url("working_copy", entry.pk))


def _is_changed(model_admin, request, entry, copy, content):
    """Whether somebody saves other words than their form showed them of a copy, or of the entry where none is yet."""
    fields, prefixes = concurrent_edits.fields_of(model_admin, request, entry), _parts(model_admin, request, entry)
    shown = form_data(copy, entry, fields, prefixes) if copy else copy_replay.data_of(model_admin, request.user, entry)
    return is_changed(copy, dict(shown.lists()), content["data"], fields, prefixes)


def _merge_other(model_admin, request, entry, copy, edition):
    """Merge what somebody else saved in a copy into what is sent, or keep on the request what the person decides."""
    # Who opened the form when there was none yet had the entry itself before them.
    as_it_is = {"data": dict(copy_replay.data_of(model_admin, request.user, entry).lists())}
    opened = copy and (copy.earlier.get(str(edition)) if edition else as_it_is)
    if not opened:
        request.refusal = TOO_LATE.format(name_of(copy.saved_by if copy else None))
        return
    fields = concurrent_edits.fields_of(model_admin, request, entry)
    parts = _parts(model_admin, request, entry)
    conflict = merged(copy, opened["data"], request.POST, fields, parts)
    request.POST = conflict.data
    if conflict.must_ask:
        request.conflict, request.is_conflict_of_copy = conflict, True
    elif conflict.rows:
        messages.info(request, MERGED.format(name_of(copy.saved_by), conflict.labels))


def _tell_saved(request, before, kept):
    """Say that a copy was saved, and what has become of its plan and of its review."""
    words = [SAVED]
    if kept.publish_at:
        words.append(STAYS_PLANNED.format(as_text(kept.publish_at)))
    if kept.state == CopyState.IN_REVIEW:
        words.append(STAYS_IN_REVIEW)
    messages.success(request, " ".join(words))
    if before and before.publish_at and not kept.publish_at:
        messages.warning(request, NOT_PLANNED.format(as_text(before.publish_at)))


def _parts(model_admin, request, entry):
    """Return what the parts of a form are called, by the prefixes of their inline forms."""
    parts = model_admin.get_formsets_with_inlines(request, entry)
    return {formset.get_default_prefix(): str(capfirst(inline.verbose_name_plural)) for formset, inline in parts}


def _undecided(request):
    """Return the labels of what both the copy on the page and somebody else changed, and nobody has decided yet."""
    conflict = getattr(request, "conflict", None)
    return conflict.labels_of_both if conflict else ""


def _buttons(model_admin, request, entry, copy):
    """Return the buttons of a copy's steps: the first that moves it on stands out, and discarding it does not."""
    steps = steps_for(copy, entry, request.user)
    # What two people changed is decided first, by the button beside it.
    first = next((step for step in ("publish", "hand-in") if step in steps and not _undecided(request)), "")
    looks = {first: "", "discard": "button-warning"}
    query = dict.fromkeys(OF_AN_EDITION, f"?edition={copy.edition}")
    return [
        {
            "label": STEPS[step].title,
            "url": f"{model_admin.entry_url('copy_step', entry.pk, step)}{query.get(step, '')}",
            "look": looks.get(step, "button-secondary"),
        }
        for step in sorted(steps, key=lambda step: step != first)
    ]


def _panel(model_admin, request, entry):
    """Return what the page of an entry says of its working copy, and the page of the copy of itself."""
    if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
        return None
    copy, is_page, may = (
        working_copies.of(entry),
        copying.is_page(request),
        copying.may_write(model_admin, request, entry),
    )
    is_closed = may and second_person.is_public(entry) and not model_admin.has_change_permission(request, entry)
    if copy is None and not is_page and not is_closed:
        return None
    panel = {"copy": copy, "is_page": is_page, "entry": entry, "may_write": may}
    panel["url"] = model_admin.entry_url("working_copy", entry.pk)
    panel["change_url"] = model_admin.entry_url("change", entry.pk)
    if copy and is_page:
        panel["buttons"] = _buttons(model_admin, request, entry, copy)
        fields = concurrent_edits.fields_of(model_admin, request, entry)
        panel["changed"] = changed_since_handed_in(copy, fields, _parts(model_admin, request, entry))
        panel["why_not"] = working_copies.why_not(request.user, entry, copy)
        if getattr(entry, "page", ""):
            end_url = model_admin.entry_url("end_copy_previews", entry.pk)
            days = previews.PREVIEW_LINK.max_age.days
            panel["preview"] = {"link": previews.preview_link(copy), "days": days, "end_url": end_url}
            panel["preview"]["undecided"] = _undecided(request)
    return panel


def _saving(model_admin, request, entry):
    """Return what the buttons below the form do: save at once, a working copy, or either. Its edition is sent along."""
    if copying.is_page(request):
        copy = working_copies.of(entry)
        return {"is_copy_page": True, "edition": copy.edition if copy else 0}
    may = model_admin.has_change_permission(request, entry) and IS_POPUP_VAR not in request.GET
    if not may or not second_person.is_public(entry):
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
        return
    must_ask = entry is not None and at_once.must_ask(request.user, entry)
    if must_ask and _changes_what_is_shown(model_admin, request, entry):
        request.refusal = SECOND_PERSON.format(second_person.bridge_of(entry))


def _changes_what_is_shown(model_admin, request, entry):
    """Whether a form that is sent changes more than where enquiries go, which no copy keeps and nobody is shown."""
    form = model_admin.get_form(request, entry, change=True)(request.POST, request.FILES, instance=entry)
    formsets = concurrent_edits.formsets_of(model_admin, request, entry)
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


PAGES = [
    Page("<int:pk>/working-copy/", "working_copy", edit, copying.may_write, ASK_AND_POST),
    *copy_steps.PAGES,
]


def _elsewhere(model_admin, request, part):
    """Return where a part of a partnership is changed whose Bridge Organisation wants a second person."""
    entry = part.partnership
    if not at_once.must_ask(request.user, entry):
        return None
    model_admin = admin.site.get_model_admin(type(entry))
    return {"words": at_once.refusal(entry), "url": model_admin.entry_url("working_copy", entry.pk)}


def where_to_add(entries):
    """Return as HTML where parts of public `entries` are added that are not offered to be changed at once; "" of none.

    Up to MAX_NAMED are named.
    """
    named = list(entries.select_related("bridge").order_by("name")[: MAX_NAMED + 1])
    if not named:
        return ""
    site = admin.site.get_model_admin(type(named[0]))
    links = [(site.entry_url("working_copy", entry.pk), entry) for entry in named[:MAX_NAMED]]
    more = " and others" if len(named) > MAX_NAMED else ""
    return format_html(NOT_OFFERED, format_html_join(", ", '<a href="{}">{}</a>', links), more)


PARTS_ELSEWHERE = Panel("elsewhere", "admin/elsewhere.html", _elsewhere)
PANELS = [
    Panel("working_copy", "admin/_working_copy.html", _panel),
    Panel("saving", "admin/_edition.html", _saving, above_fields=True),
]
