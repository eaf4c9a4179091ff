"""What documents hold of rows that many entries mention: just what is declared, so that no other change writes them."""

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, SearchDocument
from partnerships.search import text_index
from partnerships.search.text_index.partnership_documents import HELD
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_membership,
    make_news,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
    make_resource,
    make_sector,
    make_support_offer,
)
from tests.filling import left_as_it_is, opened

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
# Fields that hold text, and no choice among others.
TEXTS = [
    (model, field.name)
    for model in HELD
    for field in model._meta.concrete_fields
    if isinstance(field, models.CharField | models.TextField)
]
# Codes that nobody has.
CODES = {LocalAuthority: "E06999999", Region: "E12999999"}


@pytest.fixture
def one_of_each():
    """An entry of each kind, all of one bridge, place, priority and sector."""
    bridge, sector, priority = make_bridge(), make_sector(), make_priority()
    place = make_authority(region=make_region(), bridge=bridge)
    partnership = make_partnership([place], bridge=bridge, support_organisation=bridge)
    partnership.sectors_sought.add(sector)
    partnership.stated_priorities.create(priority=priority, wording="Listen")
    make_membership(partnership=partnership, organisation=make_organisation(sector=sector, authority=place))
    for row in (make_news(bridge=bridge), make_case_study(bridge=bridge), make_resource(bridge=bridge)):
        row.priorities.add(priority)
    make_programme(bridge=bridge)
    make_support_offer(bridge=bridge)


def documents():
    """Return all documents as they ought to be."""
    text_index.rebuild()
    return sorted(SearchDocument.objects.values_list("kind", "object_id", *text_index.index.PARTS))


@pytest.mark.parametrize(("model", "field"), TEXTS)
def test_documents_hold_of_a_row_what_is_declared(one_of_each, model, field):
    before = documents()

    row = model.objects.earliest("pk")
    model.objects.filter(pk=row.pk).update(**{field: CODES[model] if field == "gss_code" else "zebra"})

    assert (documents() != before) == (field in HELD[model])


def test_a_place_in_another_region_is_found_by_that(one_of_each):
    text_index.rebuild()
    LocalAuthority.objects.update(region=make_region(name="Zebra"))

    assert text_index.is_held(LocalAuthority.objects.first(), ["region"])
    assert documents() and text_index.find(Partnership.objects.all(), "zebra").exists()


@pytest.mark.parametrize(("field", "is_written"), [("name", True), ("about", False)])
def test_saving_writes_documents_anew_only_where_they_hold_what_was_changed(
    staff_client, one_of_each, monkeypatch, field, is_written
):
    written, bridge = [], BridgeOrganisation.objects.get()
    monkeypatch.setattr(text_index, "refresh_entries", lambda entries: written.extend(entries))
    address = reverse(f"{admin.site.name}:partnerships_bridgeorganisation_change", args=[bridge.pk])

    response = staff_client.post(address, left_as_it_is(opened(staff_client, address)) | {field: "Zebra"})

    assert response.status_code == 302
    assert bool(written) == is_written
