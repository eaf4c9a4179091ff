"""The table of published kinds: everything that is published is in it, and each name leads to one kind."""

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import reverse

from partnerships.models import Enquiry, NewsItem
from partnerships.models.publishable import Publishable
from partnerships.published_kinds import table
from partnerships.published_kinds.table import template_of, value_of
from tests.factories import make_case_study, make_event, make_opportunity, make_priority

ALL_LISTINGS = [listing for _, listing in table.listings()]


def test_every_model_that_is_published_is_there_and_says_what_it_needs():
    publishable = {model for model in apps.get_models() if issubclass(model, Publishable)}

    assert {kind.model for kind in table.publishable_kinds() if kind.needs} == publishable


def test_no_two_have_one_name_or_one_place():
    for values in (
        [kind.name for kind in table.kinds()],
        [kind.model for kind in table.kinds()],
        [listing.name for listing in ALL_LISTINGS],
        [listing.page for listing in ALL_LISTINGS],
        [listing.position for listing in ALL_LISTINGS],
    ):
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("listing", ALL_LISTINGS, ids=lambda listing: listing.name)
def test_a_listing_has_its_page(listing):
    assert reverse(listing.page).endswith("/")


@pytest.mark.parametrize("kind", table.kinds(), ids=lambda kind: kind.name)
def test_what_is_said_of_a_kind_is_there(kind):
    names = [kind.link, *kind.texts, *kind.words, *kind.needs.values()]
    names += [listing.summary or kind.summary for listing in kind.listings if listing.fields]

    assert [name for name in names if name and not hasattr(kind.model, name.partition(".")[0])] == []
    assert not kind.page or get_template(template_of(kind.page))


def test_a_model_that_is_not_published_has_no_kind():
    with pytest.raises(LookupError, match="enquiries are not published"):
        table.kind_of(Enquiry)


@pytest.mark.django_db
def test_a_row_stands_in_the_listing_of_its_kind():
    kind = table.kind_of(NewsItem)

    assert [kind.listing_of(row).name for row in (make_event(), make_opportunity())] == ["events", "opportunities"]


@pytest.mark.django_db
def test_a_path_leads_to_attributes_methods_rows_and_to_nothing():
    case_study = make_case_study(title="Drums")
    case_study.priorities.add(priority := make_priority())

    assert value_of(case_study, "title") == "Drums"
    assert value_of(case_study, "get_publication_display") == "Published"
    assert value_of(case_study, "priorities") == [priority]
    assert value_of(case_study, "partnership.name") is None
