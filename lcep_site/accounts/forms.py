"""The forms of the account pages: those of django-allauth with our labels and hints, and a list of what is wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.account.fields import EmailField
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils import timezone

from lcep_site.accounts import messages
from partnerships.forms.base import LineField, ProblemListForm
from partnerships.text import pasted

GOOD_PASSWORD = (
    "10 characters or more. Three words that have nothing to do with each other are easy to keep in mind and hard to "
    "guess."
)
APP_HINT, RECOVERY_HINT = "The 6 digits your authenticator app shows now", "One of your recovery codes"
WRONG_APP_CODE = "That code is not right. Enter the one your app shows now"
# Longer than an app's code is valid: from one period before to one after its own.
CODE_REMEMBERED_SECONDS = 120


class SignInAddressField(EmailField):
    """The e-mail address of an account, without what was pasted around it."""

    def to_python(self, value: object) -> str | None:
        """Return the address; its letters are made small in `clean`."""
        return super().to_python(pasted.mail_address(str(value or "")))


# What becomes of fields of django-allauth, so that they understand what is pasted. Passwords stay as they are typed.
_KINDS_OF_OURS: dict[type[forms.Field], type[forms.CharField]] = {
    forms.CharField: LineField,
    EmailField: SignInAddressField,
}


class QuestionsForm(ProblemListForm):
    """Gives a form of django-allauth, or one of ours, our own labels, hints and errors, and no placeholders."""

    # The name of a field → its label, its hint, and the error when it was left empty.
    questions: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, required) in self.questions.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = required
            field.widget.attrs.pop("placeholder", None)
            if kind := _KINDS_OF_OURS.get(type(field)):
                self.fields[name] = kind(
                    **{part: getattr(field, part) for part in ("label", "help_text", "widget", "initial", "required")},
                    error_messages={"required": required},
                )


PASSWORD = ("Password", "", "Enter your password")
NEW_PASSWORD = {
    "password1": ("New password", GOOD_PASSWORD, "Enter a new password"),
    "password2": ("New password again", "", "Enter the new password again"),
}


class SignInForm(QuestionsForm, account.LoginForm):
    questions = {"login": ("E-mail address", "", "Enter your e-mail address"), "password": PASSWORD}


class ConfirmPasswordForm(QuestionsForm, account.ReauthenticateForm):
    """The password once more, before something that changes who can sign in."""

    questions = {"password": PASSWORD}


class ChangePasswordForm(QuestionsForm, account.ChangePasswordForm):
    questions = {"oldpassword": ("Current password", "", "Enter your current password")} | NEW_PASSWORD


class SetPasswordForm(QuestionsForm, account.SetPasswordForm):
    """A password, for an account that has none."""

    questions = NEW_PASSWORD


class AskForResetForm(QuestionsForm, account.ResetPasswordForm):
    """The address to which the link for a new password goes."""

    questions = {"email": ("E-mail address", "The one you sign in with", "Enter your e-mail address")}

    def clean_email(self) -> str:
        """Return the address, without a look whether it has an account: the worker looks when it sends the mail."""
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Write the mail, one a minute at most, with the same work whatever the address."""
        email = self.cleaned_data["email"]
        messages.mail_late(email, f"reset:{timezone.now():%Y%m%d%H%M}", "account_reset")
        return email


class ResetPasswordForm(QuestionsForm, account.ResetPasswordKeyForm):
    """A new password, for whoever opened that link."""

    questions = NEW_PASSWORD


class InvitationForm(SetPasswordForm):
    """A first password, for whoever was invited. What was typed stays when the form is shown again with errors."""

    questions = {
        "password1": ("Password", GOOD_PASSWORD, "Choose a password"),
        "password2": ("Password again", "", "Enter the password again"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.render_value = True

    def clean(self) -> dict[str, Any]:
        """Error if the two differ."""
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords are not the same")
        return self.cleaned_data


class AnyCodeForm(QuestionsForm, second_factor.BaseAuthenticateForm):
    """A code of the user's app or one of their recovery codes: it names only what they have."""

    questions = {"code": ("Code", "", "Enter a code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = Authenticator.objects.filter(user=self.user).values_list("type", flat=True)
        hints = {Authenticator.Type.TOTP: APP_HINT, Authenticator.Type.RECOVERY_CODES: RECOVERY_HINT}
        self.has_recovery_codes = Authenticator.Type.RECOVERY_CODES in (kinds := set(types))
        first, *more = [hint for kind, hint in hints.items() if kind in kinds] or [APP_HINT]
        self.fields["code"].help_text = ", or ".join([first, *(hint[0].lower() + hint[1:] for hint in more)])

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError when it is wrong."""
        try:
            return super().clean_code()
        except ValidationError as refusal:
            if refusal.code == "incorrect_code":
                raise self.wrong_code() from refusal
            raise

    def wrong_code(self) -> ValidationError:
        """Return what says that a code is wrong, and speaks of recovery codes only to who has any."""
        refusal = get_adapter().validation_error("incorrect_code")
        return refusal if self.has_recovery_codes else ValidationError(WRONG_APP_CODE, code="incorrect_code")


class CodeForm(AnyCodeForm, second_factor.AuthenticateForm):
    """The second factor at sign-in. No code is accepted twice while it is valid."""

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError when it is wrong or was used before."""
        code = super().clean_code()
        # However it was spaced or hyphened.
        digits = re.sub(r"[\W_]", "", code)
        if not cache.add(f"accounts:code:{self.user.pk}:{digits}", True, CODE_REMEMBERED_SECONDS):
            raise self.wrong_code()
        return code


class CodeAgainForm(AnyCodeForm, second_factor.ReauthenticateForm):
    """The second factor once more, before something that changes who can sign in."""


class ActivateAppForm(QuestionsForm, app.ActivateTOTPForm):
    """The first code of a new authenticator app. `key_in_groups` is its key, four characters at a time."""

    questions = {"code": ("Code", "The 6 digits the app shows now", "Enter the code your app shows")}

    @property
    def key_in_groups(self) -> str:
        return " ".join(re.findall(".{1,4}", self.secret))


@contextmanager
def _malformed_refused() -> Iterator[None]:
    """Turn the errors that the libraries raise for a credential no browser would send into "incorrect code"."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyNameForm(QuestionsForm):
    """A form that asks for the name of a passkey."""

    questions = {"name": ("Name", "So that you can tell it from others: “Work laptop”", "Enter a name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(60))


class AddPasskeyForm(PasskeyNameForm, passkey.AddWebAuthnForm):
    """A new passkey: its name, and the credential from the browser."""

    def clean(self) -> dict[str, Any] | None:
        """Error if the credential is wrong or malformed."""
        with _malformed_refused():
            return super().clean()


class PasskeyForm(passkey.AuthenticateWebAuthnForm):
    """The credential from the browser at sign-in with a passkey."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey. Raises ValidationError when the credential is wrong or malformed."""
        with _malformed_refused():
            return super().clean_credential()


class PasskeyAgainForm(PasskeyForm, passkey.ReauthenticateWebAuthnForm):
    """The credential once more, before something that changes who can sign in."""


class RenamePasskeyForm(PasskeyNameForm, passkey.EditWebAuthnForm):
    pass
