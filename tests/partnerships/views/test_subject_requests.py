"""The back office's page for a person's rights: who may, what it shows, and that erasing asks once more."""

import json

import pytest
from django.urls import reverse

from partnerships.models import AuditEntry, Enquiry
from tests.factories import make_bridge, make_enquiry, make_officer, make_superuser, make_user
from tests.reading import words_of

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:personal-data")
AMINA = "amina@studio.example"


def press(client, step, email=AMINA):
    """Press a button of the page."""
    return client.post(PAGE, {"email": email, "step": step})


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_officer_without_the_permission_is_refused(client, method):
    client.force_login(make_officer(make_bridge()))

    assert getattr(client, method)(PAGE).status_code == 403


@pytest.mark.parametrize("user", [None, make_user])
def test_who_is_no_staff_is_asked_to_sign_in(client, user):
    if user:
        client.force_login(user())

    response = client.get(PAGE)

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("admin:login"))


def test_an_officer_with_the_permission_may(client):
    client.force_login(make_officer(make_bridge(), permissions=["handle_personal_data"]))

    assert client.get(PAGE).status_code == 200


def test_looking_shows_how_much_is_held_and_nothing_of_it(staff_client):
    make_enquiry(email=AMINA, message="Come and dance.")

    response = press(staff_client, "look")

    assert "Enquiries: 1" in words_of(response)
    assert "Come and dance." not in response.content.decode()
    assert AuditEntry.objects.count() == 0


def test_the_export_is_a_file_that_nobody_keeps(staff_client):
    make_enquiry(email=AMINA, message="Come and dance.")

    response = press(staff_client, "export")

    assert response["Content-Disposition"].startswith('attachment; filename="personal-data-')
    assert "no-store" in response["Cache-Control"]
    assert json.loads(response.content)["held"]["Enquiries"][0]["message"] == "Come and dance."


def test_erasing_asks_once_more_before_it_erases(staff_client):
    make_enquiry(email=AMINA)

    confirmation = press(staff_client, "confirm")
    still_there = Enquiry.objects.filter(email=AMINA).exists()
    done = press(staff_client, "erase")

    assert "Erase all of this?" in words_of(confirmation)
    assert still_there
    assert "Enquiries: 1" in words_of(done)
    assert not Enquiry.objects.filter(email=AMINA).exists()


def test_the_address_stands_in_no_web_address(staff_client):
    response = press(staff_client, "look")

    assert response.status_code == 200
    assert AMINA not in response.request["PATH_INFO"] + response.request["QUERY_STRING"]
    assert f'value="{AMINA}"' in response.content.decode()


def test_ones_own_account_is_not_erased_and_the_page_says_why(client):
    client.force_login(make_superuser(email="officer@bridge.example"))

    response = press(client, "erase", "officer@bridge.example")

    assert "This is the address of your own account" in words_of(response)


@pytest.mark.parametrize("email", ["", "amina", "a\0b@b.example", "x" * 300 + "@b.example"])
def test_what_is_no_address_is_asked_for_again(staff_client, email):
    response = press(staff_client, "erase", email)

    assert response.status_code == 200
    assert 'class="error-message"' in response.content.decode()


def test_what_nobody_sees_in_an_address_is_left_out_before_anybody_is_asked(staff_client):
    make_enquiry(email=AMINA)

    confirmation = press(staff_client, "confirm", f"\0{AMINA.replace('@', chr(0) + '@')}\u200b")

    assert "Erase all of this?" in words_of(confirmation)
    assert f'value="{AMINA}"' in confirmation.content.decode()


def test_a_button_we_do_not_know_only_looks(staff_client):
    make_enquiry(email=AMINA)

    press(staff_client, "explode")

    assert Enquiry.objects.filter(email=AMINA).exists()


def test_the_page_takes_no_other_verbs(staff_client):
    assert staff_client.put(PAGE).status_code == 405


def test_the_front_page_leads_here_only_those_who_may(client):
    for permissions, leads_here in (([], False), (["handle_personal_data"], True)):
        client.force_login(make_officer(make_bridge(), permissions=permissions))

        assert (f'href="{PAGE}"' in client.get(reverse("admin:index")).content.decode()) == leads_here
