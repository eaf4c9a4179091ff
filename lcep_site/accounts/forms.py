"""The questions of the account pages in our words, with a list of what has to be put right."""

from contextlib import contextmanager

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.core.validators import MaxLengthValidator

GOOD_PASSWORD = (
    "10 characters or more. Three words that have nothing to do with each other are easy to keep in mind and hard to "
    "guess."
)
CODE_HINT = "The 6 digits your authenticator app shows now, or one of your recovery codes"
# Longer than any code of an app is taken: from one period before to one after its own.
SECONDS_A_CODE_IS_KNOWN = 120


class Plain:
    """Labels, hints and what to say about a missing answer, by the names of the questions; no placeholders."""

    use_required_attribute = False
    # A question's name → its label, its hint, and what to say when it was not answered.
    questions: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.questions.items():
            question = self.fields[name]
            question.label, question.help_text = label, hint
            question.error_messages["required"] = missing
            question.widget.attrs.pop("placeholder", None)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, each with the id of the question to go to."""
        first = next((field for field in self if not field.is_hidden), None)
        found = []
        for name, messages in self.errors.items():
            question = self[name] if name in self.fields and not self[name].is_hidden else first
            found += [(message, question.id_for_label if question else "main") for message in messages]
        return found


NEW_PASSWORD = {
    "password1": ("New password", GOOD_PASSWORD, "Enter a new password"),
    "password2": ("New password again", "", "Enter the new password again"),
}


class SignInForm(Plain, account.LoginForm):
    """What is asked first."""

    questions = {
        "login": ("E-mail address", "", "Enter your e-mail address"),
        "password": ("Password", "", "Enter your password"),
    }


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    questions = {"password": ("Password", "", "Enter your password")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The old password and a new one."""

    questions = {"oldpassword": ("Current password", "", "Enter your current password")} | NEW_PASSWORD


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""

    questions = NEW_PASSWORD


class AskForResetForm(Plain, account.ResetPasswordForm):
    """The address a link for a new password goes to."""

    questions = {"email": ("E-mail address", "The one you sign in with", "Enter your e-mail address")}


class ResetPasswordForm(Plain, account.ResetPasswordKeyForm):
    """A new password, for whoever holds the link."""

    questions = NEW_PASSWORD


def _kept_password() -> forms.PasswordInput:
    return forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"})


class InvitationForm(Plain, forms.Form):
    """A first password, for whoever was invited. What was typed stays while it is put right."""

    questions = {
        "password1": ("Password", GOOD_PASSWORD, "Choose a password"),
        "password2": ("Password again", "", "Enter the password again"),
    }
    password1 = forms.CharField(strip=False, widget=_kept_password())
    password2 = forms.CharField(strip=False, widget=_kept_password())

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        """Return the password if it is good enough."""
        password_validation.validate_password(self.cleaned_data["password1"], self.user)
        return self.cleaned_data["password1"]

    def clean(self):
        """Compare the two."""
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords are not the same")
        return self.cleaned_data


class CodeForm(Plain, second_factor.AuthenticateForm):
    """The second factor at sign-in. No code is taken twice, for as long as it would be right."""

    questions = {"code": ("Code", CODE_HINT, "Enter a code")}

    def clean_code(self) -> str:
        """Return the code if it is right and new."""
        code = super().clean_code()
        if not cache.add(f"accounts:code:{self.user.pk}:{normalize_user_code(code)}", True, SECONDS_A_CODE_IS_KNOWN):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeAgainForm(Plain, second_factor.ReauthenticateForm):
    """The second factor once more, before something that matters."""

    questions = {"code": ("Code", CODE_HINT, "Enter a code")}


class ActivateAppForm(Plain, app.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    questions = {"code": ("Code", "The 6 digits the app shows now", "Enter the code your app shows")}


@contextmanager
def _nonsense_refused():
    """Refuse as a wrong code what no browser sends: the libraries fall over most of it."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, ValueError) as nonsense:
        raise get_adapter().validation_error("incorrect_code") from nonsense


class PasskeyName(Plain):
    """What a passkey is called."""

    questions = {"name": ("Name", "So that you can tell it from others: “Work laptop”", "Enter a name")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(MaxLengthValidator(60))


class AddPasskeyForm(PasskeyName, passkey.AddWebAuthnForm):
    """A new passkey: its name, and what the browser says."""

    def clean(self):
        """Take what the browser says about the new passkey, unless it makes no sense."""
        with _nonsense_refused():
            return super().clean()


class PasskeyForm(passkey.AuthenticateWebAuthnForm):
    """What the browser says about a passkey at sign-in."""

    def clean_credential(self):
        """Return whose passkey it is, unless it makes no sense."""
        with _nonsense_refused():
            return super().clean_credential()


class PasskeyAgainForm(passkey.ReauthenticateWebAuthnForm):
    """The same once more, before something that matters."""

    def clean_credential(self):
        """Return whose passkey it is, unless it makes no sense."""
        with _nonsense_refused():
            return super().clean_credential()


class RenamePasskeyForm(PasskeyName, passkey.EditWebAuthnForm):
    """Another name for a passkey."""
