"""What entries of Bridge Organisations said of their support becomes records; who promised what is written down."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps

from partnerships.models import Enquiry, PresentSupport
from tests.factories import make_authority, make_bridge, make_enquiry
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db
MIGRATION = import_module("partnerships.migrations.0024_one_truth_about_support")


def records_of(yes, words, *, with_record=None):
    """Return the new records of an entry that said `yes` and `words`, as what the migration makes of it."""
    bridge = make_bridge(name="Arch", slug="arch", source="arch.example", confidence="page")
    make_authority(name="Leeds", bridge=bridge)
    if with_record:
        make_present_support(bridge=bridge, answer=with_record)
    bridge.supports_partnerships_today, bridge.support_today = yes, words
    bridges = SimpleNamespace(objects=SimpleNamespace(all=lambda: [bridge]))
    known = {"BridgeOrganisation": bridges, "PresentSupport": PresentSupport}

    MIGRATION.make_records(SimpleNamespace(get_model=lambda app, name: known[name]), None)

    return [
        (row.name, row.answer, row.what, row.publication, [place.name for place in row.authorities.all()])
        for row in PresentSupport.objects.filter(slug="arch-from-its-entry", source="arch.example", confidence="page")
    ]


def test_what_an_entry_said_becomes_a_record_for_its_area():
    assert records_of(True, "It convenes.") == [("Arch", "yes", "It convenes.", "published", ["Leeds"])]


def test_a_yes_without_words_is_kept():
    [(_, answer, what, publication, _)] = records_of(True, "", with_record="not known")

    assert (answer, what, publication) == ("yes", "With what it supports partnerships is not known.", "published")


@pytest.mark.parametrize(
    ("yes", "record", "answer"), [(True, "yes", "yes"), (False, None, "not known"), (False, "no", "not known")]
)
def test_words_that_no_record_says_are_a_draft_for_staff(yes, record, answer):
    assert records_of(yes, "It convenes.", with_record=record) == [("Arch", answer, "It convenes.", "draft", ["Leeds"])]


@pytest.mark.parametrize(("yes", "words"), [(False, ""), (False, "  "), (True, MIGRATION.OF_OUR_FILES)])
def test_of_nothing_and_of_what_our_files_said_no_record_is_made(yes, words):
    assert records_of(yes, words) == []


def test_only_what_is_with_the_national_desk_was_promised():
    make_enquiry(is_promised=False)
    make_enquiry(recipient_name="Arch")

    MIGRATION.promise(apps, None)

    assert [*Enquiry.objects.order_by("pk").values_list("is_promised", flat=True)] == [True, False]
