"""Prepare a public site: before its first start, and with every new version, while the one before is still served."""

from django.core.management.base import BaseCommand

from lcep_site import preparation


class Command(BaseCommand):
    help = (
        "Checks the settings, and makes or brings up to date tables, roles, the directory, postcodes, schools and "
        "static files. It may be stopped and run again."
    )

    def handle(self, *args: object, **options: object) -> None:
        preparation.prepare_public_site()
        self.stdout.write("The site is prepared.")
