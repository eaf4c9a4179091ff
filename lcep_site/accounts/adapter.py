"""How django-allauth works here: for staff alone, with our mail, our words and our idea of where somebody is."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.utils import user_email
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lcep_site.accounts import second_factor
from lcep_site.accounts.messages import ERRORS, SAID_ON_THE_NEXT_PAGE, TOLD_BY_MAIL
from partnerships.abuse import spam
from partnerships.mail import outbox

UNKNOWN_ADDRESS = "0.0.0.0"


class UnexpectedMail(Exception):
    """allauth wants to send a mail that there are no words for."""


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; staff sign in."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def is_open_for_signup(self, request):
        """Staff are invited: nobody makes an account for themselves."""
        return False

    def get_client_ip(self, request):
        """Return the visitor's address as our own proxies wrote it down; all unknown ones count as one."""
        return spam.address_of(request.META) or UNKNOWN_ADDRESS

    def pre_login(self, request, user, **kwargs):
        """Turn away whose account is closed, or who is not staff any more, though the password was right."""
        return super().pre_login(request, user, **kwargs) or (
            None if user.is_staff else self.respond_user_inactive(request, user)
        )

    def post_login(self, request, user, **kwargs):
        """Go on. Who must now set up a second factor has just given the password, and is not asked for it again."""
        if not second_factor.is_set_up(user):
            reauthenticate_by_password(request)
        return super().post_login(request, user, **kwargs)

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Say in our words what allauth would; nothing where we have none."""
        message = message or SAID_ON_THE_NEXT_PAGE.get(message_template)
        if message:
            super().add_message(request, level, message=message)

    def get_password_change_redirect_url(self, request):
        """Lead back to where the password was changed from."""
        return reverse("your-account")

    def get_reset_password_from_key_url(self, key):
        """Return the link of a reset by the site's own address, whatever host the request named."""
        uid, _, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})

    def send_mail(self, template_prefix, email, context):
        """Write a reset's mail to our own outbox: one a minute at most. Raises UnexpectedMail for any other."""
        if template_prefix != "account/email/password_reset_key":
            raise UnexpectedMail(template_prefix)
        outbox.write(
            key=f"account:{context['user'].pk}:reset:{timezone.now():%Y%m%d%H%M}",
            to=context["user"].email,
            template="account_reset",
            context={"link": context["password_reset_url"], "hours": settings.PASSWORD_RESET_TIMEOUT // 3600},
        )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell `user` by mail what was changed, so that somebody else's doing is noticed."""
        if user.email:
            outbox.write(
                key=f"account:{user.pk}:changed:{uuid.uuid4()}",
                to=user.email,
                template="account_changed",
                context={"what": TOLD_BY_MAIL[template_prefix]},
            )


class SecondFactorAdapter(DefaultMFAAdapter):
    """The same for the second factor."""

    error_messages = DefaultMFAAdapter.error_messages | ERRORS

    def get_public_key_credential_rp_entity(self):
        """Return who a passkey is for, as the browser asks."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user):
        """Return whose passkey it is, as the browser shows it."""
        name = user_email(user) or user.get_username()
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.get_full_name() or name}
