"""The search above a list of the back office finds what Django's own would, each row once and without a join."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Membership
from partnerships.models import Partnership
from tests.factories import make_authority, make_membership, make_organisation, make_partnership
from tests.plans import tables_read_whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds33():
    """Leeds33, which has two other names, works in two places and has a member, beside another partnership."""
    places = [make_authority(name=name) for name in ("Leeds", "Kingston upon Hull")]
    partnership = make_partnership(places, name="Leeds33")
    for name in ("Leeds CEP", "Leeds 33 of old"):
        partnership.names.create(name=name)
    make_membership(partnership=partnership, organisation=make_organisation(name="Opera North"))
    make_membership(partnership=make_partnership([make_authority(name="York")], name="York's"))
    return partnership


@pytest.mark.parametrize("model", [Partnership, Membership])
@pytest.mark.parametrize(
    "words",
    ["leeds", "EEDS33", "leeds hull", '"upon hull" cep', '"hull upon"', "york's", "leeds york", "%", "north 33", ""],
)
def test_it_finds_what_django_would(rf, leeds33, model, words):
    model_admin, request = admin.site.get_model_admin(model), rf.get("/")

    rows, has_twice = model_admin.get_search_results(request, model.objects.all(), words)
    by_django, _ = admin.ModelAdmin.get_search_results(model_admin, request, model.objects.all(), words)

    assert not has_twice
    assert list(rows) == list(by_django.distinct())


def test_words_lead_to_memberships_by_what_they_are_of(leeds33):
    rows = admin.site.get_model_admin(Membership).get_search_results(None, Membership.objects.all(), "leeds opera")[0]

    assert tables_read_whole(lambda: list(rows.order_by("pk")), [Membership]) == []


@pytest.mark.parametrize("query", [{"p": "2", "o": "-1"}, {"q": "33"}])
def test_only_the_entries_of_a_page_are_measured(staff_client, leeds33, monkeypatch, query):
    monkeypatch.setattr(type(admin.site.get_model_admin(Partnership)), "list_per_page", 1)

    with CaptureQueriesContext(connection) as queries:
        response = staff_client.get(reverse("admin:partnerships_partnership_changelist"), query)

    assert [row.name for row in response.context["cl"].result_list] == ["Leeds33"]
    measuring = [query["sql"] for query in queries if 'AS "completeness"' in query["sql"]]
    assert [f'"partnerships_partnership"."id" IN ({leeds33.pk})' in sql for sql in measuring] == [True]
