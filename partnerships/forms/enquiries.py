"""What enquirers are asked, the link that brought them, and what travels with the form unseen."""

import json
import uuid
from dataclasses import dataclass

from django import forms
from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from partnerships.abuse.spam import OpenedForm
from partnerships.enquiries.consent import CONSENTS, CURRENT
from partnerships.enquiries.routing import ROUTES
from partnerships.forms.enquiry_subject import Ambiguous, EnquirySubject, Option, named, resolve
from partnerships.forms.text_fields import ConsentField, LineField, LinesField, OwnAddressField
from partnerships.vocabulary import EnquirerKind, EnquiryTopic

MAX_MESSAGE_LENGTH = 5000
NO_CONSENT = "Tick the box if you agree. Without that we cannot pass your enquiry on"
_SEAL = Signer(salt="partnerships.enquiry.answers")


def too_long(what: str, most: int) -> str:
    """Return the words for more than `most` characters."""
    return f"{what} must be {most} characters or fewer"


@dataclass(frozen=True)
class AnswerRow:
    """A question and its answer on the page that shows them again, and the part of the form where it is changed."""

    question: str
    answer: str
    place_on_form: str
    step: str = "change"


class EnquiryForm(forms.Form):
    """The questions. Once it is valid, `asked_about` is what the enquiry is about and `answers` what was said.

    `options` are what the enquirer can choose from where the place they typed leaves several.
    """

    use_required_attribute = False

    topic = forms.ChoiceField(
        label="What do you want to do?",
        choices=EnquiryTopic,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select what you want to do"),
    )
    place = LineField(
        label="Which partnership or place is it about?",
        help_text=(
            "A partnership, postcode, town or council. For example, Leeds33, LS1 3AB or Whitby. "
            "You can leave this empty for press, research or something else."
        ),
        max_length=200,
        required=False,
        error_messages={"max_length": too_long("The partnership or place", 200)},
    )
    about = LineField(required=False, label="Which one do you mean?", widget=forms.HiddenInput)
    enquirer = forms.ChoiceField(
        label="Who are you?",
        choices=EnquirerKind,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select who you are"),
    )
    message = LinesField(
        label="Your message",
        help_text=f"Up to {MAX_MESSAGE_LENGTH:,} characters. Do not name children or give details of their lives.",
        most=MAX_MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter your message"},
    )
    name = LineField(
        label="Full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name", "max_length": too_long("Your name", 120)},
    )
    email = OwnAddressField(
        help_text="The answer goes to this address. It is never published.",
    )
    organisation = LineField(
        label="Organisation (optional)",
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"max_length": too_long("The organisation’s name", 160)},
    )
    consent = ConsentField(consents=CONSENTS, current=CURRENT, refusal=NO_CONSENT)

    def __init__(self, data=None, *, opened: OpenedForm, **kwargs):
        super().__init__(data, **kwargs)
        self.opened = opened
        self.asked_about = EnquirySubject()
        self.options: list[Option] = []

    @property
    def is_from_young_person(self) -> bool:
        """Whether a young person is asking, whatever else was answered: their details are not even looked at."""
        return self.data.get("enquirer") == EnquirerKind.YOUNG_PERSON

    def clean(self):
        """Find out what the enquiry is about."""
        cleaned = super().clean()
        topic, place = cleaned.get("topic", ""), cleaned.get("place")
        if place is None:
            return cleaned
        if not place and topic and ROUTES[topic].needs_place:
            self.add_error("place", "Enter the partnership or place it is about")
        try:
            settled = resolve(topic, about=cleaned.get("about", ""), place=place)
        except Ambiguous as unclear:
            self._ask_again(unclear)
        else:
            self.asked_about = settled.asked_about
            cleaned |= {"about": settled.about, "place": settled.place}
            self._keep(place=settled.place, about=settled.about)
        return cleaned

    def _ask_again(self, unclear: Ambiguous):
        self.options = unclear.options
        self._keep(place=unclear.place, about="")
        self.add_error("about" if unclear.options else "place", unclear.message)

    def _keep(self, **values):
        """Show these values when the form is shown again."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong, in the order of the questions, each with the id of the field to go to."""
        found = []
        for name, messages in self.errors.items():
            first = f"id_{name}_0" if name in {"topic", "enquirer", "about"} else f"id_{name}"
            found += [(message, first) for message in messages]
        order = list(self.fields)
        return sorted(found, key=lambda problem: order.index(problem[1].split("_")[1]))

    @property
    def answers(self) -> dict[str, str]:
        """What was said, by name of field, ready to travel through another page. The form must be valid."""
        return {name: self.cleaned_data[name] for name in self.fields}

    @property
    def enquiry(self) -> dict:
        """What was said, as enquiries.submit takes it. The form must be valid."""
        said = {name: self.cleaned_data[name] for name in ("topic", "enquirer", "message", "name", "email")}
        return said | {
            "organisation": self.cleaned_data["organisation"],
            "consent_version": self.cleaned_data["consent"],
            "partnership": self.asked_about.partnership,
            "authority": self.asked_about.authority,
            "bridge": self.asked_about.bridge,
        }

    @property
    def submission(self) -> uuid.UUID:
        """Which enquiry this is: the same answers on the same form are the same one, other answers another."""
        return uuid.uuid5(self.opened.id, json.dumps(self.answers))

    @property
    def seal(self) -> str:
        """The signature over this form and its answers."""
        return _SEAL.signature(self.submission.hex)

    def opened_again(self, *, choose_again: bool) -> "EnquiryForm":
        """Return the form as it was filled in, to be changed; with `choose_again` what was meant is asked anew."""
        values = self.data.dict()
        return EnquiryForm(opened=self.opened, initial=values | ({"about": ""} if choose_again else {}))

    @property
    def rows(self) -> list[AnswerRow]:
        """The questions with their answers in words. The form must be valid."""
        answers = self.answers
        about = str(self.asked_about.entry or "England, or no place in particular")
        if self.asked_about.authority and self.asked_about.partnership:
            about = f"{about} (works in {self.asked_about.authority})"
        return [
            AnswerRow("What you want to do", EnquiryTopic(answers["topic"]).label, "id_topic_0"),
            AnswerRow("What it is about", about, "id_place", step="elsewhere"),
            AnswerRow("Who you are", EnquirerKind(answers["enquirer"]).label, "id_enquirer_0"),
            AnswerRow("Your message", answers["message"], "id_message"),
            AnswerRow("Full name", answers["name"], "id_name"),
            AnswerRow("E-mail address", answers["email"], "id_email"),
            AnswerRow("Organisation", answers["organisation"] or "Not provided", "id_organisation"),
        ]


