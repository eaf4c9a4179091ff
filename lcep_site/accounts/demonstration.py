"""Accounts to look around with, in local mode: nobody real, nothing to set up."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count

from lcep_site.accounts.invitations import Appointment, appoint, new_account
from partnerships.models import BridgeOrganisation, Partnership

BRIDGES_SHOWN = 2


def is_needed() -> bool:
    """Return whether the site has no staff yet."""
    return not get_user_model().objects.filter(is_staff=True).exists()


@transaction.atomic
def accounts() -> list:
    """Return a national editor and an officer of each of the Bridge Organisations with most partnerships.

    Those that are not there yet are made.
    """
    found = [_account("national-editor@localhost", "National", "Editor", Appointment("National editor"))]
    for bridge in _bridges():
        place = Appointment("Bridge officer", [bridge])
        found.append(_account(f"officer-{bridge.slug}@localhost", bridge.name, "officer", place))
    return found


def _bridges():
    published = Partnership.objects.published().values("pk")
    counted = BridgeOrganisation.objects.filter(partnerships__in=published).annotate(many=Count("partnerships"))
    return counted.order_by("-many", "name")[:BRIDGES_SHOWN]


def _account(email: str, first_name: str, last_name: str, place: Appointment):
    user = get_user_model().objects.filter(username=email).first()
    if user is None:
        user = new_account(email, first_name, last_name)
        appoint(user, place)
    return user
