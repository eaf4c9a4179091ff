"""Make the groups of staff as roles.py says."""

from django.core.management.base import BaseCommand, CommandError

from lcep_site import roles


class Command(BaseCommand):
    help = "Makes the groups of staff in the database as lcep_site/roles.py says. Who is in which group stays."

    def add_arguments(self, parser):
        """Add the options."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when the groups are not so")

    def handle(self, *args, check, **options):
        """Sync, or say what differs. Raises CommandError when a check finds a difference."""
        differences = roles.differences()
        if check and differences:
            raise CommandError("The groups are not as lcep_site/roles.py says. " + " ".join(differences))
        if not check:
            roles.sync()
            self.stdout.write("Roles: changed" if differences else "Roles: unchanged")
