"""The finder's one question."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.forms.search import FindForm

pytestmark = pytest.mark.django_db


def test_what_is_typed_is_taken_without_asking_the_database(django_assert_num_queries):
    form = FindForm({"q": " Leeds "})

    with django_assert_num_queries(0):
        assert form.is_valid()
    assert form.cleaned_data["q"] == "Leeds"


@pytest.mark.parametrize("text", ["", "  ", "\0"])
def test_nothing_typed_asks_for_something(text):
    form = FindForm({"q": text})

    assert not form.is_valid()
    assert form.errors["q"] == ["Enter a postcode, or the name of a school, town, council or partnership"]


@given(st.text() | st.from_regex(r"[A-Z]{1,2}[0-9]{1,2}[A-Z]? ?[0-9]?[A-Z]{0,2}", fullmatch=True))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_raises(text):
    form = FindForm({"q": text})

    assert form.is_valid() is not bool(form.errors)
