"""The pages a partnership's contact, who has no account, opens from a mail: is the entry still true, or what is wrong?

No page here sets a cookie: who holds the link is who may act. Opening it changes nothing, since mail programs open
links by themselves.
"""

from functools import wraps

from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members import proposals
from members.forms.proposals import CHANGE, SEND, ProposalForm, ProposalStepForm
from members.models import Membership
from members.proposals import checks
from members.proposals.links import BrokenLink, ExpiredLink, RevokedLink, check_request_of
from partnerships.models import Partnership
from partnerships.views.form_posts import UnreadablePost, form_post, is_from_elsewhere


def _page(view):
    """Make a view(request, asked, token) a page that the links lead to."""

    # No cookie is needed: whoever can make this request knows the link.
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def page(request, token):
        try:
            return view(request, check_request_of(token), token)
        except ExpiredLink:
            return _ended(request, 410, "old")
        except RevokedLink:
            return _ended(request, 410, "revoked")
        except BrokenLink:
            return _ended(request, 404, "broken")
        except checks.AlreadyAnswered:
            return redirect("members:entry-check", token)
        except UnreadablePost as unreadable:
            return _ended(request, unreadable.status, "unreadable")

    return page


@_page
def entry_check(request, asked, token):
    """Show the entry; to post says that all of it is still true."""
    if request.method == "POST" and not is_from_elsewhere(request):
        checks.confirm(request=asked)
        return redirect("members:entry-check", token)
    if asked.answered_at:
        return render(request, "members/check_answered.html", {"asked": asked, "partnership": asked.partnership})
    entry = Partnership.objects.for_entry().get(pk=asked.partnership_id)
    members = Membership.objects.filter(partnership=entry).current().belonging().by_sector()
    context = {"asked": asked, "partnership": entry, "members": members, "token": token}
    return render(request, "members/check.html", context)


@_page
def entry_check_change(request, asked, token):
    """Ask what is wrong, show it once more, or keep it as a proposal, as the pressed button says."""
    if asked.answered_at:
        raise checks.AlreadyAnswered
    waiting = proposals.waiting_from(asked.partnership, checks.proposer_by(asked))
    form_of = {"partnership": asked.partnership, "waiting": waiting.changes if waiting else None}
    if request.method != "POST":
        return _show_form(request, asked, token, ProposalForm(**form_of), waiting)
    data = form_post(request)
    step, form = ProposalStepForm(data), ProposalForm(data, **form_of)
    if not form.is_valid() or step.step_is(CHANGE):
        return _show_form(request, asked, token, form, waiting)
    if step.step_is(SEND) and step.seals(form) and not is_from_elsewhere(request):
        checks.send_changes(request=asked, changes=form.changes, note=form.cleaned_data["note"])
        return redirect("members:entry-check", token)
    context = {"form": form, "partnership": asked.partnership, "is_again": step.step_is(SEND)}
    return render(request, "members/check_changes.html", context)


def _show_form(request, asked, token, form, waiting):
    context = {"form": form, "partnership": asked.partnership, "token": token, "waiting": waiting}
    return render(request, "members/check_form.html", context)


def _ended(request, status, why):
    return render(request, "members/check_ended.html", {"why": why}, status=status)
