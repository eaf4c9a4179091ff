"""Two people edit the same entry: the second to save sees what the first made of it, and nothing is written over.

A form that is sent is compared with what others saved since it was opened. A conflict is kept on the request.
"""

from django.contrib import messages
from django.utils.timezone import localtime

from partnerships import versions
from partnerships.admin import copying
from partnerships.admin.pages import Panel
from partnerships.admin.versions import SITE
from partnerships.forms import edit_conflicts
from partnerships.text.sentences import listed, name_of
from partnerships.views.staff_requests import key_in

OF_COPY = "Somebody else saved this working copy while you had it open. Nothing of yours is saved yet: see above."
UNDECIDED = "Somebody else saved this entry while you had it open. Nothing of yours is saved yet: see above."

COPY_UNDECIDED = "Somebody else changed this entry since the working copy was begun: see above."


def merge_others(model_admin, request, object_id) -> None:
    """Merge what others saved meanwhile into the form that `request` sends, or keep on it what the person must decide.

    The row is locked for that, so it is called in the transaction that saves.
    """
    entry = model_admin.get_object(request, object_id)
    if entry is None or not model_admin.has_change_permission(request, entry):
        return
    model_admin.model._base_manager.select_for_update().get(pk=entry.pk)
    entry = model_admin.get_object(request, object_id)
    fields, inlines = fields_of(model_admin, request, entry), list(_inlines(model_admin, request, entry))
    sent = edit_conflicts.SentForm(entry, fields, inlines, request.POST, request.FILES, by=request.user)
    conflict = edit_conflicts.detect(sent)
    if conflict is None:
        return
    request.POST = conflict.data
    # A copy that is published or looked at has nobody to ask: it stops only where both changed the same.
    if conflict.must_ask and (conflict.labels_of_both or not copying.is_replayed(request)):
        if before := getattr(request, "conflict", None):
            conflict.rows[:0] = before.rows
        request.conflict = conflict
    elif conflict.rows:
        messages.info(request, f"{_authors(conflict)} saved {conflict.labels} meanwhile. That is kept beside yours.")


def note_what_is_seen(model_admin, request, object_id) -> None:
    """Note up to which version a form that is opened shows its entry. To be called before the entry is read for it.

    What somebody saves while the form is made is then told as theirs, though the form may show it already. Noted after
    that, it would count as seen by whoever was shown what it was before, and would write that over it.
    """
    if key := key_in(object_id):
        request.seen = versions.latest_key(model_admin.model(pk=key))


def undecided(form, request):
    """Return the class `form`; while the person has not seen what others saved, one that is never valid.

    So it is when something else stands in the way: the `refusal` of the request.
    """
    refusal = getattr(request, "refusal", "")
    if copying.is_shown(request):
        # It was only opened: what the person has to decide stands above the form, and nothing is refused yet.
        return form
    if getattr(request, "conflict", None) is not None:
        of_copy = OF_COPY if getattr(request, "is_conflict_of_copy", False) else COPY_UNDECIDED
        refusal = of_copy if copying.is_page(request) else UNDECIDED
    if not refusal:
        return form

    class UndecidedForm(form):
        def full_clean(self):
            """Refuse to be saved: the person decides first."""
            super().full_clean()
            self.add_error(None, refusal)

    return UndecidedForm


def _seen(model_admin, request, entry):
    """Return what the form was opened with, by which to see later what others saved since."""
    if not model_admin.has_change_permission(request, entry):
        return None
    # A form with other mistakes keeps what it was opened with; one that showed what others saved starts anew.
    keeps = request.method == "POST" and getattr(request, "conflict", None) is None
    if keeps and (seen := request.POST.get("seen")):
        return seen
    return edit_conflicts.token(entry, fields_of(model_admin, request, entry), getattr(request, "seen", None))


def _conflict(model_admin, request, entry):
    """Return what others saved since the form was opened."""
    conflict = getattr(request, "conflict", None)
    return conflict and {
        "rows": conflict.rows,
        "authors": _authors(conflict),
        "labels_of_both": conflict.labels_of_both,
        "here": request.path,
        "is_copy": copying.is_page(request),
        "is_of_copy": getattr(request, "is_conflict_of_copy", False),
        "is_before_copy": copying.is_page(request) and not getattr(request, "is_conflict_of_copy", False),
        "is_shown": copying.is_shown(request),
    }


PANELS = [
    Panel("seen", "admin/_seen.html", _seen, above_fields=True),
    Panel("conflict", "admin/_conflict.html", _conflict, above_fields=True),
]


def fields_of(model_admin, request, entry):
    """Return the fields of the form of `entry`, by their names."""
    return model_admin.get_form(request, entry, change=True).base_fields


def formsets_of(model_admin, request, entry):
    """Yield the inline forms of `entry`, with what `request` sends of them if it is a POST."""
    for formset, inline in model_admin.get_formsets_with_inlines(request, entry):
        prefix = formset.get_default_prefix()
        yield formset(**model_admin.get_formset_kwargs(request, entry, inline, prefix))


def _inlines(model_admin, request, entry):
    """Yield the inline forms that are for a part of the entry."""
    parts = {part.model: part for part in versions.parts_of(model_admin.model)}
    for formset, inline in model_admin.get_formsets_with_inlines(request, entry):
        if part := parts.get(inline.model):
            fields = {name: field for name, field in formset.form.base_fields.items() if name != part.owner}
            yield edit_conflicts.InlineForms(formset.get_default_prefix(), part, fields)


def _authors(conflict) -> str:
    """Return who saved, and when: "jo at 10:05 and sam at 10:09"."""
    earliest_first = reversed(conflict.revisions)
    saved = (f"{name_of(revision.by, SITE)} at {localtime(revision.at):%H:%M}" for revision in earliest_first)
    return listed(dict.fromkeys(saved)) or "Somebody"
