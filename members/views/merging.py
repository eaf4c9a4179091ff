"""Merging two entries of one member organisation: pages of the back office."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from members.forms.merging import MergingForm
from members.models import MemberOrganisation
from members.organisations import likely_pairs, merging
from partnerships.views.staff_requests import StaffRequest

NOT_YOURS = (
    "One of them takes part in a partnership of another Bridge Organisation, so you cannot merge them. "
    "Ask a national editor."
)
MAY_CHANGE = "members.change_memberorganisation"
CONFLICT = "Nothing was merged: something changed meanwhile. This is how it stands now."


@require_safe
@permission_required(MAY_CHANGE, raise_exception=True)
def duplicates(request: StaffRequest) -> HttpResponse:
    """Show which organisations may be here twice."""
    context = admin.site.each_context(request) | {
        "title": "Likely duplicates",
        "opts": MemberOrganisation._meta,
        "pairs": likely_pairs.find(by=request.user),
        "most": likely_pairs.MAX_PAIRS,
    }
    return TemplateResponse(request, "admin/members/memberorganisation/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_CHANGE, raise_exception=True)
def merge(request: StaffRequest) -> HttpResponse:
    """Show two entries, which one is kept, and what moves; on POST merge them."""
    data = request.POST if request.method == "POST" else request.GET
    organisations = MemberOrganisation.objects.editable_by(request.user).with_membership_counts(request.user)
    form = MergingForm(data, organisations=organisations)
    if not form.is_valid() or form.cleaned_data["keep"] == form.cleaned_data["gone"]:
        raise Http404("These are not two organisations the user may work with.")
    to_merge = {"keep": form.cleaned_data["keep"], "gone": form.cleaned_data["gone"]}
    if request.method == "POST":
        return carry_out(request, to_merge, form.cleaned_data["seen"])
    return show(request, to_merge)


def carry_out(request: StaffRequest, to_merge: dict[str, MemberOrganisation], seen: str) -> HttpResponse:
    """Merge two entries and redirect to the one that stays, or show them again. `seen` is the fingerprint of a plan."""
    try:
        revision = merging.merge(**to_merge, by=request.user, seen=seen)
    except merging.ChangedMeanwhile:
        messages.error(request, CONFLICT)
        return redirect(f"{request.path}?keep={to_merge['keep'].pk}&gone={to_merge['gone'].pk}")
    except merging.NotYourOrganisation:
        return show(request, to_merge)
    history = reverse("admin:members_memberorganisation_history", args=[to_merge["keep"].pk])
    message = '{}. <a href="{}">Its history</a> can undo this.'
    messages.success(request, format_html(message, revision.reason, history))
    return redirect("admin:members_memberorganisation_change", to_merge["keep"].pk)


def show(request: StaffRequest, to_merge: dict[str, MemberOrganisation]) -> HttpResponse:
    """Show the two side by side, with what merging would do or why the user may not."""
    plan, refusal = None, ""
    try:
        plan = merging.plan(**to_merge, by=request.user)
    except merging.NotYourOrganisation:
        refusal = NOT_YOURS
    context = admin.site.each_context(request) | {
        "title": "Merge two organisations",
        "opts": MemberOrganisation._meta,
        "plan": plan,
        "refusal": refusal,
        **to_merge,
    }
    return TemplateResponse(request, "admin/members/memberorganisation/merge.html", context)
