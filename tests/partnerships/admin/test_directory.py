"""Editing a partnership in the back office."""

import pytest
from django.urls import reverse

from partnerships.models import Partnership
from partnerships.vocabulary import NameKind, PublicationState, Stage
from tests.factories import make_authority, make_partnership, make_priority
from tests.filling import left_as_it_is, opened
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def refusals(response):
    """Return the errors shown on the page in `response`, by field."""
    return response.context["adminform"].form.errors.get_json_data()


def test_a_partnership_is_saved_with_its_names_and_priorities(staff_client):
    partnership, priority = make_partnership(name="LeedsCEP"), make_priority()
    url = reverse("admin:partnerships_partnership_change", args=[partnership.pk])
    changed = {
        "name": "Leeds33",
        "stage": Stage.ESTABLISHED,
        "established": "2017-09",
        "names-TOTAL_FORMS": 1,
        "names-0-name": "LeedsCEP",
        "names-0-kind": NameKind.FORMER,
        "stated_priorities-TOTAL_FORMS": 1,
        "stated_priorities-0-priority": priority.pk,
        "stated_priorities-0-wording": "Listen",
    }

    response = staff_client.post(url, left_as_it_is(opened(staff_client, url)) | changed)

    assert response.status_code == 302
    saved = Partnership.objects.get()
    assert (saved.name, saved.slug, saved.stage, saved.established) == (
        "Leeds33",
        "leedscep",
        Stage.ESTABLISHED,
        "2017-09",
    )
    assert saved.former_names == ["LeedsCEP"]
    assert [row.wording for row in saved.stated_priorities.all()] == ["Listen"]


def test_another_stage_keeps_neither_the_date_nor_the_source_of_the_one_before(staff_client):
    kept = {"stage_as_of": "2016-09", "stage_date_said": "autumn 2016", "stage_source": "old.example"}
    partnership = make_partnership(stage=Stage.EMERGING, **kept)
    url = reverse("admin:partnerships_partnership_change", args=[partnership.pk])
    as_it_is = left_as_it_is(opened(staff_client, url))

    refused = staff_client.post(url, as_it_is | {"stage": Stage.DORMANT})

    assert set(refusals(refused)) == kept.keys()
    assert "The stage is another now. Enter where this one was read, or empty this" in words_of(refused)
    assert Partnership.objects.get().stage == Stage.EMERGING
    emptied = {"stage": Stage.DORMANT, "stage_as_of": "2026-10", "stage_date_said": "", "stage_source": ""}
    assert staff_client.post(url, as_it_is | emptied).status_code == 302
    assert Partnership.objects.get().stage_words == "Dormant when last heard of, October 2026"


def test_nothing_is_known_of_a_date_to_come(staff_client):
    url = reverse("admin:partnerships_partnership_change", args=[make_partnership().pk])
    typed = {
        **{"stage": Stage.ESTABLISHED, "stage_as_of": "2100", "checked_on": "2100-01-01", "checked_by": "the desk"},
        **{"story-TOTAL_FORMS": 1, "story-0-kind": "standing", "story-0-what": "It met.", "story-0-date": "2100"},
    }

    response = staff_client.post(url, left_as_it_is(opened(staff_client, url)) | typed)

    assert refusals(response).keys() == {"stage_as_of", "checked_on"}
    # Beside each field, and above the form with a link to it.
    assert words_of(response).count("2100 is still to come") == 6


def test_a_partnership_is_added_as_a_draft(staff_client):
    url = reverse("admin:partnerships_partnership_add")
    authority = make_authority()

    response = staff_client.post(
        url,
        left_as_it_is(opened(staff_client, url))
        | {"name": "Made", "authorities": [authority.pk], "bridge": authority.bridge.pk},
    )

    assert response.status_code == 302
    assert Partnership.objects.get().publication == PublicationState.DRAFT


def test_a_new_address_leads_there_from_the_old_one(staff_client):
    partnership = make_partnership(name="LeedsCEP")
    url = reverse("admin:partnerships_partnership_change", args=[partnership.pk])

    staff_client.post(url, left_as_it_is(opened(staff_client, url)) | {"slug": "leeds33"})

    response = staff_client.get("/partnerships/leedscep/")
    assert (response.status_code, response["Location"]) == (301, "/partnerships/leeds33/")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"established": "about 2016"}, "established"),
        ({"authorities": []}, "authorities"),
        ({"name": ""}, "name"),
        ({"established": "2018", "ended": "2017"}, "ended"),
        ({"checked_on": "2026-01-31"}, "checked_by"),
        ({"takes_enquiries": "on"}, "contact_email"),
    ],
)
def test_what_the_database_would_refuse_is_said_on_the_form(staff_client, changed, field):
    partnership = make_partnership()
    url = reverse("admin:partnerships_partnership_change", args=[partnership.pk])

    response = staff_client.post(url, left_as_it_is(opened(staff_client, url)) | changed)

    assert (response.status_code, list(refusals(response))) == (200, [field])
