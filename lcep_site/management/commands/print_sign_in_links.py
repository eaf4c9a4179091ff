"""Print links by which anybody at this machine can look around the back office, with accounts of nobody real."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Count

from lcep_site.accounts.invitations import Appointment, appoint, new_account
from lcep_site.accounts.links import SIGN_IN, url_for
from partnerships.models import BridgeOrganisation, Partnership

BRIDGES_SHOWN = 2


class Command(BaseCommand):
    help = "Prints sign-in links for accounts to look around with, each good once, for a day. In local mode only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--first-start", action="store_true", help="print nothing once there is any staff")

    def handle(self, *args: object, first_start: bool, **options: object) -> None:
        if settings.LCEP_MODE != "local":
            raise CommandError("There are no sign-in links in production: see create_owner.")
        if first_start and User.objects.filter(is_staff=True).exists():
            return
        self.stdout.write("To look around the back office, open one of these links. Each works once, for a day:")
        for user in accounts():
            self.stdout.write(f"  {user.get_full_name()}\n    {url_for(user, SIGN_IN)}")
        self.stdout.write("For new ones: make sign-in-links")


@transaction.atomic
def accounts() -> list[User]:
    """Return a national editor and an officer of each of the Bridge Organisations with most partnerships.

    Those that are not there yet are made.
    """
    published = BridgeOrganisation.objects.filter(partnerships__in=Partnership.objects.published().values("pk"))
    bridges = published.annotate(published_count=Count("partnerships")).order_by("-published_count", "name")
    users = [_account("national-editor@localhost", "National", "Editor", Appointment("National editor"))]
    for bridge in bridges[:BRIDGES_SHOWN]:
        appointment = Appointment("Bridge officer", [bridge])
        users.append(_account(f"officer-{bridge.slug}@localhost", bridge.name, "officer", appointment))
    return users


def _account(email: str, first_name: str, last_name: str, appointment: Appointment) -> User:
    user = User.objects.filter(username=email).first()
    if user is None:
        user = new_account(email, first_name, last_name)
        appoint(user, appointment)
    return user
