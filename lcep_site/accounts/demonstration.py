"""Accounts to look around with, in local mode: nobody real, nothing to set up."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet

from lcep_site.accounts.invitations import Appointment, appoint, new_account
from partnerships.models import BridgeOrganisation, Partnership

BRIDGES_SHOWN = 2


def is_needed() -> bool:
    """Return whether the site has no staff yet."""
    return not User.objects.filter(is_staff=True).exists()


@transaction.atomic
def accounts() -> list[User]:
    """Return a national editor and an officer of each of the Bridge Organisations with most partnerships.

    Those that are not there yet are made.
    """
    users = [_account("national-editor@localhost", "National", "Editor", Appointment("National editor"))]
    for bridge in _bridges():
        appointment = Appointment("Bridge officer", [bridge])
        users.append(_account(f"officer-{bridge.slug}@localhost", bridge.name, "officer", appointment))
    return users


def _bridges() -> QuerySet[BridgeOrganisation]:
    published = Partnership.objects.published().values("pk")
    counted = BridgeOrganisation.objects.filter(partnerships__in=published).annotate(
        published_count=Count("partnerships")
    )
    return counted.order_by("-published_count", "name")[:BRIDGES_SHOWN]


def _account(email: str, first_name: str, last_name: str, appointment: Appointment) -> User:
    user = User.objects.filter(username=email).first()
    if user is None:
        user = new_account(email, first_name, last_name)
        appoint(user, appointment)
    return user
