"""Print links by which anybody at this machine can look around the back office."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lcep_site.accounts import demonstration
from lcep_site.accounts.links import SIGN_IN, url_for


class Command(BaseCommand):
    help = "Prints sign-in links for accounts to look around with, each good once, for a day. In local mode only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--first-start", action="store_true", help="print nothing once there is any staff")

    def handle(self, *args: object, first_start: bool, **options: object) -> None:
        if settings.LCEP_MODE != "local":
            raise CommandError("There are no sign-in links in production: see create_owner.")
        if first_start and not demonstration.is_needed():
            return
        self.stdout.write("To look around the back office, open one of these links. Each works once, for a day:")
        for user in demonstration.accounts():
            self.stdout.write(f"  {user.get_full_name()}\n    {url_for(user, SIGN_IN)}")
        self.stdout.write("For new ones: make sign-in-links")
