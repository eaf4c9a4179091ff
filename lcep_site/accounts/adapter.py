"""How django-allauth works here: for staff only, with our mails, our messages and our way to find an IP address."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lcep_site.accounts import guessing, second_factor
from lcep_site.accounts.messages import ERRORS, MAIL_SENTENCES, MESSAGES, mail
from partnerships.abuse import networks

UNKNOWN_ADDRESS = "0.0.0.0"


class UnexpectedMail(Exception):
    """allauth wants to send a mail for which there is no template of ours."""


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; staff sign in."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are invited: nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's IP address as our own proxies wrote it down; all unknown ones count as one."""
        return networks.address_of(request.META) or UNKNOWN_ADDRESS

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try of a password. Raises ValidationError for one too many: see guessing."""
        login = credentials.get("email") or credentials.get("username") or ""
        if not guessing.count_try(request, login):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose password it is, and forget then the wrong ones that came from there; None if nobody's."""
        user = super().authenticate(request, **credentials)
        if user:
            guessing.forget_tries(request, user.get_username())
        return user

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn away whose account is closed, or who is not staff any more, though the password was right."""
        if not user.is_staff:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Note that who must now set up a second factor has just given the password, so that it is not asked again."""
        if not second_factor.is_set_up(user):
            second_factor.mark_shown(request)
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return super().is_reauthentication_required(app=app, **kwargs) and not second_factor.is_just_shown(self.request)

    def add_message(self, request: HttpRequest, level: int, template: str = "", *args: Any, **kwargs: Any) -> None:
        """Show our message for the occasion in place of allauth's; none where we have none."""
        if message := kwargs.get("message") or MESSAGES.get(template):
            super().add_message(request, level, message=message)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("your-account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raise UnexpectedMail: the mails with links are late ones, which AskForResetForm and invitations write."""
        raise UnexpectedMail(template_prefix)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Mail `user` what was changed, so that they notice when it was somebody else."""
        if user.email:
            mail(user, f"changed:{uuid.uuid4()}", "account_changed", {"change": MAIL_SENTENCES[template_prefix]})


class SecondFactorAdapter(DefaultMFAAdapter):
    """How allauth's second factor works here."""

    error_messages = DefaultMFAAdapter.error_messages | ERRORS

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site that a passkey is for, with the name that browsers show."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}
