"""Load what the site can be served without: run beside it by `manage.py serve --prepare`."""

from django.core.management.base import BaseCommand, CommandParser

from lcep_site import preparation


class Command(BaseCommand):
    help = "Brings the directory up to date, loads the list of postcodes, and writes the file of open data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="the directory was loaded just now")

    def handle(self, *args: object, new: bool, **options: object) -> None:
        preparation.load_the_rest(is_new=new)
        self.stdout.write("Everything is loaded.")
