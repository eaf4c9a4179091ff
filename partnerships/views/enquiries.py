"""Joining and asking: the form, the page that shows the answers once more, and what happens next.

A partnership's contact, who has no account, opens one of its pages from a mail.

No page here sets a cookie. The answers are carried in the form, sealed; nothing is stored before "Send your enquiry".
"""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.abuse.spam import OpenedForm
from partnerships.abuse.too_often import Wait
from partnerships.enquiries import asking_again, partnership_replies, receive, routing
from partnerships.enquiries.consent import CURRENT
from partnerships.enquiries.partnership_replies import ENQUIRY_LINK, Reply
from partnerships.enquiries.routing import Route
from partnerships.forms.base import ANEW, ANOTHER, CHANGE, ELSEWHERE, SEND
from partnerships.forms.enquiries import EnquiryForm, SubmissionForm
from partnerships.forms.enquiry_actions import PartnershipReplyForm
from partnerships.forms.enquiry_links import EnquiryLinkForm
from partnerships.forms.enquiry_subject import query_of
from partnerships.models import Enquiry
from partnerships.public_content import moments
from partnerships.text.sentences import listed, said_once
from partnerships.views.form_posts import (
    UnreadablePost,
    form_post,
    is_from_elsewhere,
    sending,
    suspicions_about,
    waiting,
)
from partnerships.views.link_pages import link_page
from partnerships.views.query_strings import never_kept
from partnerships.views.slug_lookup import Context, page


# Nobody is signed in here, so a forged request gains nothing a letter would not; it is held back as suspected spam.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
# Without no-store, so that a browser which goes back still has what was typed, and need not ask to send it again.
@cache_control(private=True, no_cache=True)
@never_kept("a form, which holds when it was opened")
def enquiry(request: HttpRequest) -> HttpResponse:
    """Ask, show the answers once more, or send them, as the pressed button says."""
    return _answer(request) if request.method == "POST" else _begin(request)


def _begin(request: HttpRequest) -> HttpResponse:
    # It needs nothing of the database, but is to say above it when nothing can be sent.
    moments.now()
    link = EnquiryLinkForm(request.GET)
    about_query = f"?{link.query_string()}" if link.subject.entry else ""
    return _show_form(request, EnquiryForm(opened=OpenedForm.now(), initial=link.answers), about_query, link.ignored)


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        data = form_post(request)
    except UnreadablePost as unreadable:
        return render(request, "partnerships/enquiry_unreadable.html", {"trail": _trail()}, status=unreadable.status)
    submission = SubmissionForm(data)
    if submission.step_is(ANOTHER):
        details = asking_again.details_of(submission.cleaned_data["again"])
        return _show_form(request, EnquiryForm(opened=OpenedForm.now(), initial=details))
    form = EnquiryForm(data, opened=submission.opened)
    if form.is_from_young_person:
        return redirect(f"{reverse('partnerships:enquiry-under-age')}{query_of(data.get('about', ''))}")
    choose_again = submission.step_is(ELSEWHERE)
    if choose_again or submission.step_is(CHANGE):
        return _show_form(request, form.opened_again(choose_again=choose_again))
    if not form.is_valid():
        return _show_form(request, form)
    is_sent = submission.step_is(SEND)
    if is_sent and submission.seals(form.seal):
        return _send(request, form)
    return _show_answers(request, form, is_again=is_sent or submission.step_is(ANEW))


def _show_form(
    request: HttpRequest, form: EnquiryForm, about_query: str | None = None, ignored: Iterable[str] = ()
) -> HttpResponse:
    """Show `form`, with a link that keeps what it is about, `about_query`: found out by its key if not given."""
    if about_query is None:
        about_query = query_of(str(form["about"].value() or ""))
    context = {"form": form, "ignored": ignored, "about_query": about_query, "consent": CURRENT, "trail": _trail()}
    return render(request, "partnerships/enquiry_form.html", context)


def _show_answers(
    request: HttpRequest,
    form: EnquiryForm,
    *,
    is_again: bool,
    no_longer: Iterable[Route] = (),
    wait: Wait | None = None,
) -> HttpResponse:
    """Find where the answers go, and show both: `no_longer` is where they went before, `wait` what to wait for."""
    form.show(routes := _routes_of(form))
    context = {
        "form": form,
        "number": len(routes),
        "is_one_reader": len({route.recipient_name for route in routes}) == 1,
        "goes": _by_reader(zip(form.abouts, _readers_of(form, routes), strict=True)),
        "is_again": is_again,
        "no_longer": listed(dict.fromkeys(route.recipient_name for route in no_longer)),
        "wait": wait,
        "trail": [*_trail(linked=True), ("Check your answers", "")],
    }
    return render(request, "partnerships/enquiry_check.html", context)


def _by_reader(rows: Iterable[tuple[object, tuple[object, object]]]) -> list[tuple[object, object]]:
    """Return each reader with all that it reads: of `rows` of that, who reads it, and what else is told of it."""
    readers = said_once(((item, told), reader) for item, (reader, told) in rows)
    return [(said_once(items), reader) for items, reader in readers]


