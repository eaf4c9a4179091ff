"""Make the groups of staff as roles.py says."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lcep_site import roles


class Command(BaseCommand):
    help = "Makes the groups of staff in the database as lcep_site/roles.py says. Who is in which group stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when the groups are not so")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        differences = roles.differences()
        if check and differences:
            raise CommandError("The groups are not as lcep_site/roles.py says. " + " ".join(differences))
        if not check:
            roles.sync()
            self.stdout.write("Roles: changed" if differences else "Roles: unchanged")
