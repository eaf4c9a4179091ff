"""News by e-mail: asking for it, and the pages the signed links in our mails lead to.

No page here sets a cookie: whoever has the link may act. Opening a link changes nothing, since mail programs open links
by themselves; only the button on its page does.
"""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from members.forms.subscriptions import ChoicesForm, ChoicesLinkForm, SubscriptionForm
from members.mailing_list import consent, links, subscriptions
from members.mailing_list.choices import in_words
from partnerships.abuse import networks
from partnerships.abuse.too_often import Wait
from partnerships.views.form_posts import UnreadablePost, form_post, waiting
from partnerships.views.link_pages import link_page
from partnerships.views.query_strings import never_kept, reads_nothing

TITLE = "News by e-mail"
SAVED = "saved"


# Nobody is signed in here, and all a forged request could do is to send a mail that asks whether to go on.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_kept("a form")
def subscription_create(request: HttpRequest) -> HttpResponse:
    """Ask for an address and what its owner wants to hear of."""
    if request.method != "POST":
        link = ChoicesLinkForm(request.GET)
        return _show_form(request, SubscriptionForm(initial=link.initial_choices), ignored=link.ignored)
    try:
        form = SubscriptionForm(form_post(request))
    except UnreadablePost as unreadable:
        return _show_form(request, SubscriptionForm(), status=unreadable.status)
    if not form.is_valid():
        return _show_form(request, form)
    network = networks.network_of(request.META)
    if wait := subscriptions.wait(network):
        return waiting(_show_form(request, form, wait=wait), wait)
    subscriptions.ask(email=form.cleaned_data["email"], choices=form.choices, network=network)
    return redirect("members:subscription-asked")


@require_safe
@reads_nothing
def subscription_asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next: the same to everybody, so that nobody learns who is on the list."""
    context = {"kept_for": links.UNCONFIRMED_KEPT, "trail": _trail("Look in your mailbox")}
    return render(request, "members/subscription_asked.html", context)


def _link_page(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Make `view`, which takes the token of a link, a page that says so when the link does not work."""
    page = link_page("members/subscription_broken.html", lambda: {"trail": _trail("The link does not work")})(view)
    # The signed link is what a forged request could not know; there is no cookie it could borrow.
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(page)))


@_link_page
def subscription_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was chosen; a POST puts the address on the list."""
    subscriber = links.CONFIRM.read(token)
    if request.method == "POST":
        subscriptions.confirm(subscriber)
        return redirect(request.path)
    choices_link = links.CHOICES.path(subscriber) if subscriber.confirmed_at else ""
    context = {"subscriber": subscriber, "choices": in_words(subscriber), "choices_link": choices_link}
    context |= {"trail": _trail("Confirm")}
    return render(request, "members/subscription_confirm.html", context)


@_link_page
def subscription_edit(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the subscriber chose; a POST changes it."""
    subscriber = links.CHOICES.read(token)
    form = ChoicesForm(initial=subscriber.choices | {"kinds": subscriber.kinds})
    if request.method == "POST":
        try:
            form = ChoicesForm(form_post(request))
        except UnreadablePost as unreadable:
            return HttpResponse(status=unreadable.status)
        if form.is_valid():
            subscriptions.choose(subscriber, form.choices)
            return redirect(f"{request.path}?{SAVED}")
    end_link, trail = links.END.path(subscriber), _trail("Your choices")
    is_saved = SAVED in request.GET and not form.is_bound
    context = {"form": form, "is_saved": is_saved, "subscriber": subscriber, "end_link": end_link, "trail": trail}
    return render(request, "members/subscription_edit.html", context)


@_link_page
def subscription_end(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop; a POST stops the news, sent by the button here or by one of the mail program (RFC 8058).

    It is answered with a page: mail programs follow no redirects.
    """
    subscriber = links.END.read(token)
    if request.method == "POST":
        subscriptions.leave(subscriber)
        return render(request, "members/subscription_ended.html", {"trail": _trail("No more news")})
    context = {"subscriber": subscriber, "trail": _trail("Stop the news")}
    return render(request, "members/subscription_end.html", context)


def _show_form(
    request: HttpRequest,
    form: SubscriptionForm,
    *,
    status: int = 200,
    wait: Wait | None = None,
    ignored: Iterable[str] = (),
) -> HttpResponse:
    context = {"form": form, "consent": consent.CURRENT, "trail": _trail(), "wait": wait, "ignored": ignored}
    return render(request, "members/subscription_form.html", context, status=status)


def _trail(page: str = "") -> list[tuple[str, str]]:
    return [(TITLE, reverse("members:subscription-create")), (page, "")] if page else [(TITLE, "")]
