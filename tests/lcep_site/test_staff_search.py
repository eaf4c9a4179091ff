"""One search over the whole back office: only what the person may see, the likeliest first, in as many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lcep_site import roles
from tests.factories import (
    make_authority,
    make_bridge,
    make_enquiry,
    make_membership,
    make_news,
    make_organisation,
    make_partnership,
    make_resource,
)
from tests.partnerships.admin.editorial_forms import in_role
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
SEARCH = reverse("admin:search")


@pytest.fixture
def bridge():
    roles.sync()
    return make_bridge(name="Arch Bridge")


@pytest.fixture
def officer(client, bridge):
    officer = in_role("Bridge officer", bridge)
    client.force_login(officer)
    return officer


def found(client, query):
    """Return the titles that are found, by the heading they stand under."""
    results = client.get(SEARCH, {"q": query}).context["results"]
    return {group.heading: [hit.title for hit in group.hits] for group in results}


def test_every_kind_is_searched_at_once(client, officer, bridge):
    entry = make_partnership([make_authority(name="Archdale", bridge=bridge)], name="Arch Partnership", bridge=bridge)
    make_membership(partnership=entry, organisation=make_organisation(name="Arch Theatre"))
    make_news(title="Arch opens", bridge=bridge)
    make_resource(title="Arch toolkit", bridge=bridge)

    assert found(client, "arch") == {
        "Partnerships": ["Arch Partnership"],
        "Member organisations": ["Arch Theatre"],
        "Bridge Organisations": ["Arch Bridge"],
        "News, events and opportunities": ["Arch opens"],
        "Resources": ["Arch toolkit"],
        "Local authorities": ["Archdale"],
    }


def test_an_enquiry_is_found_by_its_reference_first_and_by_no_personal_detail(client, officer, bridge):
    enquiry = make_enquiry(bridge=bridge, desk=bridge, name="Robin Archer", email="robin@archer.example")
    make_partnership(bridge=bridge, name=f"Not {enquiry.reference}")

    assert list(found(client, enquiry.reference.lower())) == ["Enquiries", "Partnerships"]
    assert (found(client, "archer"), found(client, "robin@archer.example")) == ({}, {})


def test_what_is_called_exactly_so_comes_first_then_what_begins_so(client, officer, bridge):
    for name in ("The Leeds33", "Leeds33 and Bradford", "Leeds33"):
        make_partnership(bridge=bridge, name=name)

    assert found(client, "leeds33") == {"Partnerships": ["Leeds33", "Leeds33 and Bradford", "The Leeds33"]}


def test_nothing_of_another_bridge_or_of_accounts_is_found(client, officer):
    other = make_partnership(name="Arch of others")
    make_enquiry(bridge=other.bridge, desk=other.bridge, reference="LCEP-ARCH")
    officer.first_name = "Archibald"
    officer.save()

    assert found(client, "arch") == {"Bridge Organisations": ["Arch Bridge"]}


def test_national_editors_find_colleagues_by_name(client, officer):
    officer.first_name, officer.last_name = "Jo", "Archer"
    officer.save()
    client.force_login(in_role("National editor"))

    assert found(client, "archer")["Staff"] == ["Jo Archer"]


def test_more_than_five_lead_to_the_list(client, officer, bridge):
    for number in range(6):
        make_partnership(bridge=bridge, name=f"Aire {number}")

    [group] = client.get(SEARCH, {"q": "aire"}).context["results"]

    assert len(group.hits) == 5
    assert client.get(group.more_url).context["cl"].result_count == 6


@pytest.mark.parametrize("query", ["", "   ", "\u200b", "x" * 4000, '"', "%", "nobody called so"])
def test_what_leads_to_nothing_says_so(client, officer, query):
    response = client.get(SEARCH, {"q": query})

    assert (response.status_code, response.context["results"]) == (200, [])


def test_the_box_stands_on_every_page_with_what_was_typed(client, officer):
    page = client.get(SEARCH, {"q": "arch"})

    assert 'name="q" value="arch"' in page.text
    assert f'action="{SEARCH}"' in client.get(reverse("admin:index")).text
    assert "Bridge Organisations Arch Bridge" in words_of(page)


def test_it_asks_the_same_for_many_as_for_one(client, officer, bridge):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(SEARCH, {"q": "aire"})
        return len(asked)

    def add(number):
        entry = make_partnership(bridge=bridge, name=f"Aire {number}")
        make_enquiry(partnership=entry, bridge=bridge, desk=bridge, reference=f"AIRE-{number}")
        make_news(title=f"Aire {number}", bridge=bridge)

    add(1)
    queries()
    one = queries()
    add(2)
    add(3)

    assert queries() == one
