"""Which facts of a partnership its patchwork is drawn from."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from partnerships.search.patchworks import patchwork_of
from partnerships.search.snapshot import reading
from partnerships.vocabulary import PublicationState
from tests.area_parts import make_part
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_priority

pytestmark = pytest.mark.django_db


@pytest.fixture
def birch():
    """A partnership with one of everything that counts, beside another."""
    make_partnership([make_authority()], name="Alder")
    birch = make_partnership([make_authority()], name="Birch")
    birch.stated_priorities.create(priority=make_priority(), wording="w")
    make_membership(partnership=birch, organisation=make_organisation())
    make_part(birch, birch.authorities.get())
    return birch


def now(partnership):
    return patchwork_of(reading.whole(), partnership.pk)


CHANGES = {
    "a place": lambda birch: birch.authorities.add(make_authority()),
    "a part of a place": lambda birch: birch.parts.all().delete(),
    "a priority": lambda birch: birch.stated_priorities.create(priority=make_priority(), wording="v"),
    "a sector": lambda birch: make_membership(partnership=birch, organisation=make_organisation()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_another_fact_gives_another_picture(birch, change):
    before = now(birch)

    CHANGES[change](birch)

    assert now(birch) != before


def test_what_it_is_called_and_when_it_was_made_do_not_matter(birch):
    before = now(birch)

    Partnership.objects.filter(pk=birch.pk).update(name="Beech", slug="beech", summary="Else.", checked_on=None)

    assert now(birch) == before


def test_it_is_the_same_before_it_is_published(birch):
    published = now(birch)
    Partnership.objects.filter(pk=birch.pk).update(publication=PublicationState.DRAFT)

    assert now(birch) == published


def test_the_database_is_not_asked_for_a_published_one(birch):
    snapshot = reading.whole()

    with CaptureQueriesContext(connection) as queries:
        patchwork_of(snapshot, birch.pk)

    assert len(queries) == 0


@pytest.mark.parametrize(
    ("size", "box", "tiles"), [("emblem", "48 48", 4), ("strip", "96 24", 4), ("square", "96 96", 16)]
)
def test_templates_name_a_size(birch, size, box, tiles):
    template = Template("{% load patchwork %}{% patchwork_of partnership size %}")

    drawn = template.render(Context({"partnership": birch, "size": size}))

    assert f'viewBox="0 0 {box}"' in drawn
    assert drawn.count("<use") == tiles
