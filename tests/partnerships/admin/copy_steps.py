"""What staff do with working copies in their browsers, and what is seen of it."""

import datetime

from django.utils import timezone

from partnerships.models import OutgoingMail, Partnership, WorkingCopy
from tests.partnerships.admin.editorial_forms import in_role, send_copy, url_of
from tests.signing_in import StaffClient

OLD, NEW = "Arts for all of Leeds.", "Dance for all of Leeds, quixotically."
IN_AN_HOUR = datetime.timedelta(hours=1)


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


def officer_of(bridge, name):
    user = in_role("Bridge officer", bridge)
    user.username, user.email = name, f"{name}@arch.example"
    user.save()
    return user


def copy_url(entry, *step):
    return url_of(entry, "copy_step" if step else "working_copy", *step)


def write(client, entry, **changes):
    """Save a working copy of `entry` with `changes` from its page."""
    response = send_copy(client, entry, **changes)
    assert response.status_code == 302, response.context["errors"]
    return WorkingCopy.objects.get()


def step(client, entry, name, **values):
    """Take a step with the working copy of `entry` as it is now."""
    return client.post(copy_url(entry, name), {"edition": edition_of(entry)} | values)


def edition_of(entry):
    copy = WorkingCopy.objects.about(entry).first()
    return copy.edition if copy else 0


def summary_for_the_public(client, entry):
    return client.get(entry.get_absolute_url()).content.decode()


def summary():
    return Partnership.objects.get().summary


def plan(client, entry):
    step(client, entry, "schedule", at=f"{timezone.localtime() + IN_AN_HOUR:%Y-%m-%dT%H:%M}")
    OutgoingMail.objects.all().delete()
