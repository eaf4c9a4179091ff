"""Every box that takes text understands what is pasted into it: in public forms, in the back office and in sheets.

A new field that does not is found here. Its class is one of partnerships/forms/base.py, or it reads as they do.
"""

import importlib
import pkgutil
import re

import pytest
from allauth.account.fields import PasswordField
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lcep_site
import members
import partnerships
from lcep_site.accounts.forms import QuestionsForm
from members.forms.facts import ROW_FIELDS, SCALAR_FIELDS
from members.mailing_list.consent import CURRENT
from members.models import ChangeProposal, Subscriber
from members.sheets.cell_kinds import CellProblem, Line, Lines, Markdown, OneRow, PartialDate, PublicLines, WebAddress
from members.sheets.layouts import LAYOUTS
from partnerships.forms.base import AddressField, EndOfAddressField, LinesField, MarkdownField, WebAddressField
from partnerships.forms.moments import MomentField
from partnerships.models import Enquiry
from tests.enquiry_forms import send
from tests.factories import make_authority, make_partnership, make_superuser
from tests.members.views.test_corrections import filled_in as correction
from tests.permission_matrix.walk import forms_of, request_of

pytestmark = pytest.mark.django_db

# What only our own pages fill in: signed values, keys and choices, each checked by whoever reads it.
MACHINES = {
    "cursor",
    "considered",
    "held",
    "again",
    "preview_of",
    "query",
    "seal",
    "seen",
    "step",
    "token",
    "which",
    ("OembedForm", "url"),
    ("OembedForm", "format"),
}
# The last ones are no characters at all, and a place where a picture was.
INVISIBLE = [
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u200e",
    "\u200d",
    "\u202c",
    "\ufffe",
    "\uffff",
    "\ufdd0",
    "\U0001ffff",
    "\ufffc",
]
SPACES = [" ", "\u00a0", "\u202f", "\u2009"]
AROUND_MAIL = (
    *("{}", "Amina O’Brien <{}>", "mailto:{}", "{}.", "<{}>;", "“{}”", "({})", "Amina [mailto:{}]", " {}\n"),
    *("{} (work)", "{}(work).", "(work) {}", "Amina (work) <{}>", "Amina <{}> [not on Mondays]", "Work e-mail: {}"),
)
AROUND_WEB = ("{}", "<{}>", "({}).", "“{}”,", "URL: {}", "[Our plan]({})", "\t{} \n", "{} (our plan)")
EXAMPLES = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def as_pasted(draw, text, around=("{}",)):
    """Draw `text` as it comes out of other programs: with what they put in, for spaces, and around it."""
    letters = [draw(st.sampled_from(SPACES)) if letter == " " else letter for letter in text]
    for _ in range(draw(st.integers(0, 4))):
        letters.insert(draw(st.integers(0, len(letters))), draw(st.sampled_from(INVISIBLE)))
    edge = st.text(st.sampled_from([*INVISIBLE, *SPACES]), max_size=3)
    return draw(edge) + draw(st.sampled_from(around)).format("".join(letters)) + draw(edge)


def form_classes():
    """Return every class of forms in our packages."""
    for package in (partnerships, members, lcep_site):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(r"\.(migrations|management|wsgi|gunicorn)\b", module.name):
                importlib.import_module(module.name)
    found, to_look_at = set(), [forms.BaseForm]
    while to_look_at:
        subclasses = to_look_at.pop().__subclasses__()
        to_look_at += subclasses
        found |= {
            each for each in subclasses if each.__module__.partition(".")[0] in {"partnerships", "members", "lcep_site"}
        }
    return found


