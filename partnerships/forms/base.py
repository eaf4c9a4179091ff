"""What our own forms are made of: fields for text as people type and paste it, a list of problems, and steps.

Text is understood as text/pasted.py does, without refusing it. The back office gets the same fields (rows.py).
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.crypto import constant_time_compare
from django.utils.encoding import punycode

from partnerships.enquiries.consent import Consent
from partnerships.text import markup, pasted

CHANGE, ELSEWHERE, SEND, ANOTHER, ANEW, WITHDRAW = "change", "elsewhere", "send", "another", "anew", "withdraw"
_FORMAT_MESSAGE = "Enter an e-mail address in the correct format, like name@example.com"
# RFC 5321, 4.5.3.1.1: of what stands before the @ sign.
_MOST_BEFORE_AT = 64
_BEFORE_AT_MESSAGE = (
    f"The part of an e-mail address before the @ sign has {_MOST_BEFORE_AT} characters at most. Check it"
)
_LETTERS_MESSAGE = (
    "We cannot send e-mail to an address with accents or letters of other scripts before the @ sign. Enter another "
    "address"
)


class UncutField(forms.CharField):
    """Text that a browser does not cut off while it is typed or pasted: what is too long is an error, not lost."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(UncutField):
    """One line of text. Whatever would break it into lines or change its direction counts as a space or nothing."""

    def to_python(self, value: object) -> str | None:
        """Return the text on one line with single spaces."""
        return super().to_python(pasted.one_line(str(value or "")))


class EndOfAddressField(LineField, forms.SlugField):
    """The last part of the address of an entry."""


class LinesField(forms.CharField):
    """Text of several lines, with at most `most` characters; a line ends with a line feed, whatever was sent."""

    widget = forms.Textarea

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: object) -> str | None:
        """Return the text with its lines and without control characters."""
        return super().to_python(pasted.lines(str(value or "")))

    def validate(self, value: str) -> None:
        """Raise ValidationError for no text, and for too much: then it says how much."""
        super().validate(value)
        if self.most is not None and len(value) > self.most:
            raise ValidationError(
                f"{self.label} must be {self.most:,} characters or fewer. It has {len(value):,}", code="max_length"
            )


def _refuse_markup(text: str) -> None:
    if problem := markup.problem_of(text):
        raise ValidationError(problem, code="markup")


class PublicLinesField(LinesField):
    """Text of several lines that is published: markup of a program it was pasted from would be seen, so is refused."""

    default_validators = [_refuse_markup]


class MarkdownField(PublicLinesField):
    """Text in Markdown. What was pasted as bullets is a list."""

    def to_python(self, value: object) -> str | None:
        """Return the text with its lines and lists."""
        return super().to_python(pasted.markdown(str(value or "")))


class AddressField(UncutField, forms.EmailField):
    """An e-mail address that mail can be sent to. The part after the @ may be in any script."""

    default_validators = [EmailValidator(_FORMAT_MESSAGE, allowlist=[])]

    def to_python(self, value: object) -> str | None:
        """Return the address without what was pasted around it."""
        return super().to_python(pasted.mail_address(str(value or "")))

    def run_validators(self, value: str) -> None:
        """Raise ValidationError with what to do; also for addresses that are valid, but that mail programs refuse."""
        local, _, domain = value.rpartition("@")
        if local and not local.isascii():
            raise ValidationError(_LETTERS_MESSAGE, code="letters")
        if not value.isprintable():
            raise ValidationError(_FORMAT_MESSAGE, code="invalid")
        super().run_validators(value)
        if len(local) > _MOST_BEFORE_AT:
            raise ValidationError(_BEFORE_AT_MESSAGE, code="before_at")
        if value and (local.startswith('"') or domain.startswith("[") or not _has_ascii_form(domain)):
            raise ValidationError(_FORMAT_MESSAGE, code="invalid")


class WebAddressField(UncutField, forms.URLField):
    """The address of a web page; without a scheme it is taken as https."""

    default_error_messages = {"invalid": "Enter a web address, like https://example.org"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https"} | kwargs)

    def to_python(self, value: object) -> str | None:
        """Return the address without what was pasted around it, with its scheme. URLField has its own way of that."""
        return forms.CharField.to_python(self, pasted.web_address(str(value or "")))


class OwnAddressField(AddressField):
    """The e-mail address of whoever fills in the form; `help_text` says what comes to it."""

    def __init__(self, *, help_text: str) -> None:
        super().__init__(
            label="E-mail address",
            help_text=help_text,
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Enter your e-mail address",
                "max_length": "Your e-mail address must be 254 characters or fewer",
            },
        )


class SelectField(forms.ChoiceField):
    """One of several `choices`; `refusal` is the error for none, and for one that is not offered."""

    def __init__(self, label: str, choices: Any, refusal: str, widget: type[forms.Widget] = forms.Select) -> None:
        messages = dict.fromkeys(["required", "invalid_choice"], refusal)
        super().__init__(label=label, choices=choices, widget=widget, error_messages=messages)


class ConsentField(SelectField):
    """A box to tick beside a consent text, whose value is the version of that text.

    `consents` holds every text by its version, `current` is the one shown, and `refusal` the error without a tick.
    """

    def __init__(self, *, consents: Mapping[str, Consent], current: Consent, refusal: str) -> None:
        # Drawn as a checkbox.
        super().__init__(current.text, [(version, version) for version in consents], refusal, forms.TextInput)


def _has_ascii_form(domain: str) -> bool:
    try:
        punycode(domain)
    except UnicodeError:
        return False
    return True


class ProblemListForm(forms.Form):
    """A form that our own templates draw; browsers check nothing in it, so that every message is ours.

    `element_ids` says where to go for fields that are drawn unlike others, and for what is about no field that is
    shown ("__all__"), if that is not the first one shown.
    """

    use_required_attribute = False
    element_ids: dict[str, str] = {}

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the questions, each with the id of the element to go to."""
        names = [*self.fields, "__all__"]
        return [(str(message), self._element_of(name)) for name in names for message in self.errors.get(name, [])]

    def _element_of(self, name: str) -> str:
        if name in self.element_ids:
            return self.element_ids[name]
        if name not in self.fields or self[name].is_hidden:
            return next((self._element_of(field.name) for field in self if not field.is_hidden), "main")
        # Of several boxes or buttons, the first.
        return self[name].id_for_label or f"{self[name].auto_id}_0"


class StepForm(forms.Form):
    """Which button was pressed on a page that is filled in, shown once more, and sent as it was shown; and its seal.

    Nothing in it is an error: an odd step is no step.
    """

    step = forms.CharField(required=False)
    seal = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.is_valid()
        # What no field can read, such as a NUL, counts as nothing.
        self.cleaned_data = dict.fromkeys(self.fields, "") | self.cleaned_data

    def step_is(self, step: str) -> bool:
        """Return whether the button for `step` was pressed."""
        return bool(self.cleaned_data["step"] == step)

    def seals(self, seal: str) -> bool:
        """Return whether what has this `seal`, a signature over the answers, was shown before it was sent."""
        return constant_time_compare(self.cleaned_data["seal"], seal)
