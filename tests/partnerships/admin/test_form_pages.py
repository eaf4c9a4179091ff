"""What the page of every form says: what is wrong, first and with links, its parts, and no address to begin with."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from partnerships.admin.inlines import OwnInline
from partnerships.models import Partnership
from partnerships.models.slugs import Sluggable
from tests.factories import make_partnership, make_superuser
from tests.filling import left_as_it_is, opened
from tests.permission_matrix.world import models_of_the_back_office

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
WITH_SLUG = [model for model in models_of_the_back_office() if issubclass(model, Sluggable)]


@pytest.fixture
def address(client):
    """The page of a partnership, for somebody who may change all of it."""
    client.force_login(make_superuser())
    return reverse("admin:partnerships_partnership_change", args=[make_partnership().pk])


def test_what_is_wrong_stands_first_each_with_a_link_to_its_field_also_in_rows(client, address):
    typed = {"name": "", "story-TOTAL_FORMS": 1, "story-0-kind": "standing", "story-0-date": "2016"}

    response = client.post(address, left_as_it_is(opened(client, address)) | typed)

    assert response.context["problems"] == [
        ("Name: This field is required.", "id_name"),
        ("Fact 1: What: This field is required.", "id_story-0-what"),
    ]
    page = response.content.decode()
    assert page.index('class="error-summary"') < page.index('<a href="#id_story-0-what">') < page.index('id="id_name"')


def test_the_form_is_sent_to_its_own_address_so_no_fragment_hides_the_answer(client, address):
    page = client.get(f"{address}?_changelist_filters=q%3Dleeds").content.decode()

    assert f'action="{address}?_changelist_filters=q%3Dleeds" method="post" id="partnership_form"' in page


def test_a_long_form_lists_its_parts_and_each_is_there(client, address):
    response = client.get(address)

    titles = [title for title, _ in response.context["parts"]]
    page = response.content.decode()
    assert titles[:2] == ["Stage and history", "Where it works"]
    assert {"Other names", "Strategic priorities", "Members"} <= set(titles)
    assert [place for _, place in response.context["parts"] if f'id="{place}"' not in page] == []


def test_a_short_form_lists_none(client, address):
    assert client.get(reverse("admin:partnerships_sector_add")).context["parts"] == []


@pytest.mark.parametrize("model", WITH_SLUG, ids=lambda model: model._meta.model_name)
def test_the_address_of_a_page_is_never_the_first_field_and_is_named_for_what_it_is(rf, model):
    request = rf.get("/")
    request.user, request.resolver_match = make_superuser(), None
    model_admin = admin.site.get_model_admin(model)
    form = model_admin.get_form(request)

    names = [name for _, options in model_admin.get_fieldsets(request) for name in options["fields"]]

    if "slug" in form.base_fields:
        assert names[0] != "slug"
        assert form.base_fields["slug"].label == "Page address"


def test_rows_are_cards_named_in_peoples_words():
    inlines = {inline for model in models_of_the_back_office() for inline in admin.site.get_model_admin(model).inlines}

    assert all(issubclass(inline, OwnInline) and issubclass(inline, admin.StackedInline) for inline in inlines)
    titles = {str(inline.verbose_name_plural or inline.model._meta.verbose_name_plural) for inline in inlines}
    assert [
        title for title in titles if title.lower().startswith(("partnership ", "membership", "programme part"))
    ] == []
    assert Partnership in models_of_the_back_office()


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("established", "2016-09-20"),
        ("checked_on", "20/09/2016"),
        ("website", "https://example.org/"),
        ("contact_email", "name@example.org"),
    ],
)
def test_how_something_has_to_look_is_said_before_it_is_wrong_and_what_is_said_is_taken(client, address, name, example):
    page = opened(client, address)

    response = client.post(address, left_as_it_is(page) | {name: example, "checked_by": "The desk"})

    assert page.context_data["adminform"].form.fields[name].help_text.endswith(f"{example}.")
    # It leads on, or asks about something else.
    assert name not in ({} if response.status_code == 302 else response.context["adminform"].form.errors)


def test_lists_are_called_in_the_menu_what_their_pages_are_called(client, address):
    groups = client.get(reverse("admin:index")).context["app_list"]

    names = {model["object_name"]: model["name"] for group in groups for model in group["models"]}
    assert (names["User"], names["AuditEntry"], names["ChangeProposal"]) == ("Staff", "Audit log", "Proposed changes")
    assert "People and roles" in {group["name"] for group in groups}


@pytest.mark.parametrize("name", ["auth_user", "partnerships_auditentry", "members_changeproposal"])
def test_the_way_to_a_list_ends_with_what_its_page_is_called(client, address, name):
    response = client.get(reverse(f"admin:{name}_changelist"))

    way = re.search(r'<div class="breadcrumbs">(.*?)</div>', response.content.decode(), re.DOTALL)
    assert way[1].rpartition("›")[2].strip() == response.context["title"]
