"""Remove uploaded pictures that nothing refers to."""

from django.core.management.base import BaseCommand

from partnerships.files import pictures


class Command(BaseCommand):
    help = (
        "Removes uploaded pictures that no entry and no version of one refers to: those of forms that were never "
        "saved. Run it daily."
    )

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"Pictures removed: {pictures.remove_unused()}.")
