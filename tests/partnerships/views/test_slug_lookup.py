"""Old and other addresses of entries."""

import pytest

from partnerships.vocabulary import NameKind, PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
)

pytestmark = pytest.mark.django_db

MAKERS = [make_region, make_authority, make_bridge, make_partnership, make_priority, make_programme]


@pytest.mark.parametrize("make", MAKERS)
def test_a_former_address_leads_to_the_entry_for_good(client, make):
    entry = make()
    former = entry.get_absolute_url()
    entry = type(entry).objects.get(pk=entry.pk)
    entry.slug = "another-address"
    entry.save()

    response = client.get(former)

    assert (response.status_code, response["Location"]) == (301, entry.get_absolute_url())


@pytest.mark.parametrize("make", MAKERS)
def test_an_address_in_capitals_leads_to_the_entry(client, make):
    entry = make()
    url = entry.get_absolute_url()

    response = client.get(url.replace(entry.slug, entry.slug.upper()))

    assert (response.status_code, response["Location"]) == (301, url)


@pytest.mark.parametrize(
    "section", ["partnerships", "priorities", "regions", "authorities", "bridges", "programmes", "members"]
)
def test_an_unknown_address_is_not_found(client, section):
    assert client.get(f"/{section}/nothing-of-the-kind/").status_code == 404


@pytest.mark.parametrize(
    "section",
    ["proposed", "priorities", "regions", "authorities", "bridges", "programmes", "members", "partnerships/x"],
)
def test_a_page_is_only_for_reading(client, section):
    assert client.post(f"/{section}/").status_code == 405


def test_another_name_of_a_partnership_leads_to_it(client):
    partnership = make_partnership(name="Leeds33")
    partnership.names.create(name="LeedsCEP", kind=NameKind.FORMER)

    response = client.get("/partnerships/leedscep/")

    assert (response.status_code, response["Location"]) == (301, "/partnerships/leeds33/")


def test_a_name_of_several_partnerships_leads_to_a_search_for_it(client):
    for name in ("Ashton", "Brinton"):
        make_partnership(name=name).names.create(name="The Hub", kind=NameKind.SHORT)

    response = client.get("/partnerships/the-hub/")

    assert (response.status_code, response["Location"]) == (302, "/partnerships/?q=the+hub")


def test_a_gss_code_leads_to_the_local_authority(client):
    make_authority(name="Leeds", gss_code="E08000035")

    response = client.get("/authorities/e08000035/")

    assert (response.status_code, response["Location"]) == (301, "/authorities/leeds/")


@pytest.mark.parametrize("publication", [PublicationState.DRAFT, PublicationState.ARCHIVED])
def test_what_is_not_published_has_no_page_under_any_of_its_names(client, publication):
    make_partnership(name="Leeds33", publication=publication).names.create(name="LeedsCEP", kind=NameKind.FORMER)

    assert client.get("/partnerships/leeds33/").status_code == 404
    assert client.get("/partnerships/leedscep/").status_code == 404


def test_the_former_address_of_a_draft_is_not_found(client):
    partnership = make_partnership(name="Leeds33")
    partnership = type(partnership).objects.get(pk=partnership.pk)
    partnership.slug, partnership.publication = "leeds", PublicationState.DRAFT
    partnership.save()

    assert client.get("/partnerships/leeds33/").status_code == 404