def asked_of_visitors_and_staff():
    """Yield the name of a form with that of a field, and the field, of forms that are classes."""
    # Django takes the fields of the other forms of rows anew for the back office.
    of_back_office = {above for form in forms_of_back_office() for above in form.__mro__}
    for form in form_classes() - {*_of_accounts()} - of_back_office:
        yield from ((form.__name__, name, field) for name, field in form.base_fields.items())
    partnership = make_partnership([make_authority()])
    yield from (("ProposalForm", name, make()) for name, make in SCALAR_FIELDS.items())
    for kind, make in ROW_FIELDS.items():
        yield from ((kind, name, field) for name, field in make(partnership).items())


def _of_accounts():
    return [each for each in form_classes() if issubclass(each, QuestionsForm)]


def asked_of_accounts():
    """Yield the same of forms of accounts, which are made from those of a package."""
    user, request = make_superuser(), request_of(make_superuser())
    for form in _of_accounts():
        for arguments in ({}, {"user": user}, {"request": request}):
            try:
                made = form(**arguments)
            except (TypeError, KeyError, AttributeError, LookupError):
                continue
            yield from ((form.__name__, name, field) for name, field in made.fields.items())
            break


def forms_of_back_office():
    """Yield the classes of forms and rows of the back office."""
    request = request_of(make_superuser())
    request.resolver_match = None
    for model_admin in admin.site._registry.values():
        for form in forms_of(model_admin):
            if form is model_admin and (form.row_page or not form.has_change_permission(request)):
                continue
            yield form.get_form(request) if form is model_admin else form.get_formset(request).form


def text_fields():
    """Return every field that takes text, by the form it is in and its name."""
    of_back_office = [(f"{form._meta.model.__name__} row", form.base_fields) for form in forms_of_back_office()]
    fields = [*asked_of_visitors_and_staff(), *asked_of_accounts()]
    fields += [(form, name, field) for form, named in of_back_office for name, field in named.items()]
    return {
        f"{form}.{name}": field
        for form, name, field in fields
        if isinstance(field, forms.CharField)
        and not isinstance(field, PasswordField | forms.JSONField)
        and not {name, (form, name)} & MACHINES
    }


def test_every_moment_is_refused_in_words_when_clocks_change():
    forms_of_back_office_rows = [form.base_fields.values() for form in forms_of_back_office()]
    fields = [field for _, _, field in asked_of_visitors_and_staff()]
    fields += [field for named in forms_of_back_office_rows for field in named]
    moments = [field for field in fields if isinstance(field, forms.DateTimeField | forms.SplitDateTimeField)]

    assert {type(field) for field in moments} == {MomentField}


def meaning_of(field, text):
    """Return what `field` makes of `text`: a value, or the codes of what is wrong."""
    try:
        return field.clean(text)
    except ValidationError as refusal:
        return sorted(str(error.code) for error in refusal.error_list)


def example_for(name, field):
    """Return a text that may well be typed into `field`, and what programs put around such a text."""
    if isinstance(field, AddressField | forms.EmailField):
        return "o'brien@studio.example", AROUND_MAIL
    if isinstance(field, WebAddressField | forms.URLField):
        return "https://example.org/our_plan/", AROUND_WEB
    if isinstance(field, EndOfAddressField):
        return "leeds-33", ("{}", " {}\n")
    if name.endswith("gss_code"):
        return "E06000065", ("{}",)
    if isinstance(field, LinesField):
        return "We dance.\nAnd we sing, at “The Hub”.", ("{}",)
    return "The Hub of Leeds", ("{}", "{}\r\n")


def test_text_of_which_nothing_can_be_seen_is_none_in_any_field():
    fields = text_fields()

    filled = {
        name: meaning
        for name, field in fields.items()
        if (meaning := meaning_of(field, "\u200b\u00a0\ufeff\u200d")) not in ("", None, ["required"])
    }
    assert (filled, len(fields) > 150) == ({}, True)


@EXAMPLES
@given(data=st.data())
def test_every_field_understands_what_is_pasted_as_what_was_meant(kept_fields, data):
    shapes = {example: data.draw(as_pasted(*example)) for example in dict.fromkeys(kept_fields.values())}
    for (name, field), example in kept_fields.items():
        assert meaning_of(field, shapes[example]) == meaning_of(field, example[0]), (name, shapes[example])


