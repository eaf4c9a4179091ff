"""Merging two entries of one member organisation: likely duplicates, the two side by side, and how they become one."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from members.forms.merging import MergingForm
from members.models import MemberOrganisation
from members.organisations import likely_pairs, merging
from partnerships.admin.pages import ASK_AND_POST, Page, may_change

NOT_YOURS = (
    "One of them takes part in a partnership of another Bridge Organisation, so you cannot merge them. "
    "Ask a national editor."
)


def duplicates(model_admin, request):
    """Show which organisations may be here twice."""
    pairs = likely_pairs.find(by=request.user)
    context = {"title": "Likely duplicates", "pairs": pairs, "most": likely_pairs.MAX_PAIRS}
    return model_admin.page(request, "admin/members/memberorganisation/duplicates.html", context)


def merge(model_admin, request):
    """Show two entries, which one is kept, and what moves; on POST merge them and redirect to the entry that stays."""
    data = request.POST if request.method == "POST" else request.GET
    form = MergingForm(data, organisations=_organisations_of(request.user))
    if not form.is_valid() or form.cleaned_data["keep"] == form.cleaned_data["gone"]:
        raise Http404("These are not two organisations the user may work with.")
    to_merge = {name: form.cleaned_data[name] for name in ("keep", "gone")}
    plan, refusal = None, ""
    try:
        if request.method == "POST":
            revision = merging.merge(**to_merge, by=request.user, seen=form.cleaned_data["seen"])
            history = reverse("admin:members_memberorganisation_history", args=[to_merge["keep"].pk])
            message = '{}. <a href="{}">Its history</a> can undo this.'
            messages.success(request, format_html(message, revision.reason, history))
            return redirect("admin:members_memberorganisation_change", to_merge["keep"].pk)
        plan = merging.plan(**to_merge, by=request.user)
    except merging.ChangedMeanwhile:
        messages.error(request, "Nothing was merged: something changed meanwhile. This is how it stands now.")
        return redirect(_address(**to_merge))
    except merging.NotYourOrganisation:
        refusal = NOT_YOURS
    context = {"title": "Merge two organisations", "plan": plan, "refusal": refusal} | to_merge
    return model_admin.page(request, "admin/members/memberorganisation/merge.html", context)


def _organisations_of(user):
    return MemberOrganisation.objects.editable_by(user).with_membership_counts(user)


def _address(*, keep, gone) -> str:
    return f"{reverse('admin:members_memberorganisation_merge')}?keep={keep.pk}&gone={gone.pk}"


@admin.action(description="Merge the two chosen…", permissions=["change"])
def merge_two(model_admin, request, queryset):
    """Redirect to the page that shows the two organisations side by side."""
    chosen = list(_organisations_of(request.user).filter(pk__in=queryset.order_by().values("pk"))[:3])
    if len(chosen) != 2:
        messages.error(request, "Choose exactly two organisations to merge.")
        return None
    keep, gone = likely_pairs.most_memberships_first(*chosen)
    return redirect(_address(keep=keep, gone=gone))


PAGES = [
    Page("duplicates/", "duplicates", duplicates, may_change),
    Page("merge/", "merge", merge, may_change, ASK_AND_POST),
]
