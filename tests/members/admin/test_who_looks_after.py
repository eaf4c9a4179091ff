"""Who looks after a member organisation: said on its page, handed over by national staff alone."""

import pytest
from django.urls import reverse

from members.models import MemberOrganisation
from partnerships import versions
from partnerships.models import Revision
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.filling import left_as_it_is, opened
from tests.looking_after import leave_to_national_staff
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
ADD = reverse("admin:members_memberorganisation_add")
LIST = reverse("admin:members_memberorganisation_changelist")
RIGHTS = ["view_memberorganisation", "add_memberorganisation", "change_memberorganisation"]


@pytest.fixture
def bridges():
    return [make_bridge(name="Arch"), make_bridge(name="IVE")]


def sign_in(client, *bridges, more=()):
    user = make_officer(*bridges, permissions=[*RIGHTS, *more])
    client.force_login(user)
    return user


def page(organisation):
    return reverse("admin:members_memberorganisation_change", args=[organisation.pk])


def save(client, address, **values):
    """Send the form at `address` as it is but for `values`, and return what is shown then."""
    return client.post(address, left_as_it_is(opened(client, address)) | values, follow=True)


def test_what_an_officer_adds_outside_their_territory_stays_theirs_and_says_so(client, bridges):
    sign_in(client, bridges[0])
    elsewhere = make_authority(bridge=bridges[1])

    save(client, ADD, name="Lowry", sector=make_sector().pk, authority=elsewhere.pk)
    lowry = MemberOrganisation.objects.get()
    again = save(client, page(lowry), website="https://lowry.example/")

    assert (lowry.looked_after_by, again.status_code) == (bridges[0], 200)
    assert "Looked after by: Arch" in words_of(client.get(page(lowry)))
    assert MemberOrganisation.objects.get().website == "https://lowry.example/"


def test_who_works_for_several_says_for_which(client, bridges):
    sign_in(client, *bridges)

    unsaid = save(client, ADD, name="Lowry", sector=make_sector().pk)
    save(client, ADD, name="Lowry", sector=make_sector().pk, looked_after_by=bridges[1].pk)

    assert unsaid.context["adminform"].form.errors == {"looked_after_by": ["This field is required."]}
    assert MemberOrganisation.objects.get().looked_after_by == bridges[1]


def test_who_works_for_none_can_add_nothing_that_would_be_nobodys(client):
    sign_in(client)

    response = save(client, ADD, name="Lowry", sector=make_sector().pk)

    assert "looked_after_by" in response.context["adminform"].form.errors
    assert not MemberOrganisation.objects.exists()


def test_an_officer_can_neither_hand_it_over_nor_take_it(client, bridges):
    sign_in(client, bridges[0])
    own = make_organisation(looked_after_by=bridges[0])

    save(client, page(own), name="New", looked_after_by=bridges[1].pk)

    assert MemberOrganisation.objects.values_list("name", "looked_after_by").get() == ("New", bridges[0].pk)


def test_national_staff_hand_it_over_as_its_history_says(client, bridges):
    organisation = leave_to_national_staff(
        make_membership(partnership=make_partnership(bridge=bridges[0])).organisation
    )
    sign_in(client, more=["see_every_bridge"])

    save(client, page(organisation), looked_after_by=bridges[1].pk)

    history = reverse("admin:members_memberorganisation_history", args=[organisation.pk])
    assert MemberOrganisation.objects.get().looked_after_by == bridges[1]
    assert "looked after by" in words_of(client.get(history)).lower()
    assert "IVE" in words_of(client.get(f"{LIST}?looked_after_by__id__exact={bridges[1].pk}"))


def test_it_stays_who_it_is_when_an_earlier_version_is_restored(client, bridges):
    organisation = make_organisation(name="Old")
    before = Revision.objects.latest("pk")
    organisation.name, organisation.looked_after_by = "New", bridges[0]
    organisation.save()

    versions.restore(organisation, before, by=make_officer(bridges[0], permissions=RIGHTS))

    assert MemberOrganisation.objects.values_list("name", "looked_after_by").get() == ("Old", bridges[0].pk)


def test_national_staff_are_named_where_nobody_looks_after_it(client, bridges):
    organisation = leave_to_national_staff(make_organisation())
    user = sign_in(client, more=["see_every_bridge"])
    user.user_permissions.remove(*user.user_permissions.filter(codename="change_memberorganisation"))

    assert "Looked after by: National staff" in words_of(client.get(page(organisation)))
