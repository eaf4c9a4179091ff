"""Merging two entries of one member organisation: pages of the back office."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from members.forms.merging import MergingForm
from members.models import MemberOrganisation
from members.organisations import likely_pairs, merging

REFUSED = (
    "One of them takes part in a partnership of another Bridge Organisation, so you cannot merge them. "
    "Ask a national editor."
)
MOVED = "Nothing was merged: something changed meanwhile. This is how it stands now."


@require_safe
def duplicates(request):
    """Show which organisations may be here twice."""
    refuse_readers(request.user)
    context = admin.site.each_context(request) | {
        "title": "Likely duplicates",
        "opts": MemberOrganisation._meta,
        "pairs": likely_pairs.find(by=request.user),
        "most": likely_pairs.MAX_PAIRS,
    }
    return TemplateResponse(request, "admin/members/memberorganisation/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request):
    """Show two entries, which one is kept, and what moves; to post merges them."""
    refuse_readers(request.user)
    data = request.POST if request.method == "POST" else request.GET
    form = MergingForm(data, rows=likely_pairs.rows_of(request.user))
    if not form.is_valid() or form.cleaned_data["keep"] == form.cleaned_data["gone"]:
        raise Http404("These are not two organisations of theirs.")
    two = {name: form.cleaned_data[name] for name in ("keep", "gone")}
    if request.method == "POST":
        return carry_out(request, two, form.cleaned_data["seen"])
    return show(request, two)


def carry_out(request, two, seen):
    """Merge them and go to the entry that stays; or show them again."""
    try:
        revision = merging.merge(**two, by=request.user, seen=seen)
    except merging.ChangedMeanwhile:
        messages.error(request, MOVED)
        return redirect(f"{request.path}?keep={two['keep'].pk}&gone={two['gone'].pk}")
    except merging.NotYourOrganisation:
        return show(request, two)
    history = reverse("admin:members_memberorganisation_history", args=[two["keep"].pk])
    words = '{}. <a href="{}">Its history</a> can undo this.'
    messages.success(request, format_html(words, revision.reason, history))
    return redirect("admin:members_memberorganisation_change", two["keep"].pk)


def show(request, two):
    """Show the two side by side within the back office."""
    try:
        plan, refusal = merging.plan(**two, by=request.user), ""
    except merging.NotYourOrganisation:
        plan, refusal = None, REFUSED
    context = admin.site.each_context(request) | {
        "title": "Merge two organisations",
        "opts": MemberOrganisation._meta,
        "plan": plan,
        "refusal": refusal,
        **two,
    }
    return TemplateResponse(request, "admin/members/memberorganisation/merge.html", context)


def refuse_readers(user):
    """Raise PermissionDenied unless `user` may change organisations."""
    if not user.has_perm("members.change_memberorganisation"):
        raise PermissionDenied