def _readers_of(form: EnquiryForm, routes: list[Route]) -> list[tuple[Route, routing.WhomToAsk | None]]:
    """Return where each goes, and the truth about support there. What staff read of a route is not shown."""
    topic = form.cleaned_data["topic"]
    return [
        (replace(route, reason=""), routing.whom_to_ask(topic, **vars(subject)))
        for subject, route in zip(form.subjects, routes, strict=True)
    ]


def _routes_of(form: EnquiryForm) -> list[Route]:
    return [routing.route(form.cleaned_data["topic"], **vars(subject)) for subject in form.subjects]


def _send(request: HttpRequest, form: EnquiryForm) -> HttpResponse:
    """Send what was shown, once; show it again if it would no longer go to whom the page named."""
    routes = form.shown_routes or _routes_of(form)
    pairs = zip(routes, form.subjects, strict=True)
    moved = [route for route, subject in pairs if not route.leads_there_still(subject.partnership)]
    if moved and not receive.submitted(form.submission):
        return _show_answers(request, form, is_again=True, no_longer=moved)
    sent = sending(request, receive.FORM, form.cleaned_data["email"], form.opened, len(form.subjects))
    if (wait := sent.wait()) and not receive.submitted(form.submission):
        return waiting(_show_answers(request, form, is_again=True, wait=wait), wait)
    suspicions = suspicions_about(request, receive.FORM, form.opened, form.cleaned_data["email"], form.words)
    first, *_ = receive.submit(form.enquiries, routes=routes, said=form.said, suspicions=suspicions, sending=sent)
    page = reverse("partnerships:enquiry-sent", args=[first.reference])
    return redirect(f"{page}?again={asking_again.SENT.token([first.pk])}")


@require_safe
@never_cache
@never_kept("the enquiry is somebody's own")
def enquiry_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Say who has an enquiry and those sent with it, and what happens next, by when.

    It names no person, since anybody may open it. Who comes from the form can go on from here.
    """
    enquiries = Enquiry.objects.select_related("partnership__bridge", "authority__bridge", "bridge", "desk")
    named = enquiries.filter(reference=reference.upper()).first()
    sent = list(enquiries.sent_together_with(named)) if named else []
    token = request.GET.get("again", "")
    context = {
        "sent": sent,
        "said": _by_reader((each, _told_of(each)) for each in sent),
        "again": token if named and asking_again.is_of(token, named) else "",
        "trail": [*_trail(linked=True), ("Your enquiry", "")],
    }
    return render(request, "partnerships/enquiry_sent.html", context, status=200 if named else 404)


def _told_of(sent: Enquiry) -> tuple[object, object]:
    """Return who else sees it, and how it stands, and the truth about support there: what its sender is told."""
    who_else = routing.who_else_sees_it(sent.recipient_name, sent.desk)
    return (who_else, *sent.stands), routing.whom_to_ask_about(sent)


@never_kept("it goes on from a form")
@page("partnerships/enquiry_under_age.html")
def enquiry_under_age(request: HttpRequest) -> Context:
    """Tell young people not to leave their details, whom to ask, and what."""
    link = EnquiryLinkForm(request.GET)
    return {
        "entry": link.subject.entry,
        "query": link.query_string(),
        "trail": [*_trail(linked=True), ("If you are under 18", "")],
    }


# No cookie is needed: whoever can make this request knows the link, and with it all there is to know.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
@link_page("partnerships/enquiry_link_ended.html", lambda: {"days": ENQUIRY_LINK.max_age.days})
def enquiry_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show an enquiry to the partnership it is about; to post says that it will answer, or has answered."""
    enquiry = partnership_replies.enquiry_of(token)
    form = PartnershipReplyForm()
    if request.method == "POST" and not is_from_elsewhere(request):
        try:
            form = PartnershipReplyForm(form_post(request))
        except UnreadablePost as unreadable:
            return _show_linked(request, enquiry, PartnershipReplyForm({}), unreadable.status)
        if form.is_valid():
            partnership_replies.record(token=token, reply=Reply(form.cleaned_data["statement"]))
            return redirect("partnerships:enquiry-by-link", token)
    return _show_linked(request, enquiry, form)


def _show_linked(request: HttpRequest, enquiry: Enquiry, form: PartnershipReplyForm, status: int = 200) -> HttpResponse:
    """Show the enquiry with the two buttons, as far as they have not been pressed."""
    recorded = partnership_replies.recorded(enquiry)
    context = {
        "enquiry": enquiry,
        "problems": [(message, "statement") for message in form.errors.get("statement", [])],
        "sentences": list(recorded.values()),
        "replies_left": [] if Reply.HAS_ANSWERED in recorded else [reply for reply in Reply if reply not in recorded],
    }
    return render(request, "partnerships/enquiry_by_link.html", context, status=status)


def _trail(*, linked: bool = False) -> list[tuple[str, str]]:
    return [("Join or ask", reverse("partnerships:enquiry") if linked else "")]
