"""Messages about accounts: those shown on the next page, and the mails with their sentences about changes.

allauth names each occasion by a template of its own. Where a message is not here, none is shown.
"""

from django.contrib.auth.models import User
from django.utils.crypto import salted_hmac

from partnerships.mail import outbox

MESSAGES = {
    "account/messages/logged_out.txt": "You have signed out.",
    "account/messages/password_changed.txt": "Your password is changed.",
    "account/messages/password_set.txt": "Your password is set.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app is removed.",
    "mfa/messages/webauthn_added.txt": "The passkey is added.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "usersessions/messages/sessions_logged_out.txt": "You are signed out everywhere else.",
}
MAIL_SENTENCES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was set anew, by a link that was mailed to you.",
    "account/email/password_set": "A password was set.",
    "mfa/email/totp_activated": "An authenticator app was set up.",
    "mfa/email/totp_deactivated": "The authenticator app was removed.",
    "mfa/email/webauthn_added": "A passkey was added.",
    "mfa/email/webauthn_removed": "A passkey was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made. The old ones no longer work.",
}
ERRORS = {
    "email_password_mismatch": "The e-mail address or the password is not right",
    "enter_current_password": "That is not your current password",
    "incorrect_code": "That code is not right. Enter the one your app shows now, or a recovery code",
    "incorrect_password": "The password is not right",
    "rate_limited": "There were too many tries. Wait five minutes, then try again",
    "too_many_login_attempts": "There were too many tries. Wait five minutes, then try again",
}


def mail_late(email: str, about: str, template: str) -> None:
    """Write a mail to `email`, that of an account or not, which is made when it leaves if there is one: see late_mails.

    It takes the same work for any address, so nobody learns by it which have one.
    """
    address = salted_hmac("lcep_site.accounts.messages", email, algorithm="sha256").hexdigest()[:40]
    outbox.write_late(key=f"account:{address}:{about}", to=email, template=template)


def mail(user: User, about: str, template: str, context: dict[str, object]) -> None:
    """Write a mail to `user`, once for whatever it is `about`."""
    outbox.write(key=f"account:{user.pk}:{about}", to=user.email, template=template, context=context)
