"""Mails about accounts that are made when they leave: the links in them let somebody in, and are kept nowhere."""

from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from lcep_site.accounts import links
from partnerships.mail import late_mails
from partnerships.models import OutgoingMail


def account_of(mail: OutgoingMail) -> User | None:
    """Return the account that signs in with the address of `mail`, letter for letter but for capitals; None if none."""
    accounts = User.objects.filter(email__iexact=mail.to, is_active=True)
    return next((user for user in accounts if user.email.lower() == mail.to.lower()), None)


def invitation(mail: OutgoingMail) -> dict[str, Any] | None:
    """Return what an invitation says: none once it is accepted, or the account is closed or gone."""
    user = account_of(mail)
    if user is None or not user.is_staff or user.has_usable_password():
        return None
    link = links.url_for(user, links.INVITATION)
    return {"link": link, "days": links.INVITATION.max_age.days, "by": mail.about.get("by", "")}


def password_reset(mail: OutgoingMail) -> dict[str, Any] | None:
    """Return what the mail says by which a new password is set."""
    user = account_of(mail)
    if user is None:
        return None
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=arguments)
    return {"link": link, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}


def guessed(mail: OutgoingMail) -> dict[str, Any] | None:
    """Return what an owner is told whose password somebody tried to guess."""
    if account_of(mail) is None:
        return None
    return {"reset": settings.SITE_URL + reverse("account_reset_password")}


for _template, _content in (
    ("account_invitation", invitation),
    ("account_reset", password_reset),
    ("account_guessed", guessed),
):
    late_mails.register(_template, _content)
