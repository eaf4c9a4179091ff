"""The account pages that django-allauth does not have: the user's account, an invitation, and sign-in links.

Opening a link changes nothing, since mail programs open links by themselves; only pressing its button does.
"""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lcep_site.accounts import invitations, links, second_factor
from lcep_site.accounts.forms import InvitationForm
from partnerships.views.link_pages import link_page
from partnerships.views.staff_requests import StaffRequest

LINK_ENDED = "account/link_ended.html"


@require_safe
@login_required
@never_cache
def your_account(request: StaffRequest) -> HttpResponse:
    """Show the user's name, role and Bridge Organisations, and where to change how they sign in."""
    context = {
        "role": "Owner" if request.user.is_superuser else invitations.role_of(request.user),
        "bridges": request.user.bridges.order_by("name"),
        "has_second_factor": second_factor.is_set_up(request.user),
        "session_count": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "account/your_account.html", context)


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
@link_page(LINK_ENDED)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever was invited for a password, then sign them in and redirect to the second factor."""
    user = links.user_of(token, links.INVITATION)
    form = InvitationForm(user, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/invitation.html", {"form": form, "invited": user})
    user = invitations.accept(token, password=form.cleaned_data["password1"])
    return perform_login(request, user, redirect_url=reverse("mfa_index"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@link_page(LINK_ENDED)
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link that `print_sign_in_links` printed. There are none in production."""
    if settings.LCEP_MODE != "local":
        raise Http404
    user = links.user_of(token, links.SIGN_IN)
    if request.method != "POST":
        return render(request, "account/sign_in_link.html", {"person": user})
    get_adapter().login(request, user)
    request.session[second_factor.CAME_BY_LINK] = True
    options = {"email_verification": settings.ACCOUNT_EMAIL_VERIFICATION, "email": user.email, "signup": False}
    redirect_url = reverse("admin:index")
    return get_adapter().post_login(request, user, signal_kwargs=None, redirect_url=redirect_url, **options)
