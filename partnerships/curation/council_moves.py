"""Councils that have changed: what hangs on those that ended moves to the one that follows, all of it or nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Exists, ForeignKey, OuterRef

from partnerships import audit, versions
from partnerships.curation.council_changes import CannotChange, CouncilChange, references
from partnerships.geography.parts import mostly_in, of_districts
from partnerships.geography.postcode_districts import districts_of
from partnerships.models import (
    BridgeOrganisation,
    CouncilSuccession,
    FormerSlug,
    LoadedRecord,
    LocalAuthority,
    Partnership,
    PartnershipPart,
)
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.text.sentences import listed
from partnerships.vocabulary import AuditAction, AuthorityType, RevisionKind
from partnerships.vocabulary.parts import PartKind

# What the files of the directory call local authorities: see LoadedRecord.
KIND_OF_FILE = "authorities"
Follower = Callable[[Mapping[str, str]], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Call `follower` in each change, with the slug of the authority of today by those that led to it before.

    It is for what names authorities otherwise than by a reference.
    """
    _followers.append(follower)


@transaction.atomic
def carry_out(
    changes: Sequence[CouncilChange], codes: Mapping[str, str], bridges: Mapping[str, BridgeOrganisation]
) -> list[LocalAuthority]:
    """Make all of `changes`, and return the authorities that follow, in their order.

    `codes` are the GSS codes that the Office for National Statistics gave these, by name; one that is here already
    needs none. `bridges` says by name whose territory one is where it was that of several. Raises CannotChange, with
    nothing changed: one was refused, or wants a code or a Bridge Organisation, or a code is another's.
    """
    # What was written in bulk before is not told as a part of this.
    versions.backfill()
    successors = [_carried_out(each, codes.get(each.name, ""), bridges.get(each.name)) for each in changes]
    text_index.rebuild()
    return successors


def _carried_out(change: CouncilChange, gss_code: str, bridge: BridgeOrganisation | None) -> LocalAuthority:
    if change.refused:
        raise CannotChange(change.refused)
    reason = f"{change.name} took the place of {listed(sorted(each.name for each in change.successions))}"
    with revising(kind=RevisionKind.COUNCILS, reason=reason):
        successor = _successor_of(change, gss_code, bridge)
        _drop_idle_parts(change.whole)
        for reference in references():
            for predecessor in change.whole:
                _move(reference, predecessor, successor)
        codes = [*successor.codes, *(each.gss_code for each in change.predecessors)]
        for partnership, authorities in change.parts:
            for authority in authorities:
                _keep_as_part(partnership, authority, successor, codes)
        for succession in change.successions:
            _close(succession, change, successor)
        for predecessor in change.predecessors:
            CouncilSuccession.objects.filter(successor=predecessor).update(successor=successor)
            predecessor.delete()
        for follow in _followers:
            follow({former.slug: successor.slug for former in change.whole})
        versions.backfill()
    numbers = {str(model._meta.verbose_name_plural): number for model, number in change.moved.items()}
    audit.record(AuditAction.COUNCILS_CHANGED, about=f"local authority {successor.pk}: {reason}", details=numbers)
    return successor


def _successor_of(change: CouncilChange, gss_code: str, bridge: BridgeOrganisation | None) -> LocalAuthority:
    """Return the authority that is here already, or a new one."""
    if change.successor:
        if gss_code not in {"", change.successor.gss_code}:
            raise CannotChange(f"{change.name} has the code {change.successor.gss_code} here, not {gss_code}.")
        return change.successor
    if not gss_code:
        raise CannotChange(f"Give the GSS code of {change.name}: see --code.")
    if LocalAuthority.objects.filter(gss_code=gss_code).exists():
        raise CannotChange(f"There is another local authority with the code {gss_code}.")
    if not bridge and len(change.bridges) > 1:
        names = listed(each.name for each in change.bridges)
        raise CannotChange(f"{change.name} lies in the territories of {names}. Say whose it is: see --bridge.")
    return _made(change, gss_code, bridge or change.bridges[0])


