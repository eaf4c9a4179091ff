"""Who answers for a Bridge Organisation is decided by the national desk."""

import pytest
from django.urls import reverse

from tests.factories import make_officer, make_superuser, make_user
from tests.filling import left_as_it_is, opened
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
RIGHTS = ["view_bridgeorganisation", "change_bridgeorganisation"]


@pytest.fixture
def url(desk):
    """The address of the desk's own form."""
    return reverse("admin:partnerships_bridgeorganisation_change", args=[desk.pk])


@pytest.mark.parametrize("rights", [RIGHTS, [*RIGHTS, "answer_for_national_desk"]])
def test_only_the_national_desk_sees_officers_and_where_enquiries_go(client, desk, url, rights):
    client.force_login(make_officer(desk, permissions=rights))

    response = client.get(url)

    fields = set(response.context["adminform"].form.fields)
    is_national = "answer_for_national_desk" in rights
    assert ({"officers", "enquiries_email"} <= fields, "arch@bridge.example" in response.content.decode()) == (
        is_national,
        is_national,
    )


def test_a_bridges_staff_cannot_make_themselves_officers_or_turn_its_enquiries_elsewhere(client, desk, url):
    editor = make_officer(desk, permissions=RIGHTS)
    client.force_login(editor)
    values = left_as_it_is(opened(client, url))

    response = client.post(
        url, values | {"officers": [make_user(is_staff=True).pk], "enquiries_email": "me@elsewhere.example"}
    )

    desk.refresh_from_db()
    assert (response.status_code, list(desk.officers.all()), desk.enquiries_email) == (
        302,
        [editor],
        "arch@bridge.example",
    )


def test_only_people_of_the_back_office_can_be_made_officers(client, desk, url):
    staff, visitor, gone = make_user(is_staff=True), make_user(), make_user(is_staff=True, is_active=False)
    national = make_superuser()
    client.force_login(national)

    offered = set(client.get(url).context["adminform"].form.fields["officers"].queryset)

    assert (offered, {visitor, gone} & offered) == ({staff, national}, set())


def test_the_list_is_called_as_the_field_calls_them_and_tells_their_time_in_the_role_in_words(client, desk):
    desk.role_from, desk.role_until = "2012-04", "2023-03-31"
    desk.save()
    client.force_login(make_officer(desk, permissions=RIGHTS))

    words = words_of(client.get(reverse("admin:partnerships_bridgeorganisation_changelist")))

    assert "Bridge Organisations" in words
    assert "1 Bridge Organisation" in words
    assert "From April 2012 to 31 March 2023" in words
