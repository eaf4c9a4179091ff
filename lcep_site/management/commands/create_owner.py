"""Makes the account of an owner."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from lcep_site.accounts.invitations import AddressTaken, new_account
from lcep_site.accounts.links import INVITATION, url_for
from partnerships import audit
from partnerships.vocabulary import AuditAction


class Command(BaseCommand):
    help = "Makes an account that may do everything, and prints the link by which its owner chooses a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address the owner signs in with")

    @transaction.atomic
    def handle(self, *args: object, email: str, **options: object) -> None:
        """Make the owner, or print another link for one who has not used the first.

        Raises CommandError when `email` is no address, or has an account that is not an owner's or has a password.
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
        self.stdout.write(f"Open this page and choose a password. It works once, for {INVITATION.max_age.days} days:")
        self.stdout.write(url_for(owner, INVITATION))

    def _waiting_owner(self, email: str) -> User:
        owner = User.objects.filter(email=email, is_superuser=True, is_active=True, is_staff=True).first()
        if owner is None:
            raise CommandError(f"{email} has an account, and it is not an owner's.")
        if owner.has_usable_password():
            raise CommandError(f"{email} is an owner already, and signs in with a password.")
        return owner
