"""A NUL in what was typed: whatever is said of it is in our own words."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

# Every form of ours is read before its subclasses are asked for.
import lcep_site.urls  # noqa: F401
from partnerships.forms.base import ProblemListForm

SEVERAL = forms.MultipleChoiceField | forms.ModelMultipleChoiceField
pytestmark = pytest.mark.django_db


def forms_below(form):
    """Yield the subclasses of `form`, theirs too."""
    for below in form.__subclasses__():
        yield below
        yield from forms_below(below)


def test_no_field_of_a_form_answers_a_nul_in_words_that_are_not_ours():
    said = {}
    for form in forms_below(ProblemListForm):
        for name, field in form.base_fields.items():
            for value in ("\0", "a\0b", ["\0"]):
                if isinstance(value, list) != isinstance(field, SEVERAL):
                    continue
                try:
                    field.clean(value)
                except ValidationError as refused:
                    said[form.__name__, name] = " ".join(refused.messages)

    assert sorted(f"{form}.{name}" for (form, name), words in said.items() if "ull character" in words) == []
    assert ("SubscriptionForm", "partnership") in said
    assert "There is a character in it that nobody can read. Enter it anew" in said["SignInForm", "password"]
