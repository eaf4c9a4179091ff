"""Forget what has been kept for as long as it may be."""

from django.core.management.base import BaseCommand, CommandParser

from partnerships.privacy import retention


class Command(BaseCommand):
    help = (
        "Applies the retention periods of partnerships/privacy/stores.py: forgets old enquiries, empties old "
        "mails and so on. Run it daily; running it again does nothing more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many rows each rule would deal with")

    def handle(self, *args: object, dry_run: bool, verbosity: int, **options: object) -> None:
        counts = retention.count_all() if dry_run else retention.apply_all()
        if not verbosity:
            done = [f"{name.capitalize()}: {count}." for name, count in counts.items() if count]
            self.stdout.write(" ".join(done) or "Nothing had been kept for long enough.")
            return
        for rule in retention.rules():
            self.stdout.write(f"{rule.name.capitalize()}: {counts[rule.name]}. {rule.then}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
