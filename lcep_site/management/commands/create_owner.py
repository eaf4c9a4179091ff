"""Make the first account of a site: its owner's."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from lcep_site.accounts.invitations import AddressTaken, new_account
from lcep_site.accounts.links import GOOD_FOR, Purpose, link
from partnerships import audit
from partnerships.vocabulary import AuditAction


class Command(BaseCommand):
    help = "Makes an account that may do everything, and prints the link by which its owner chooses a password."

    def add_arguments(self, parser):
        """Add the address."""
        parser.add_argument("email", help="the e-mail address the owner signs in with")

    @transaction.atomic
    def handle(self, *args, email, **options):
        """Make the owner, or print another link for one who has not used the first.

        Raises CommandError for what is no address, for an account that is not an owner's, and for one in use.
        """
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an e-mail address.") from None
        try:
            owner = new_account(email, is_superuser=True)
            audit.record(AuditAction.OWNER_CREATED, about=f"User {owner.pk}")
        except AddressTaken:
            owner = self._waiting_owner(email)
        self.stdout.write(
            f"Open this page and choose a password. It works once, for {GOOD_FOR[Purpose.INVITATION].days} days:"
        )
        self.stdout.write(link(Purpose.INVITATION, owner))

    def _waiting_owner(self, email):
        owner = get_user_model().objects.filter(email=email, is_superuser=True, is_active=True, is_staff=True).first()
        if owner is None:
            raise CommandError(f"{email} has an account, and it is not an owner's.")
        if owner.has_usable_password():
            raise CommandError(f"{email} is an owner already, and signs in with a password.")
        return owner
