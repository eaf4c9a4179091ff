"""The pages a partnership's contact, who has no account, opens from a mail: is the entry still true, or what is wrong?

No page here sets a cookie: whoever has the link may answer. Opening it changes nothing, since mail programs open links
by themselves.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.forms.proposals import ProposalForm
from members.models import CheckRequest
from members.proposals import checks, proposing
from members.proposals.links import RevokedLink, check_request_of
from members.proposals.shown import seal_of, shown_facts
from partnerships.forms.base import CHANGE, SEND, StepForm
from partnerships.models import Partnership
from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.views.form_posts import UnreadablePost, form_post, is_from_elsewhere
from partnerships.views.query_strings import never_kept


def _link_page(view: Callable[[HttpRequest, CheckRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """Make `view`, which takes the request that the link's token is for, a page that answers links of every state."""

    # There is no cookie to misuse: whoever can make this request knows the link.
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @never_kept("the link is somebody's own")
    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, check_request_of(token), token)
        except ExpiredLink as problem:
            return _ended(request, 410, "revoked" if isinstance(problem, RevokedLink) else "old")
        except NotOurLink:
            return _ended(request, 404, "broken")
        except checks.AlreadyAnswered:
            return redirect("members:entry-check", token)
        except UnreadablePost as unreadable:
            return _ended(request, unreadable.status, "unreadable")

    return page


@cache_control(private=True, no_store=True)
@_link_page
def entry_check(request: HttpRequest, check_request: CheckRequest, token: str) -> HttpResponse:
    """Show the entry; a POST says that all that was shown of it is still true."""
    is_again = False
    if request.method == "POST" and not is_from_elsewhere(request):
        try:
            checks.confirm(check_request=check_request, seal=StepForm(form_post(request)).cleaned_data["seal"])
            return redirect("members:entry-check", token)
        except checks.ChangedSince:
            is_again = True
    if check_request.answered_at:
        answered = {"check_request": check_request, "partnership": check_request.partnership}
        return render(request, "members/check_answered.html", answered)
    partnership = Partnership.objects.for_page().get(pk=check_request.partnership_id)
    shown = shown_facts(partnership)
    context = {"check_request": check_request, "partnership": partnership, "token": token, "is_again": is_again}
    return render(request, "members/check.html", context | {"shown": shown, "seal": seal_of(shown)})


# Without no-store, so that a browser that goes back to what was sent by a form need not ask to send it again.
@cache_control(private=True, no_cache=True)
@_link_page
def entry_check_change(request: HttpRequest, check_request: CheckRequest, token: str) -> HttpResponse:
    """Ask what is wrong, show the changes once more, or keep them as a proposal, as the pressed button says."""
    if check_request.answered_at:
        raise checks.AlreadyAnswered
    partnership = check_request.partnership
    waiting = proposing.waiting_from(partnership, checks.proposer_by(check_request))
    data = form_post(request) if request.method == "POST" else None
    form = ProposalForm(data, partnership=partnership, waiting=waiting.changes if waiting else None)
    step = StepForm(data or {})
    if data is None or not form.is_valid() or step.step_is(CHANGE):
        context = {"form": form, "partnership": partnership, "token": token, "waiting": waiting}
        return render(request, "members/check_form.html", context)
    if step.step_is(SEND) and step.seals(form.seal) and not is_from_elsewhere(request):
        checks.send_changes(check_request=check_request, changes=form.changes, note=form.cleaned_data["note"])
        return redirect("members:entry-check", token)
    context = {"form": form, "partnership": partnership, "is_again": step.step_is(SEND)}
    return render(request, "members/check_changes.html", context)


def _ended(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    return render(request, "members/check_ended.html", {"reason": reason}, status=status)
