"""Parts of authorities in the form of a partnership."""

import pytest
from django.urls import reverse

from partnerships.models import PartnershipPart
from tests.factories import make_authority, make_partnership
from tests.filling import left_as_it_is, opened

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
BRECKLAND = "E07000143"


@pytest.fixture
def breckland():
    return make_authority(name="Breckland", gss_code=BRECKLAND)


def save(client, partnership, authority, name, **fields):
    """Post the form of `partnership` with a part of `authority`, and return the answer."""
    url = reverse("admin:partnerships_partnership_change", args=[partnership.pk])
    part = {"TOTAL_FORMS": 1, "0-authority": authority.pk, "0-kind": "town", "0-name": name}
    typed = {f"parts-{field}": value for field, value in part.items()}
    return client.post(url, left_as_it_is(opened(client, url)) | typed | fields)


def errors_of(response):
    """Return what stands beside the fields of the first part."""
    formset = next(
        formset.formset
        for formset in response.context["inline_admin_formsets"]
        if formset.opts.model is PartnershipPart
    )
    return formset.forms[0].errors


def test_a_part_is_saved_with_the_districts_of_its_town(staff_client, breckland):
    response = save(staff_client, make_partnership([breckland]), breckland, "Thetford")

    assert response.status_code == 302
    assert str(PartnershipPart.objects.get().postcode_districts) == "IP24"


def test_an_unknown_town_is_told_beside_the_field_and_what_was_typed_stays(staff_client, breckland):
    response = save(staff_client, make_partnership([breckland]), breckland, "Snetterton")

    assert list(errors_of(response)) == ["postcode_districts"]
    assert b'value="Snetterton"' in response.content
    assert not PartnershipPart.objects.exists()


def test_only_an_authority_that_it_works_in_can_be_chosen(staff_client, breckland):
    response = save(staff_client, make_partnership([make_authority()]), breckland, "Thetford")

    assert list(errors_of(response)) == ["authority"]
    assert not PartnershipPart.objects.exists()


def test_an_authority_chosen_in_the_same_form_can_have_a_part(staff_client, breckland):
    partnership = make_partnership([make_authority(bridge=breckland.bridge)])

    response = save(staff_client, partnership, breckland, "Thetford", authorities=[breckland.pk])

    assert response.status_code == 302
    assert partnership.parts.get().authority == breckland


@pytest.mark.parametrize("key", ["x", "9" * 40, "\0", "-1"])
def test_nonsense_among_the_authorities_is_refused_in_the_form(staff_client, breckland, key):
    response = save(staff_client, make_partnership([breckland]), breckland, "Thetford", authorities=[key])

    assert response.status_code == 200
    assert not PartnershipPart.objects.exists()
