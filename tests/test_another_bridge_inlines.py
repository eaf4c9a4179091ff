"""What the rows of an inline refer to: only what the person may work with, and what they have there already."""

import pytest
from django.urls import reverse

from tests.filling import left_as_it_is, opened
from tests.permission_matrix.looking import text_of
from tests.permission_matrix.people import EVERY_RIGHT
from tests.permission_matrix.world import SECRET
from tests.test_another_bridge import shared

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]


def test_ones_own_membership_cannot_be_given_to_the_draft_the_other_has_it_in(sign_in, client, worlds):
    sign_in(EVERY_RIGHT)
    address = reverse("admin:members_memberorganisation_change", args=[shared().pk])

    sent = left_as_it_is(opened(client, address)) | {"memberships-0-partnership": worlds[1].draft.pk}
    response = client.post(address, sent)

    assert "partnership" in response.context["inline_admin_formsets"][0].formset.forms[0].errors
    assert not SECRET.search(text_of(response))
