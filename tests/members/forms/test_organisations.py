"""What the query string of the list of members is understood to ask."""

import pytest
from django.http import QueryDict

from members.forms.organisations import OrganisationSearchForm
from tests.factories import make_region, make_sector

pytestmark = pytest.mark.django_db


def form_for(query):
    return OrganisationSearchForm(QueryDict(query))


@pytest.mark.parametrize("query", ["", "q=", "page=2", "sector=&region=", "unknown=1", "q=+++"])
def test_a_list_is_not_filtered_without_words_sector_or_region(query):
    form = form_for(query)

    assert (form.is_filtered, form.ignored) == (False, [])


@pytest.mark.parametrize("query", ["q=museum", "sector=schools", "region=north"])
def test_a_list_is_filtered_by_words_sector_or_region(query):
    make_sector(slug="schools")
    make_region(slug="north")

    form = form_for(query)

    assert (form.is_filtered, form.ignored) == (True, [])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sector=spoons", "We ignored “spoons”: it is not one of the sectors."),
        ("region=atlantis", "We ignored “atlantis”: it is not one of the regions."),
        ("page=two", "We ignored “two”: it is not a page number."),
        (f"q={'x' * 201}", "We cannot search for that: it is too long or has signs no name has."),
        ("q=%21", "We cannot search for that: it is too long or has signs no name has."),
        (f"region={'x' * 10_000}", f"We ignored “{'x' * 60}…”: it is not one of the regions."),
    ],
)
def test_what_makes_no_sense_is_ignored_and_named(query, message):
    form = form_for(query)

    assert (form.is_filtered, form.ignored) == (False, [message])


def test_one_thing_that_makes_no_sense_does_not_spoil_the_rest():
    schools = make_sector(slug="schools")

    form = form_for("sector=schools&region=atlantis")

    assert form.cleaned_data == {"q": "", "sector": schools, "page": None}


def test_a_page_after_the_last_is_the_first_and_is_named():
    form = form_for("page=3")

    page = form.page_of([1, 2], 1)

    assert (page.number, form.ignored) == (1, ["There is no page 3, so this is the first."])
