"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: what stands in mails and in browsers' bookmarks, as whole addresses, and who is signed in.
"""

import datetime
import re

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sessions.models import Session
from django.test import Client

from members.models import Subscriber
from partnerships.models import Enquiry, Postcode
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_case_study,
    make_check_request,
    make_news,
    make_programme,
    make_proposal,
    make_question,
    make_resource,
    make_subscriber,
)
from tests.reading import words_of
from tests.stored.entries import (
    ADDRESS,
    CHECK,
    ENQUIRY,
    OTHER,
    PERSON,
    PREVIEW_KEY,
    PROPOSAL,
    READER,
    SIGNED_IN_AT,
    SUBSCRIBER,
    make_asked,
    make_entry,
    make_owner,
    make_person,
)
from tests.stored.literals import LITERALS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_hour_later")]
PATHS, PREVIEWS = LITERALS["paths"], LITERALS["previews"]
NEVER_SET, BACK_OFFICE = "!never-set-one", "/back-office/"
PREVIEWED = {
    "case study": make_case_study,
    "news": make_news,
    "programme": make_programme,
    "question": make_question,
    "resource": make_resource,
}


def test_an_invitation_sent_before_lets_its_person_choose_a_password():
    make_person(password=NEVER_SET, last_login=None)

    page = Client().get(PATHS["invitation"])

    assert page.status_code == 200
    assert f'value="{ADDRESS}"' in page.content.decode()


def test_a_sign_in_link_printed_before_signs_its_person_in_for_the_back_office():
    make_person(last_login=SIGNED_IN_AT)
    browser = Client()

    browser.post(PATHS["sign in"])

    assert browser.get(BACK_OFFICE).status_code == 200
    assert browser.session["_auth_user_id"] == str(PERSON)


def test_a_link_to_a_new_password_sent_before_leads_to_the_form(monkeypatch):
    make_person(last_login=SIGNED_IN_AT)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda maker: datetime.datetime(2026, 11, 24, 13))

    page = Client().get(PATHS["reset"], follow=True)

    assert 'name="password1"' in page.content.decode()


@pytest.mark.parametrize("name", LITERALS["sessions"])
def test_who_signed_in_before_is_still_signed_in_and_need_not_show_a_second_factor_again(name):
    make_person(last_login=SIGNED_IN_AT)
    forever = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
    Session.objects.create(session_key="s" * 32, session_data=LITERALS["sessions"][name], expire_date=forever)
    browser = Client()
    browser.cookies["sessionid"] = "s" * 32

    assert browser.get(BACK_OFFICE).status_code == 200


def test_an_enquiry_link_made_before_still_opens_and_takes_the_answer(client):
    make_asked()

    page = client.get(PATHS["enquiry"])
    client.post(PATHS["enquiry"], {"statement": "will"})

    assert "LCEP-7K3M9Q" in words_of(page)
    assert Enquiry.objects.get(pk=ENQUIRY).state == "waiting"


@pytest.mark.parametrize("name", PREVIEWED)
def test_a_link_to_a_preview_made_before_still_opens(client, name):
    row = PREVIEWED[name](pk=OTHER, preview_key=PREVIEW_KEY, publication=PublicationState.DRAFT)

    page = client.get(PREVIEWS[name])

    assert page.status_code == 200
    assert str(row) in words_of(page)


@pytest.mark.parametrize("name", ["partnership", "made when only partnerships had previews"])
def test_a_link_to_a_preview_of_a_partnership_made_before_still_opens(client, name):
    make_entry(publication=PublicationState.DRAFT)

    page = client.get(PREVIEWS[name])

    assert page.status_code == 200
    assert "Leeds33" in words_of(page)


def test_every_link_to_a_preview_is_looked_at():
    assert set(PREVIEWS) == {*PREVIEWED, "partnership", "made when only partnerships had previews"}


def test_a_link_to_check_an_entry_sent_before_takes_the_answer(client):
    asked = make_check_request(
        pk=CHECK, partnership=make_entry(), fingerprint=LITERALS["hashes"]["fingerprint of the contact"]
    )

    page = client.get(PATHS["check"])
    [seal] = re.findall(r'name="seal" value="([^"]+)"', page.content.decode())
    client.post(PATHS["check"], {"seal": seal})

    asked.refresh_from_db()
    assert "This is what we say about Leeds33." in words_of(page)
    assert asked.answer == "true"


def test_a_link_to_confirm_a_correction_sent_before_confirms_it(client):
    who = f"visitor:{LITERALS['hashes']['fingerprint of a reader']}"
    correction = make_proposal(
        pk=PROPOSAL, partnership=make_entry(), proposer=who, source="visitor", state="unconfirmed"
    )

    page = client.post(PATHS["correction"], follow=True)

    correction.refresh_from_db()
    assert (page.status_code, correction.state) == (200, "waiting")


def test_a_link_to_confirm_news_sent_before_puts_its_address_on_the_list(client):
    make_subscriber(pk=SUBSCRIBER, email=READER, confirmed_at=None)

    client.post(PATHS["confirm news"])

    assert Subscriber.objects.get().confirmed_at


def test_a_link_to_ones_choices_sent_before_shows_them(client):
    make_subscriber(pk=SUBSCRIBER, email=READER)

    page = client.get(PATHS["choose news"])

    assert (page.status_code, "News for r…@school.example." in words_of(page)) == (200, True)


def test_the_button_of_a_mail_program_on_news_sent_before_stops_them(client):
    make_subscriber(pk=SUBSCRIBER, email=READER)

    client.post(PATHS["stop news"], {"List-Unsubscribe": "One-Click"})

    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(("name", "words"), [("enquiry for staff", "LCEP-7K3M9Q"), ("check for staff", "Leeds33")])
def test_an_address_of_the_back_office_in_a_mail_sent_before_still_leads_there(client, name, words):
    make_asked()
    client.force_login(make_owner())

    page = client.get(PATHS[name])

    assert page.status_code == 200
    assert words in words_of(page)


@pytest.mark.parametrize(("path", "cursor"), LITERALS["cursors"])
def test_a_program_in_the_middle_of_a_list_goes_on(client, path, cursor):
    place = make_entry().authorities.get()
    type(place).objects.update(easting=400_000, northing=400_000)
    Postcode.objects.create(code="LS13AB", area=place.gss_code, easting=403_400, northing=400_000)

    answer = client.get(f"{path}&cursor={cursor}")

    assert answer.status_code == 200, answer.content