class EnquiryLinkForm(forms.Form):
    """The query string of a link to the form. What makes no sense in it is left out."""

    partnership = forms.SlugField(required=False)
    authority = forms.SlugField(required=False)
    bridge = forms.SlugField(required=False)
    topic = forms.ChoiceField(choices=EnquiryTopic, required=False)

    @property
    def asked_about(self) -> EnquirySubject:
        """What the link says the enquiry is about."""
        return named(self._key)

    @property
    def answers(self) -> dict[str, str]:
        """What the link answers already."""
        self.is_valid()
        entry = self.asked_about.entry
        found = {"about": self._key, "place": entry.name} if entry else {}
        return found | {"topic": self.cleaned_data.get("topic", "")}

    @property
    def _key(self) -> str:
        self.is_valid()
        kinds = (kind for kind in ("partnership", "authority", "bridge") if self.cleaned_data.get(kind))
        return next((f"{kind}:{self.cleaned_data[kind]}" for kind in kinds), "")


class SubmissionForm(forms.Form):
    """What is sent along with the answers: which button was pressed, the form's token, and the seal, if there is one.

    Nothing in it is ever wrong: what makes no sense counts as the first step.
    """

    CHECK, CHANGE, ELSEWHERE, SEND = "check", "change", "elsewhere", "send"

    step = forms.ChoiceField(choices=[(step, step) for step in (CHECK, CHANGE, ELSEWHERE, SEND)])
    token = forms.CharField(required=False)
    seal = forms.CharField(required=False)

    def __init__(self, data):
        super().__init__(data)
        self.is_valid()
        self.opened = OpenedForm.read(self.cleaned_data.get("token", "")).check_honeypot(data)

    def step_is(self, step: str) -> bool:
        """Return whether the button for `step` was pressed."""
        return self.cleaned_data.get("step", self.CHECK) == step

    @property
    def wants_changes(self) -> bool:
        """Whether the enquirer wants to see the form again."""
        return self.step_is(self.CHANGE) or self.step_is(self.ELSEWHERE)

    def seals(self, form: EnquiryForm) -> bool:
        """Return whether exactly the answers of `form` were shown to the enquirer, not too long ago."""
        return not self.opened.is_stale and constant_time_compare(self.cleaned_data.get("seal", ""), form.seal)
