"""The form for joining and asking: its questions and its hidden fields."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from partnerships.abuse.learnt import Words
from partnerships.abuse.spam import OpenedForm
from partnerships.enquiries.consent import CONSENTS, CURRENT
from partnerships.enquiries.routing import ROUTES, Route, route
from partnerships.forms import base
from partnerships.forms.enquiry_subject import (
    BETWEEN_KEYS,
    AmbiguousSubject,
    EnquirySubject,
    in_words,
    resolve,
)
from partnerships.forms.subject_options import Option
from partnerships.models import BridgeOrganisation, Enquiry, LocalAuthority
from partnerships.signed_links import SignedToken
from partnerships.text.sentences import listed
from partnerships.vocabulary import EnquirerKind, EnquiryTopic, RouteKind

MAX_MESSAGE_LENGTH = 5000
NO_CONSENT = "Tick the box if you agree. Without that we cannot pass your enquiry on"
OF_SCHOOLS = {EnquirerKind.SCHOOL, EnquirerKind.EARLY_YEARS}
# Topics that neither are about joining nor are a question: whoever comes for one of them reads of that alone.
ERRANDS = {EnquiryTopic.CORRECT, EnquiryTopic.REMOVE, EnquiryTopic.COMPLAIN, EnquiryTopic.PRESS}
# What is carried of a route beside its kind and its desk.
_SAID_OF_ROUTE = ("recipient_name", "reason", "answer_within", "has_calendar_days")
_SEAL = SignedToken(salt="partnerships.enquiry.answers")


def too_long(label: str, limit: int) -> str:
    """Return the message for more than `limit` characters."""
    return f"{label} must be {limit} characters or fewer"


class HiddenKeys(forms.HiddenInput):
    """Keys of what is meant: several where several boxes were ticked."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """Return them as one text."""
        values = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name, "")]
        # Each holds what was chosen before.
        return BETWEEN_KEYS.join(dict.fromkeys(key for value in values for key in value.split(BETWEEN_KEYS)))


@dataclass(frozen=True)
class AnswerRow:
    """A question and its answer on the page that shows them again, and the id of the field where it is changed."""

    question: str
    answer: str
    field_id: str
    step: str = "change"


class EnquiryForm(base.ProblemListForm):
    """The questions. Once it is valid, `subject` is what the enquiry is about and `answers` what was answered.

    `options` are what the enquirer can choose from where the place they typed leaves several.
    """

    data: MultiValueDict[str, str]
    # What few need to know of the place.
    place_exceptions = (
        "To be taken out, to complain, or for press or research, name one at most.",
        "You can leave this empty for press, research, something else or a complaint about personal data.",
    )
    # Drawn as radio buttons where there is something to choose.
    element_ids = {"about": "id_about_0"}

    topic = base.SelectField("What do you want to do?", EnquiryTopic, "Select what you want to do", forms.RadioSelect)
    place = base.LineField(
        label="Which partnership or place is it about?",
        help_text=(
            "A partnership, school, postcode, town or council. For example, Leeds33, LS1 3AB or Whitby. "
            "To ask several at once, up to 10, write commas between them."
        ),
        max_length=500,
        required=False,
        error_messages={"max_length": too_long("The partnership or place", 500)},
    )
    about = base.LineField(required=False, label="Which one do you mean?", widget=HiddenKeys)
    enquirer = base.SelectField("Who are you?", EnquirerKind, "Select who you are", forms.RadioSelect)
    message = base.LinesField(
        label="Your message",
        help_text=f"Up to {MAX_MESSAGE_LENGTH:,} characters. Do not name children or give details of their lives.",
        most=MAX_MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter your message"},
    )
    name = base.LineField(
        label="Full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name", "max_length": too_long("Your name", 120)},
    )
    email = base.OwnAddressField(help_text="The answer goes to this address. It is never published.")
    organisation = base.LineField(
        label="Organisation (optional)",
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"max_length": too_long("The organisation’s name", 160)},
    )
    consent = base.ConsentField(consents=CONSENTS, current=CURRENT, refusal=NO_CONSENT)

    def __init__(
        self, data: QueryDict | None = None, *, opened: OpenedForm, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.opened = opened
        self.fields["place"].widget.attrs |= {
            "data-suggestions": static("js/suggestions.js"),
            "data-names": reverse("partnerships:suggestions"),
        }
        self.subjects = [EnquirySubject()]
        self.beside: dict[EnquirySubject, list[LocalAuthority]] = {}
        self.notes: tuple[str, ...] = ()
        self.options: list[Option] = []
        self.may_be_several = False
        # What the hidden field says of the route; it counts once the seal was found right.
        self.route_values = data.get("route", "") if data else ""

    @property
    def errand(self) -> str:
        """What the enquirer came for by a link, or chose, in words; "" for whoever joins, starts or asks something."""
        topic = self["topic"].value()
        return EnquiryTopic(topic).label if topic in ERRANDS else ""

    @property
    def sure_route(self) -> Route | None:
        """The way of such an errand where it is the same whatever place is named; None elsewhere."""
        topic = self["topic"].value()
        is_sure = topic in ERRANDS and ROUTES[topic].first in {RouteKind.NATIONAL, RouteKind.DATA}
        return route(topic) if is_sure else None

    @property
    def is_from_young_person(self) -> bool:
        """Whether a young person is asking, whatever else was answered: their details are not even looked at."""
        return self.data.get("enquirer") == EnquirerKind.YOUNG_PERSON

    def clean(self) -> dict[str, Any]:
        """Find out what the enquiry is about."""
        cleaned = self.cleaned_data
        topic, place = cleaned.get("topic", ""), cleaned.get("place")
        if place is None:
            return cleaned
        if not place and topic and ROUTES[topic].needs_place:
            self.add_error("place", "Enter the partnership or place it is about")
        try:
            resolved = resolve(topic, about=cleaned.get("about", ""), place=place)
        except AmbiguousSubject as ambiguous:
            self.options, self.may_be_several = ambiguous.options, ambiguous.may_be_several
            self._show(place=ambiguous.place or place, about=ambiguous.about)
            self.add_error("about" if ambiguous.options else "place", ambiguous.message)
        else:
            self.subjects, self.beside, self.notes = resolved.subjects, resolved.beside, resolved.notes
            cleaned |= {"about": resolved.about, "place": resolved.place}
            self._show(place=resolved.place, about=resolved.about)
            # Who names itself as the place need not do so twice; it sees so before anything is sent.
            is_itself = cleaned.get("enquirer") in OF_SCHOOLS or topic == EnquiryTopic.REMOVE
            if resolved.named and is_itself and not cleaned.get("organisation"):
                cleaned["organisation"] = resolved.named
                self._show(organisation=resolved.named)
        return cleaned

    def _show(self, **values: str) -> None:
        """Have these values stand in the form when it is shown again, in place of what was sent."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value

    @property
    def abouts(self) -> list[str]:
        """What each of the enquiries is about, in words."""
        return [in_words(subject, *self.beside.get(subject, ())) for subject in self.subjects]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by name of field, for the hidden fields of the next page. The form must be valid."""
        return {name: self.cleaned_data[name] for name in self.fields}

    @property
    def words(self) -> Words:
        """What may show that it is an advert. The form must be valid."""
        cleaned = self.cleaned_data
        return Words(cleaned["message"], cleaned["name"], cleaned["organisation"], cleaned["email"])

    @property
    def enquiries(self) -> list[Enquiry]:
        """What was answered, as an enquiry about each subject, none of them stored yet. The form must be valid."""
        names = ("topic", "enquirer", "message", "name", "email", "organisation")
        first, is_one = self.submission, len(self.subjects) == 1
        return [
            Enquiry(
                submission=uuid.uuid5(first, str(position)) if position else first,
                sent_with=None if is_one else first,
                **vars(subject),
                consent_version=self.cleaned_data["consent"],
                **{name: self.cleaned_data[name] for name in names},
            )
            for position, subject in enumerate(self.subjects)
        ]

    @property
    def said(self) -> list[str]:
        """What staff are told of each of the enquiries: which places of a partnership it was asked for."""
        places = [[subject.authority, *self.beside.get(subject, ())] for subject in self.subjects]
        return [f"Asked for {listed(some)}." if len(some) > 1 else "" for some in places]

    @property
    def submission(self) -> uuid.UUID:
        """The key of this submission: the same answers on the same form have the same one, other answers another."""
        return uuid.uuid5(self.opened.id, json.dumps(self.answers))

    @property
    def seal(self) -> str:
        """The signature over this form, its answers and where they go."""
        return _SEAL.seal(self.submission.hex + self.route_values)

    def show(self, routes: list[Route]) -> None:
        """Carry `routes`, one for each subject, which the enquirer is told of, beside the answers."""
        values = [
            [route.kind, route.desk and route.desk.pk, *(getattr(route, name) for name in _SAID_OF_ROUTE)]
            for route in routes
        ]
        self.route_values = json.dumps(values, ensure_ascii=False)

    @property
    def shown_routes(self) -> list[Route]:
        """The routes the enquirer was told of; none on a form from before they were carried. The seal must be right."""
        values = json.loads(self.route_values or "[]")
        # A form from when there was one only.
        values = [values] if values and isinstance(values[0], str) else values
        desks = BridgeOrganisation.objects.in_bulk([desk_pk for _, desk_pk, *_ in values if desk_pk])
        return [Route(RouteKind(kind), desks.get(desk_pk), *others) for kind, desk_pk, *others in values]

    def opened_again(self, *, choose_again: bool) -> "EnquiryForm":
        """Return the form as it was filled in, to be changed; with `choose_again` the subject is asked for anew."""
        return EnquiryForm(opened=self.opened, initial=self.data.dict() | ({"about": ""} if choose_again else {}))

    @property
    def rows(self) -> list[AnswerRow]:
        """The questions with their answers as people read them. The form must be valid."""
        answers = self.answers
        about = [*self.abouts, *self.notes]
        if answers["topic"] == EnquiryTopic.REMOVE and len(self.subjects) == 1:
            about = [answers["place"]]
        return [
            AnswerRow("What you want to do", EnquiryTopic(answers["topic"]).label, "id_topic_0"),
            AnswerRow("What it is about", "\n".join(about), "id_place", step="elsewhere"),
            AnswerRow("Who you are", EnquirerKind(answers["enquirer"]).label, "id_enquirer_0"),
            AnswerRow("Your message", answers["message"], "id_message"),
            AnswerRow("Full name", answers["name"], "id_name"),
            AnswerRow("E-mail address", answers["email"], "id_email"),
            AnswerRow("Organisation", answers["organisation"] or "Not provided", "id_organisation"),
        ]


class SubmissionForm(base.StepForm):
    """What is sent along with the answers, with the token of the form, which one button opens anew."""

    token = forms.CharField(required=False)
    again = forms.CharField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        opened = OpenedForm.read(self.cleaned_data["token"]).check_honeypot(data)
        self.opened = opened.anew() if self.step_is(base.ANEW) else opened

    def seals(self, seal: str) -> bool:
        """Return whether the answers with this `seal` and their route were shown to the enquirer, not too long ago."""
        return not self.opened.is_stale and super().seals(seal)
