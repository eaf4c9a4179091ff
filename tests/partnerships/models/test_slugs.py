"""Addresses of entries stay theirs for good."""

import pytest
from django.apps import apps
from django.test.utils import override_script_prefix
from django.urls import reverse
from hypothesis import given
from hypothesis.strategies import from_regex

from partnerships.models import FormerSlug, Partnership
from partnerships.models.slugs import HasOwnPage, leading_to
from tests.factories import make_authority, make_partnership, make_region

pytestmark = pytest.mark.django_db


def move(entry, slug):
    """Give `entry` another slug, as somebody does who opens it, edits it and saves it."""
    entry = type(entry).objects.get(pk=entry.pk)
    entry.slug = slug
    entry.save()


def former_key(entry, slug):
    """Return the key of the row of `entry`'s model that used to be at `slug`, None when there is none."""
    row = leading_to(type(entry).objects.all(), [slug]).get(slug)
    return row.pk if row and row.slug != slug else None


def test_a_new_entry_gets_a_slug_from_its_name():
    assert make_region(name="Yorkshire and The Humber").slug == "yorkshire-and-the-humber"


def test_a_taken_slug_is_numbered_from_two():
    names = ("King's Lynn", "Kings Lynn", "Kings-Lynn")

    assert [make_partnership(name=name).slug for name in names] == ["kings-lynn", "kings-lynn-2", "kings-lynn-3"]


def test_a_name_without_letters_still_gets_a_slug():
    assert make_partnership(name="+++").slug == "entry"


def test_the_longest_name_gets_a_slug_that_fits_even_when_numbered():
    first, second = (make_partnership(name=f"{'long ' * 30}{sign}") for sign in "!?")

    assert (len(first.slug), second.slug) == (110, f"{first.slug}-2")


def test_a_new_name_keeps_the_address():
    partnership = make_partnership(name="LeedsCEP")
    partnership.name = "Leeds33"

    partnership.save()

    assert (partnership.slug, FormerSlug.objects.count()) == ("leedscep", 0)


def test_every_address_an_entry_ever_had_leads_to_it():
    partnership = make_partnership(name="Leeds")
    move(partnership, "leeds-cep")
    move(partnership, "leeds33")

    assert former_key(partnership, "leeds") == partnership.pk
    assert former_key(partnership, "leeds-cep") == partnership.pk
    assert former_key(partnership, "leeds33") is None


def test_an_entry_that_takes_its_old_address_back_is_not_said_to_have_left_it():
    partnership = make_partnership(name="Leeds")
    move(partnership, "leeds33")

    move(partnership, "leeds")

    assert [former.slug for former in FormerSlug.objects.all()] == ["leeds33"]


def test_an_address_left_twice_leads_to_who_left_it_last():
    first = make_partnership(name="Leeds")
    move(first, "leeds-one")
    second = make_partnership(name="Leeds two", slug="leeds")
    move(second, "leeds-two")

    assert former_key(second, "leeds") == second.pk


def test_former_addresses_of_one_kind_of_entry_say_nothing_of_another():
    authority = make_authority(name="Leeds")
    move(authority, "city-of-leeds")

    assert leading_to(Partnership.objects.all(), ["leeds"]) == {}


def test_saving_a_row_loaded_without_its_slug_leaves_the_address_alone():
    partnership = make_partnership(name="Leeds")
    partly_loaded = Partnership.objects.only("name").get(pk=partnership.pk)
    partly_loaded.name = "Leeds33"

    partly_loaded.save()

    assert (Partnership.objects.get(pk=partnership.pk).slug, FormerSlug.objects.count()) == ("leeds", 0)


@given(slug=from_regex(r"[-a-zA-Z0-9_]{1,120}", fullmatch=True))
@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, HasOwnPage)])
def test_the_address_of_any_slug_is_the_one_its_page_answers_at(model, slug):
    address, _, anchor = model.address_of(slug).partition("#")

    assert reverse(model.page, args=[] if anchor else [slug]) == address
    assert anchor in {"", slug}
    assert model(slug=slug).get_absolute_url() == model.address_of(slug)


def test_an_address_begins_where_the_site_is_mounted():
    Partnership.address_of("leeds")

    with override_script_prefix("/directory/"):
        assert Partnership.address_of("leeds") == "/directory/partnerships/leeds/"
