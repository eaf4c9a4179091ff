"""Local authorities are chosen one by one or by whole counties."""

import pytest
from django import forms
from django.http import QueryDict

from partnerships.forms.widgets import AuthoritiesField
from tests.factories import make_authority, make_region

pytestmark = pytest.mark.django_db


class PlacesForm(forms.Form):
    places = AuthoritiesField()


@pytest.fixture
def kent():
    """Two districts of Kent, and a unitary authority in the same region."""
    region = make_region(name="South East")
    places = {name: make_authority(region=region, name=name, county="Kent") for name in ("Ashford", "Dover")}
    return places | {"Medway": make_authority(region=region, name="Medway")}


def sent(query, **initial):
    return PlacesForm(QueryDict(query), initial=initial)


def chosen(form):
    assert form.is_valid(), form.errors
    return sorted(place.name for place in form.cleaned_data["places"])


def regions_of(form):
    """Return the regions as the page shows them."""
    bound = form["places"]
    return bound.field.widget.get_context(bound.html_name, bound.value(), {})["widget"]["regions"]


def test_single_authorities_are_chosen(kent):
    assert chosen(sent(f"places={kent['Dover'].pk}&places={kent['Medway'].pk}")) == ["Dover", "Medway"]


def test_a_whole_county_is_all_of_its_districts_and_nothing_else(kent):
    assert chosen(sent("places_all_of=Kent")) == ["Ashford", "Dover"]


def test_a_whole_county_adds_to_what_was_chosen(kent):
    assert chosen(sent(f"places={kent['Medway'].pk}&places={kent['Dover'].pk}&places_all_of=Kent")) == sorted(kent)


@pytest.mark.parametrize("query", ["", "places_all_of=", "places_all_of=Rutland", "places_all_of=%00"])
def test_nothing_that_is_a_place_is_refused(kent, query):
    assert sent(query).errors == {"places": ["This field is required."]}


@pytest.mark.parametrize("key", ["999999", "Dover", "%00", "-1"])
def test_a_key_of_no_authority_is_refused(kent, key):
    assert list(sent(f"places={key}").errors) == ["places"]


def test_the_page_groups_by_region_and_county_and_counts_what_is_chosen(kent):
    other = make_authority(region=make_region(name="South West"), name="Exeter", county="Devon")

    regions = regions_of(PlacesForm(initial={"places": [kent["Dover"].pk]}))

    assert [(region.region.name, region.chosen, region.total) for region in regions] == [
        ("South East", 1, 3),
        ("South West", 0, 1),
    ]
    assert [county.name for county in regions[0].counties] == ["", "Kent"]
    assert [county.can_be_chosen_whole for county in regions[0].counties] == [False, True]
    assert regions[1].counties[0].choices == [(other, False)]
    assert not regions[1].counties[0].can_be_chosen_whole


def test_a_form_shown_again_has_the_districts_ticked_but_not_the_county(kent):
    form = sent("places_all_of=Kent")

    html = str(form["places"])

    assert regions_of(form)[0].chosen == 2
    assert html.count(" checked") == 2
    assert '<input type="checkbox" name="places_all_of" value="Kent">' in html


def test_a_region_with_something_chosen_is_open(kent):
    make_authority(region=make_region(name="South West"))

    html = str(PlacesForm(initial={"places": [kent["Dover"].pk]})["places"])

    assert html.count("<details") == 2
    assert html.count('<details class="authorities-region" open>') == 1


def test_a_county_that_is_chosen_already_is_no_change(kent):
    keys = [kent["Ashford"].pk, kent["Dover"].pk]

    assert not sent("places_all_of=Kent", places=keys).has_changed()
    assert sent("places_all_of=Kent", places=keys[:1]).has_changed()


def test_the_list_asks_the_database_once_for_any_number(kent, django_assert_num_queries):
    for _ in range(3):
        make_authority()

    with django_assert_num_queries(1):
        str(PlacesForm()["places"])