@pytest.fixture
def kept_fields():
    """What may be typed into each text field, by its name and itself: read once for all examples."""
    return {(name, field): example_for(name, field) for name, field in text_fields().items()}


def test_published_texts_warn_of_markup_and_make_lists_of_bullets():
    fields = text_fields()
    warned = {
        name for name, field in fields.items() if meaning_of(field, '<p class="MsoNormal">Hello</p>') == ["markup"]
    }
    listed = {name for name, field in fields.items() if meaning_of(field, "• Dance\n• Film") == "- Dance\n- Film"}

    assert (
        warned
        >= {"ProposalForm.about", "ProposalForm.summary", "Partnership row.vision", "NewsItem row.summary"} | listed
    )
    in_markdown = {name for name, field in fields.items() if isinstance(field, MarkdownField)}
    assert (
        listed
        == in_markdown
        >= {"ProposalForm.about", "Partnership row.about", "Question row.answer", "NewsItem row.body"}
    )


def read(cells, text):
    try:
        return cells.read(text)
    except CellProblem as problem:
        return f"refused: {problem}"


def example_in_a_cell(cells):
    if isinstance(cells, WebAddress):
        return "https://example.org/our_plan/", AROUND_WEB
    if isinstance(cells, PartialDate):
        return "September 2017", ("{}", " {}\n")
    return "The Hub of Leeds", ("{}",)


@EXAMPLES
@given(data=st.data())
def test_cells_of_sheets_understand_the_same(data):
    columns = [column for layout in LAYOUTS.values() for column in layout.columns(make_superuser()).values()]
    of_text = [column for column in columns if not isinstance(column.cells, OneRow)]
    for column in of_text:
        text, around = example_in_a_cell(column.cells)
        shape = data.draw(as_pasted(text, around))
        assert read(column.cells, shape) == read(column.cells, text), (column.heading, shape)
    assert {type(column.cells) for column in of_text} >= {Line, PublicLines, Markdown, WebAddress, PartialDate}


def test_cells_of_which_nothing_can_be_seen_are_empty_and_markup_is_refused():
    columns = [column for layout in LAYOUTS.values() for column in layout.columns(make_superuser()).values()]

    assert {str(read(column.cells, "\u200b\ufeff\u00a0")) for column in columns} <= {"", "None", "[]"}
    texts = {
        column.name: read(column.cells, "<p class=MsoNormal>") for column in columns if isinstance(column.cells, Lines)
    }
    assert {name for name, value in texts.items() if value.startswith("refused: It holds markup")} == {
        *("about", "how_to_join", "mission", "source", "summary", "vision"),
    }


MAIL = "o'brien@studio.example"
TEXT = "We dance at “The Hub”."


# More would be too many from one address.
@settings(EXAMPLES, max_examples=4)
@given(mail=as_pasted(MAIL, AROUND_MAIL), text=as_pasted(TEXT), name=as_pasted("Amina O’Brien"))
def test_forms_of_visitors_keep_what_was_meant(client, mail, text, name):
    entry = make_partnership(summary="Old.")
    said = {"enquirer": "arts", "message": text, "name": name, "email": mail, "organisation": "\u200b\ufeff"}
    send(client, **said)
    client.post(reverse("members:subscription-create"), {"email": mail, "consent": CURRENT.version})
    client.post(reverse("members:correction-create", args=[entry.slug]), correction(wrong=text, right=text, email=mail))

    enquiry, proposal = Enquiry.objects.latest("pk"), ChangeProposal.objects.latest("pk")
    assert (enquiry.message, enquiry.name, enquiry.email, enquiry.organisation) == (TEXT, "Amina O’Brien", MAIL, "")
    assert (proposal.changes["summary"][1], proposal.email) == (TEXT, MAIL)
    assert Subscriber.objects.get().email == MAIL
