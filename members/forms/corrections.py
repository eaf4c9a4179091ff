"""The form with which a visitor says what is wrong in an entry."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from members.forms.facts import SCALAR_FIELDS, cleaned_like, lines_field
from members.mailing_list.consent import CORRECTION_CONSENTS, CURRENT_FOR_CORRECTIONS
from members.proposals.facts import Changes
from partnerships.abuse.learnt import Words
from partnerships.abuse.spam import OpenedForm
from partnerships.forms.base import ConsentField, LinesField, OwnAddressField, ProblemListForm
from partnerships.forms.query_strings import EntryField, QueryStringForm
from partnerships.models import Partnership

# Parts whose new text becomes a change; for the others it goes into the note.
DIRECT = (*("name", "summary", "vision", "mission", "website", "coverage_note", "host", "how_to_join", "joining_page"),)
PARTS = {
    "name": "Its name",
    "other_names": "Its other names",
    "summary": "The summary",
    "stage": "Its stage, or as of when that is so",
    "began": "When it began or closed, or what it came from",
    "story": "A fact of its story",
    "about": "The longer text of its story",
    "vision": "Its vision",
    "mission": "Its mission",
    "where": "Where it works",
    "coverage_note": "The parts of its area it works in",
    "members": "Who is in it",
    "host": "Who hosts or leads it",
    "legal_form": "Its legal form",
    "support": "Who supports or supported it",
    "priorities": "What it works on",
    "programmes": "The programmes it took part in",
    "website": "Its website",
    "links": "Its links",
    "takes_new_members": "Whether it takes new members, and from where",
    "how_to_join": "How to join",
    "joining_page": "Its page on joining",
    "elsewhere": "What was published elsewhere about it",
    "other": "Something else",
}
NO_CONSENT = "Tick the box if you agree. Without that we cannot look into it"


BETWEEN_PARAGRAPHS = "\n\n"


class CorrectionForm(ProblemListForm):
    """What is wrong in the entry of `partnership`. Once valid, `changes` and `note` are what is proposed.

    `opened` is the form as it was given to the visitor.
    """

    part = forms.ChoiceField(
        label="What is wrong or missing?",
        choices=[("", "Select"), *PARTS.items()],
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Select what is wrong or missing"),
    )
    wrong = LinesField(
        label="What is wrong with it, and how do you know?",
        help_text="Up to 2,000 characters. Do not name children or give details of anybody’s life.",
        most=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what is wrong, and how you know"},
    )
    right = lines_field("What should it say? (optional)", 2000, rows=3, hint="The new text, if you know it.")
    email = OwnAddressField(
        help_text="We send a link to it: press its button, and we look into what you wrote. It is never published.",
    )
    consent = ConsentField(consents=CORRECTION_CONSENTS, current=CURRENT_FOR_CORRECTIONS, refusal=NO_CONSENT)

    def __init__(self, data: QueryDict | None = None, *, partnership: Partnership, opened: OpenedForm) -> None:
        super().__init__(data)
        self.partnership, self.opened = partnership, opened
        self.changes: Changes = {}

    def clean(self) -> dict[str, Any]:
        """Make the new text a change of its part, if the part is one of DIRECT."""
        cleaned = self.cleaned_data
        part, right = cleaned.get("part"), cleaned.get("right")
        if part in DIRECT and right:
            field = SCALAR_FIELDS[part]()
            try:
                new = field.clean(right)
            except forms.ValidationError as error:
                self.add_error("right", error)
            else:
                old = getattr(self.partnership, part)
                self.changes = {} if new == cleaned_like(field, old) else {part: [old, new]}
        return cleaned

    @property
    def words(self) -> Words:
        """What may show that it is an advert. The form must be valid."""
        cleaned = self.cleaned_data
        return Words(f"{cleaned['wrong']}\n{cleaned['right']}", email=cleaned["email"])

    @property
    def note(self) -> str:
        """What is wrong, for staff to read. The form must be valid."""
        cleaned = self.cleaned_data
        paragraphs = [f"{PARTS[cleaned['part']]}: {cleaned['wrong']}"]
        if cleaned["right"] and not self.changes:
            paragraphs.append(f"It should say: {cleaned['right']}")
        return BETWEEN_PARAGRAPHS.join(paragraphs)


def parts_told_in(note: str) -> str:
    """Return which parts the `note` of corrections is about, as the form calls them; nothing that a visitor wrote."""
    begun = [paragraph.partition(": ")[0] for paragraph in note.split(BETWEEN_PARAGRAPHS)]
    return _in_words(label for label in PARTS.values() if label in begun)


def _in_words(labels: Iterable[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels)


class SentCorrectionForm(QueryStringForm):
    """The query string of the page after a correction was sent: which part of which entry it is about."""

    reasons = QueryStringForm.reasons | {"part": "it is not one of the parts of an entry"}

    page = None  # type: ignore[assignment]  # so Django takes a field away
    partnership = EntryField(Partnership.objects.published())
    part = forms.ChoiceField(choices=list(PARTS.items()), required=False)

    @property
    def entry(self) -> Partnership | None:
        return self.cleaned_data.get("partnership")

    @property
    def part_in_words(self) -> str:
        """What the form calls the part, if it is named."""
        return _in_words([PARTS[part]] if (part := self.cleaned_data.get("part")) else [])
