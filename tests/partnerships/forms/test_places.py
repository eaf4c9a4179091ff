"""The finder's one question."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.forms.places import NOTHING_TYPED, FindForm
from tests.factories import make_authority

pytestmark = pytest.mark.django_db


def test_a_place_that_is_found_has_an_answer():
    make_authority(name="Leeds", gss_code="E08000035")
    form = FindForm({"q": " Leeds "})

    assert form.is_valid()
    assert form.answer.coverage.authority.name == "Leeds"


def test_a_place_that_is_not_found_is_an_error_with_the_answers_words():
    form = FindForm({"q": "qqqqqq"})

    assert not form.is_valid()
    assert form.errors["q"] == [form.answer.error]


@pytest.mark.parametrize("text", ["", "  ", "\0"])
def test_nothing_typed_asks_for_something(text):
    form = FindForm({"q": text})

    assert not form.is_valid()
    assert form.errors["q"] == [NOTHING_TYPED]
    assert form.answer is None


@given(st.text() | st.from_regex(r"[A-Z]{1,2}[0-9]{1,2}[A-Z]? ?[0-9]?[A-Z]{0,2}", fullmatch=True))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_raises(text):
    form = FindForm({"q": text})

    assert form.is_valid() is not bool(form.errors)
