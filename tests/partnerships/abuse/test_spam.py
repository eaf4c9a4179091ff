"""What looks like spam, and what does not."""

import datetime
import time

import pytest
from django.core import signing
from django.test import override_settings
from django.utils import timezone

from partnerships.abuse import rate_limit, spam
from partnerships.abuse.spam import OpenedForm
from partnerships.models import FormSubmission
from tests.enquiry_forms import opened

pytestmark = pytest.mark.django_db

SCHOOL = "203.0.113.7"
AMINA = "amina@studio.example"


def suspicions(form=None, *, email=AMINA, network=SCHOOL):
    """Return what is suspicious about an enquiry sent with `form`, opened a minute ago unless it is given."""
    return spam.suspicions("enquiry", form or opened(), email=email, network=network)


def remember(times, *, email=AMINA, network=SCHOOL):
    """Remember that an enquiry was sent so many times."""
    for number in range(times):
        rate_limit.remember("enquiry", email.format(number), network.format(number))


def test_a_form_filled_in_by_a_person_is_not_suspicious():
    assert suspicions() == []


def test_a_form_sent_faster_than_anybody_types_is_suspicious():
    assert suspicions(OpenedForm.now()) == ["It was sent less than 5 seconds after the form was opened."]


def test_a_form_with_the_unseen_field_filled_in_is_suspicious():
    form = opened()

    filled_in = form.check_honeypot({form.honeypot_name: "https://spam.example"})

    assert suspicions(filled_in) == ["A field that people do not see was filled in."]


def test_a_form_whose_honeypot_was_filled_in_stays_marked_on_the_next_page():
    form = opened()

    filled_in = form.check_honeypot({form.honeypot_name: "x"})

    assert OpenedForm.read(filled_in.token).check_honeypot({}).is_honeypot_filled


def test_the_unseen_field_has_a_name_of_its_own_on_every_form():
    assert len({opened().honeypot_name for _ in range(20)}) == 20


def test_many_from_one_address_within_a_day_are_suspicious():
    remember(6, network="203.0.113.{}")

    assert suspicions() == ["This address sent 6 or more within a day."]
    assert suspicions(email=AMINA.upper()) == suspicions()
    assert suspicions(email="other@studio.example") == []


def test_a_school_behind_one_network_is_not_suspicious():
    remember(59, email="teacher{}@school.example")

    assert suspicions() == []


def test_very_many_from_one_network_within_an_hour_are_held_back_and_the_next_hour_is_free():
    remember(60, email="teacher{}@school.example")
    assert suspicions() == ["Its network sent 60 or more within an hour."]

    FormSubmission.objects.update(at=timezone.now() - datetime.timedelta(hours=1))

    assert suspicions() == []


def test_another_form_is_counted_by_itself():
    remember(6)

    assert spam.suspicions("subscription", opened(), email=AMINA, network=SCHOOL) == []


def test_an_unknown_address_or_network_is_not_counted():
    remember(60, email="", network="")

    assert (suspicions(email="", network=""), FormSubmission.objects.count()) == ([], 0)


def test_what_is_remembered_names_nobody_and_depends_on_the_secret():
    remember(1)
    with override_settings(SECRET_KEY="another"):
        remember(1)

    hashes = set(FormSubmission.objects.values_list("sender_hash", flat=True))
    assert len(hashes) == 4
    assert {len(sender_hash) for sender_hash in hashes} == {64}


def test_what_is_older_than_a_day_is_forgotten():
    remember(1)
    FormSubmission.objects.update(at=timezone.now() - datetime.timedelta(hours=25))

    remember(1, email="other@studio.example", network="")

    assert FormSubmission.objects.count() == 1


def test_a_token_brings_back_the_same_form():
    form = opened()

    assert OpenedForm.read(form.token) == form


def test_a_token_older_than_a_day_is_stale_but_still_the_same_form(monkeypatch):
    form = opened()
    token, later = form.token, time.time() + 25 * 60 * 60
    monkeypatch.setattr(signing.time, "time", lambda: later)

    read = OpenedForm.read(token)

    assert (read.id, read.at, read.is_stale) == (form.id, form.at, True)
    assert not OpenedForm.read(read.token).is_stale


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c", "é\0:x:y", ":" * 1000])
def test_what_is_no_token_of_ours_becomes_a_new_form(token):
    form = OpenedForm.read(token)

    assert form.is_stale
    assert time.time() - form.at < 60


def test_a_token_signed_with_another_key_is_not_ours():
    with override_settings(SECRET_KEY="another"):
        form = opened()
        token = form.token

    assert OpenedForm.read(token).id != form.id
