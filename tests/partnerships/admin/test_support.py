"""Who supports partnerships today and what has changed since 2023: national staff write it, and nobody else."""

import pytest
from django.urls import reverse

from partnerships.models import Development, PresentSupport
from partnerships.vocabulary import PublicationState, SupportAnswer
from tests.factories import make_authority, make_region
from tests.filling import left_as_it_is, opened
from tests.partnerships.admin.editorial_forms import in_role
from tests.since_2023 import make_present_support

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
ADD_SUPPORT = "/back-office/partnerships/presentsupport/add/"
ADD_DEVELOPMENT = "/back-office/partnerships/development/add/"


@pytest.fixture
def editor(client):
    """A national editor, signed in."""
    editor = in_role("National editor")
    client.force_login(editor)
    return editor


def test_a_national_editor_adds_who_supports_partnerships(client, editor):
    north, leeds = make_region(), make_authority()
    values = left_as_it_is(opened(client, ADD_SUPPORT)) | {
        **{"name": "Culture North", "answer": SupportAnswer.YES, "what": "It meets.", "since": "2026-11"},
        **{"regions": [north.pk], "authorities": [leeds.pk], "source": "made.example", "confidence": "page"},
    }

    response = client.post(ADD_SUPPORT, values)

    support = PresentSupport.objects.get()
    assert (response.status_code, support.slug, support.area_words) == (302, "culture-north", f"{north}, {leeds}")


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": ""}, "name", "Enter the organisation, or choose “Nobody found”"),
        ({"answer": SupportAnswer.NOBODY}, "name", "Empty it where nobody was found, or choose another answer"),
        ({"is_national": ""}, "regions", "Choose regions or local authorities, or tick “all of England”"),
        ({"is_until_planned": "on"}, "until", "Enter the date that is planned"),
        ({"since": "2026", "until": "2025-12"}, "until", "The end must not be before the beginning"),
        ({"as_of": "2999"}, "as_of", "2999 is still to come. Enter one that has begun."),
        (
            {"since": "2999"},
            "since",
            "2999 is still to come. Enter one that has begun, or tick “beginning is only planned”.",
        ),
        ({"since": "soon"}, "since", "Enter a year (2016), a month (2017-09) or a day (2015-04-01)."),
    ],
)
def test_what_does_not_go_together_is_said_beside_its_field_and_nothing_is_saved(client, editor, typed, field, message):
    filled_in = {"name": "Culture North", "answer": SupportAnswer.YES, "what": "It meets.", "is_national": "on"}

    response = client.post(ADD_SUPPORT, left_as_it_is(opened(client, ADD_SUPPORT)) | filled_in | typed)

    assert response.context["adminform"].form.errors == {field: [message]}
    assert not PresentSupport.objects.exists()


def test_all_of_england_and_some_places_are_not_said_at_once(client, editor):
    filled_in = {"name": "Culture North", "answer": SupportAnswer.YES, "what": "It meets.", "is_national": "on"}

    response = client.post(ADD_SUPPORT, filled_in | {"regions": [make_region().pk]})

    assert response.context["adminform"].form.errors == {
        "is_national": ["Choose all of England or some places, not both"]
    }


def test_a_national_editor_adds_what_has_changed_and_publishes_it(client, editor):
    values = {"title": "New centre", "what": "It opened.", "date": "2026-11-20", "source": "made.example"}

    client.post(ADD_DEVELOPMENT, left_as_it_is(opened(client, ADD_DEVELOPMENT)) | values)
    development = Development.objects.get()
    client.post(reverse("admin:partnerships_development_publication", args=[development.pk, "publish"]))

    development.refresh_from_db()
    assert (development.publication, development.owner) == (PublicationState.PUBLISHED, None)


def test_what_has_happened_is_not_of_a_date_to_come_but_a_plan_is(client, editor):
    values = {"title": "New centre", "what": "It opens.", "date": "2100", "source": "made.example"}
    as_it_is = left_as_it_is(opened(client, ADD_DEVELOPMENT))

    refused = client.post(ADD_DEVELOPMENT, as_it_is | values)
    client.post(ADD_DEVELOPMENT, as_it_is | values | {"is_planned": "on"})

    message = "2100 is still to come. Enter one that has begun, or tick “only planned”."
    assert refused.context["adminform"].form.errors == {"date": [message]}
    assert [row.when for row in Development.objects.all()] == ["planned for 2100"]


def test_a_bridges_staff_see_what_is_said_of_it_and_change_nothing(client, publisher, bridge):
    row = make_present_support(bridge=bridge, is_national=True)
    change = reverse("admin:partnerships_presentsupport_change", args=[row.pk])
    archive = reverse("admin:partnerships_presentsupport_publication", args=[row.pk, "archive"])

    answers = [client.get(change), client.post(change, {"name": "We"}), client.post(archive), client.get(ADD_SUPPORT)]

    row.refresh_from_db()
    assert [answer.status_code for answer in answers] == [200, 403, 403, 403]
    assert row.is_published
    assert client.get(ADD_DEVELOPMENT).status_code == 403
