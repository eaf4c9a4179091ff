"""Ask partnerships whether their entries are still true, and whoever has an enquiry for its answer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from members.proposals import checks
from partnerships.enquiries import chasing


class Command(BaseCommand):
    help = (
        "Mails a link to the contact of every entry that is due a check, reminds those who have not answered for three "
        "weeks, and tells Bridge Organisations who has not for six. Chases enquiries that nobody has answered. Run it "
        "daily; each mail is written once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        chased = chasing.chase(timezone.localdate())
        steps = ", ".join(f"{count} {step}" for step, count in chased.items())
        self.stdout.write(f"Enquiries without an answer: {steps}.")
        asked, now = checks.send_due(timezone.localdate()), timezone.now()
        reminded, told = checks.remind(now), checks.tell_bridges(now)
        self.stdout.write(f"Asked: {asked}. Reminded: {reminded}. Told to Bridge Organisations: {told}.")
