"""The way into the back office: users sign in, and show a second factor or set one up first."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lcep_site.accounts import second_factor


def lead_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the step of the sign-in that is missing, which leads on to the page asked for, or straight to that.

    Raises PermissionDenied for somebody signed in who is not staff.
    """
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = reverse("admin:index")
    if not request.user.is_authenticated:
        return _by_way_of("account_login", wanted)
    if not (request.user.is_active and request.user.is_staff):
        raise PermissionDenied
    if second_factor.is_passed(request):
        return redirect(wanted)
    if not second_factor.is_set_up(request.user):
        return redirect("mfa_index")
    has_code = Authenticator.objects.filter(user=request.user).exclude(type=Authenticator.Type.WEBAUTHN).exists()
    return _by_way_of("mfa_reauthenticate" if has_code else "mfa_reauthenticate_webauthn", wanted)


def _by_way_of(page: str, wanted: str) -> HttpResponse:
    return redirect(f"{reverse(page)}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")