def _made(change: CouncilChange, gss_code: str, bridge: BridgeOrganisation) -> LocalAuthority:
    numbers = {each: sum(there.postcodes for there in districts_of(each.gss_code)) or 1 for each in change.predecessors}
    placed = [each for each in change.predecessors if each.middle]
    total = sum(numbers[each] for each in placed)
    easting, northing = (
        round(sum(each.middle[axis] * numbers[each] for each in placed if each.middle) / total) if total else None
        for axis in (0, 1)
    )
    kind, county = AuthorityType.UNITARY.value, ""
    for before in change.predecessors:
        if before.name == change.name:
            # It keeps the name of one of them, whose row is about to go; or nothing but the code of one changes.
            gone = {"name": f"{before.name} until {change.on:%Y}", "slug": f"{before.slug}-until-{change.on:%Y}"}
            LocalAuthority.objects.filter(pk=before.pk).update(**gone)
            if len(change.predecessors) == 1:
                kind, county = before.type, before.county
    return LocalAuthority.objects.create(
        gss_code=gss_code,
        name=change.name,
        type=kind,
        county=county,
        region=change.predecessors[0].region,
        bridge=bridge,
        easting=easting,
        northing=northing,
    )


def _drop_idle_parts(predecessors: Sequence[LocalAuthority]) -> None:
    """Delete the parts of authorities that their partnership does not work in: these would begin to count."""
    links = Partnership.authorities.through.objects.filter(
        partnership=OuterRef("partnership"), localauthority=OuterRef("authority")
    )
    PartnershipPart.objects.filter(authority__in=predecessors).exclude(Exists(links)).delete()


def _move(reference: ForeignKey[Any, Any], old: LocalAuthority, new: LocalAuthority) -> None:
    """Let the rows that refer to `old` refer to `new`; one that says what another says already goes."""
    rows = reference.model._base_manager.filter(**{reference.name: old})
    try:
        with transaction.atomic():
            rows.update(**{reference.name: new})
    except IntegrityError:
        for key in list(rows.values_list("pk", flat=True)):
            row = reference.model._base_manager.filter(pk=key)
            try:
                with transaction.atomic():
                    row.update(**{reference.name: new})
            except IntegrityError:
                row.delete()


def _keep_as_part(partnership: Partnership, old: LocalAuthority, new: LocalAuthority, codes: Sequence[str]) -> None:
    """Say that `partnership` works in the part of `new`, which goes by `codes`, that was `old`."""
    where = of_districts(mostly_in(old.gss_code, codes), old.gss_code)
    succession = CouncilSuccession.objects.filter(gss_code=old.gss_code, successor_name=new.name).first()
    PartnershipPart.objects.get_or_create(
        partnership=partnership,
        authority=new,
        kind=PartKind.FORMER,
        name=old.name,
        defaults={
            "postcode_districts": " ".join(where.districts),
            "easting": where.easting if where.districts else old.easting,
            "northing": where.northing if where.districts else old.northing,
            "source": succession.source if succession else "",
            "as_of": succession.on.isoformat() if succession else "",
        },
    )


def _close(succession: CouncilSuccession, change: CouncilChange, successor: LocalAuthority) -> None:
    """Note that `succession` has happened, and let all that led to the former authority lead to `successor`.

    Addresses of one that was split lead nowhere from now on; its name still finds both.
    """
    succession.successor = successor
    for former in change.predecessors:
        if former.gss_code == succession.gss_code:
            succession.former_key = former.pk
    succession.save(update_fields=["successor", "former_key"])
    for former in change.whole:
        if former.gss_code == succession.gss_code:
            _leave_addresses(former, successor)
            LoadedRecord.objects.filter(kind=KIND_OF_FILE, object_id=former.pk).update(object_id=successor.pk)


def _leave_addresses(old: LocalAuthority, new: LocalAuthority) -> None:
    content_type = ContentType.objects.get_for_model(LocalAuthority)
    FormerSlug.objects.filter(content_type=content_type, object_id=old.pk).update(object_id=new.pk)
    if old.slug != new.slug:
        FormerSlug.objects.update_or_create(content_type=content_type, slug=old.slug, defaults={"object_id": new.pk})
