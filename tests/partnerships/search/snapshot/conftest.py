"""Workers that look at what is committed."""

import pytest
from django.test import Client

from partnerships.models import Partnership
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_region,
    make_sector,
)
from tests.partnerships.public_content.conftest import committed
from tests.reading import names_on_cards, words_of

__all__ = ["committed"]


@pytest.fixture
def worker(committed):
    """Nothing is kept yet, in a database of the test's own."""
    keeping.forget()


@pytest.fixture
def directory(worker):
    """Three partnerships, of which the middle one has one of everything, as they were asked for once."""
    north, south = make_region(name="North", slug="north"), make_region(name="South", slug="south")
    leeds = make_authority(name="Leeds", slug="leeds", region=north)
    make_authority(name="Dover", slug="dover", region=south)
    for name in ("Alder", "Birch", "Cedar"):
        make_partnership([leeds], name=name, slug=name.lower(), stage=Stage.EMERGING)
    birch = Partnership.objects.get(name="Birch")
    birch.stated_priorities.create(priority=make_priority(name="Voice", slug="voice"), wording="w")
    organisation = make_organisation(name="School", sector=make_sector(slug="schools"))
    make_sector(slug="museums")
    make_priority(name="Heard", slug="heard")
    make_bridge(slug="ours")
    make_membership(partnership=birch, organisation=organisation)
    seen()
    return birch


def seen(query=""):
    """Return what the list shows to a visitor now: the names on its cards, and the words of the page and of home."""
    client = Client()
    response = client.get(f"/partnerships/?{query}")
    return names_on_cards(response), words_of(response), words_of(client.get("/"))
