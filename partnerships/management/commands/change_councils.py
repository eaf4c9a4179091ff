"""Moves what hangs on councils that have ended to those that follow them: see curation/council_changes.py."""

import re

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.curation import council_changes, council_moves
from partnerships.curation.council_changes import CannotChange, CouncilChange
from partnerships.models import BridgeOrganisation, CouncilSuccession
from partnerships.models.places import GSS_SHAPE
from partnerships.text.sentences import listed


class Command(BaseCommand):
    """Show what would move, and with --apply move it, once the day of a change has come."""

    help = "Show what hangs on councils that have ended by today, and with --apply move it to those that follow them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="Make the changes that are not refused; all or none.")
        parser.add_argument(
            "--code",
            action="append",
            default=[],
            metavar="NAME=CODE",
            help="The GSS code that the Office for National Statistics gave a new council: “East Surrey=E06…”.",
        )
        parser.add_argument(
            "--bridge",
            action="append",
            default=[],
            metavar="NAME=ADDRESS",
            help="Whose territory a new council is in, if it was that of several: “North Kent=artswork”.",
        )

    def handle(self, *args: object, apply: bool, code: list[str], bridge: list[str], **options: object) -> None:
        """Show the changes, or make them. Raises CommandError, and then nothing has changed."""
        codes, bridges = self._codes(code), self._bridges(bridge)
        changes = council_changes.due(timezone.localdate())
        for change in changes:
            self._show(change, codes.get(change.name, ""))
        self._show_planned()
        possible = [change for change in changes if not change.refused]
        if not apply or not possible:
            return
        try:
            council_moves.carry_out(possible, codes, bridges)
        except CannotChange as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        for change in possible:
            self.stdout.write(f"{change.name}: done.")

    def _codes(self, given: list[str]) -> dict[str, str]:
        codes = dict(map(self._pair, given))
        if wrong := [f"{name}={code}" for name, code in codes.items() if not re.fullmatch(GSS_SHAPE, code)]:
            raise CommandError(f"Write a code as NAME=E06…, nine characters: “{wrong[0]}” is not.")
        return codes

    def _bridges(self, given: list[str]) -> dict[str, BridgeOrganisation]:
        slugs = dict(map(self._pair, given))
        found = {bridge.slug: bridge for bridge in BridgeOrganisation.objects.filter(slug__in=slugs.values())}
        if unknown := sorted(set(slugs.values()) - found.keys()):
            raise CommandError(f"There is no Bridge Organisation at the address “{unknown[0]}”.")
        return {name: found[slug] for name, slug in slugs.items()}

    def _pair(self, given: str) -> tuple[str, str]:
        name, is_pair, value = given.rpartition("=")
        if not is_pair:
            raise CommandError(f"Write NAME=CODE or NAME=ADDRESS: “{given}” is not.")
        return name.strip(), value.strip()

    def _show(self, change: CouncilChange, code: str) -> None:
        code = change.successor.gss_code if change.successor else code or "without a code yet"
        names = listed(sorted(succession.name for succession in change.successions))
        self.stdout.write(f"{change.name} ({code}), from {date_format(change.on, 'j F Y')}, follows {names}.")
        if change.refused:
            self.stdout.write(f"  Left as it is. {change.refused}")
            return
        for model, number in sorted(change.moved.items(), key=lambda moved: str(moved[0]._meta.verbose_name_plural)):
            what = f"{model._meta.verbose_name} moves" if number == 1 else f"{model._meta.verbose_name_plural} move"
            self.stdout.write(f"  {number:>6,} {what} to it.")
        for partnership, authorities in change.parts:
            where = listed(authority.name for authority in authorities) or "the parts it says"
            self.stdout.write(f"  {partnership.name} works in a part of it from then on: {where}.")
        for row in change.widened:
            self.stdout.write(f"  Look at the {row}: what it says of some of these will be said of all of it.")

    def _show_planned(self) -> None:
        planned = CouncilSuccession.objects.planned().filter(on__gt=timezone.localdate())
        for name, on in planned.values_list("successor_name", "on").distinct().order_by("on", "successor_name"):
            self.stdout.write(f"{name} is to come on {date_format(on, 'j F Y')}: nothing to do yet.")
