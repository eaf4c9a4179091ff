"""What the database could not take is told as that, and not as a session that somebody ended."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse

from tests.factories import make_superuser
from tests.signing_in import StaffClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = StaffClient(raise_request_exception=False)
    client.force_login(make_superuser())
    return client


def test_a_locked_database_is_no_bad_request_of_staff(client, monkeypatch):
    def be_locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(Session, "save_base", be_locked)

    assert client.post(reverse("admin:signed-in")).status_code == 503


def test_a_session_that_was_ended_meanwhile_is_not_saved(client):
    session = client.session
    Session.objects.all().delete()

    with pytest.raises(UpdateError):
        session.save()
