"""Merging two entries of one organisation: planning what would move or be lost, and doing it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from members.models import CaseStudyMember, MemberOrganisation, Membership
from partnerships import audit
from partnerships.models import FormerSlug, Revision
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, Confidence, MembershipRole, RevisionKind

NAME_SEPARATOR = "; "
# From what says most of a membership to what says least.
STRONGEST_FIRST: list[str] = [
    MembershipRole.HOST,
    MembershipRole.STEERING,
    MembershipRole.MEMBER,
    MembershipRole.FUNDER,
    MembershipRole.PROJECT,
]
SUREST_FIRST: list[str] = [Confidence.STAFF, Confidence.PAGE, Confidence.MENTION, Confidence.SEED, ""]
assert set(STRONGEST_FIRST) == set(MembershipRole)
assert set(SUREST_FIRST) == {*Confidence, ""}
# What the entry that stays takes over from the other one where it is blank itself.
FILLED_FIELDS = ("website", "authority", "school")
# What is lost where the two entries differ: shown before, and kept in the versions of the one that goes.
LOST_FIELDS = ("sector", *FILLED_FIELDS, "looked_after_by")
# All of an entry itself that is merged or lost, but for its school, and for who looks after it: rights are asked anew.
COMPARED_FIELDS = ("name", "other_names", "sector", "website", "authority")


class SameOrganisation(Exception):
    """Both entries to merge are the same one."""


class NotYourOrganisation(Exception):
    """The user may not change one of the entries, one of its memberships, or its part in a case study."""


class ChangedMeanwhile(Exception):
    """Something changed since the user was shown what merging would do."""


@dataclass(frozen=True)
class CombinedMembership:
    """Two memberships in one partnership that become one: which stays, which goes, and what the one will be."""

    stays: Membership
    goes: Membership
    merged: Membership


@dataclass(frozen=True)
class MergePlan:
    """What merging `gone` into `keep` would do.

    `moved` memberships and `case_study_parts` of `gone` become those of `keep`. `filled` are the values `keep` takes
    over, by field; `other_names` are all it will have. `lost` are labels and values that only `gone` had.
    """

    keep: MemberOrganisation
    gone: MemberOrganisation
    moved: list[Membership]
    combined: list[CombinedMembership]
    case_study_parts: list[CaseStudyMember]
    filled: dict[str, object]
    other_names: str
    lost: list[tuple[str, str]]

    @property
    def fingerprint(self) -> str:
        """A digest of everything that is merged, by which to see whether it is still what somebody was shown."""
        lines = [
            *(f"{entry.pk} {getattr(entry, name)}" for entry in (self.keep, self.gone) for name in COMPARED_FIELDS),
            *(f"school {entry.pk} {entry.school_id}" for entry in (self.keep, self.gone) if entry.school_id),
            *(_line_of(membership) for membership in self.moved),
            *(f"case study {part.pk}" for part in self.case_study_parts),
            *(f"{_line_of(pair.stays)} {_line_of(pair.goes)}" for pair in self.combined),
        ]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def plan(*, keep: MemberOrganisation, gone: MemberOrganisation, by: User) -> MergePlan:
    """Return what merging `gone` into `keep` would do. Raises SameOrganisation and NotYourOrganisation."""
    if keep == gone:
        raise SameOrganisation
    _check_may_merge(keep, gone, by=by)
    memberships_of_keep = {membership.partnership_id: membership for membership in _memberships_of(keep)}
    pairs = [(memberships_of_keep.get(goes.partnership_id), goes) for goes in _memberships_of(gone)]
    theirs = {name: value for name in LOST_FIELDS if (value := getattr(gone, name))}
    filled = {name: value for name, value in theirs.items() if name in FILLED_FIELDS and not getattr(keep, name)}
    differing = [(name, theirs[name]) for name in theirs if name not in filled and theirs[name] != getattr(keep, name)]
    parts = gone.case_studies.exclude(case_study__in=keep.case_studies.values("case_study"))
    other_names, lost_names = _names_of_both(keep, gone)
    labels = {field.name: str(field.verbose_name) for field in MemberOrganisation._meta.fields}
    return MergePlan(
        keep=keep,
        gone=gone,
        moved=[goes for stays, goes in pairs if stays is None],
        combined=[CombinedMembership(stays, goes, _merged(stays, goes)) for stays, goes in pairs if stays],
        case_study_parts=list(parts.select_related("case_study").order_by("pk")),
        filled=filled,
        other_names=other_names,
        lost=[("name", name) for name in lost_names] + [(labels[name], str(value)) for name, value in differing],
    )


@transaction.atomic
def merge(*, keep: MemberOrganisation, gone: MemberOrganisation, by: User, seen: str) -> Revision:
    """Merge `gone` into `keep` as `plan` says, and return the revision, by which it can be undone.

    The address of `gone` leads to `keep` from now on. `seen` is the fingerprint of the plan the user saw.
    Raises what `plan` raises, and ChangedMeanwhile.
    """
    rows = MemberOrganisation.objects.select_for_update().order_by("pk").in_bulk([keep.pk, gone.pk])
    if len(rows) != len({keep.pk, gone.pk}):
        raise ChangedMeanwhile
    merge_plan = plan(keep=rows[keep.pk], gone=rows[gone.pk], by=by)
    if merge_plan.fingerprint != seen:
        raise ChangedMeanwhile
    keep, gone, gone_key = merge_plan.keep, merge_plan.gone, merge_plan.gone.pk
    reason = f"{gone} merged into {keep}"
    with revising(by=by, kind=RevisionKind.MERGE, reason=reason) as revision, text_index.following(keep, gone):
        _move(merge_plan)
        _redirect_addresses(gone, keep)
        gone.delete()
        audit.record(AuditAction.MERGED, by=by, about=f"member organisation {gone_key} into {keep.pk} {keep.slug}")
        return revision.write()


def _move(merge_plan: MergePlan) -> None:
    keep = merge_plan.keep
    for pair in merge_plan.combined:
        pair.merged.save()
        pair.goes.delete()
    theirs: list[Membership | CaseStudyMember] = [*merge_plan.moved, *merge_plan.case_study_parts]
    for row in theirs:
        row.organisation = keep
        row.save()
    for name, taken_over in (merge_plan.filled | {"other_names": merge_plan.other_names}).items():
        setattr(keep, name, taken_over)
    if "school" in merge_plan.filled:
        keep.name_in_register, keep.is_no_school = merge_plan.gone.name_in_register, False
    keep.save()


def _names_of_both(keep: MemberOrganisation, gone: MemberOrganisation) -> tuple[str, list[str]]:
    """Return the other names `keep` will have, and those there is no room for."""
    return with_names(keep.name, keep.all_other_names, [gone.name, *gone.all_other_names])


def with_names(name: str, names: Iterable[str], more: Iterable[str]) -> tuple[str, list[str]]:
    """Return the other names of what is called `name` and has `names`, with `more`; and those there is no room for."""
    kept = [each for each in names if each.casefold() != name.casefold()]
    lost: list[str] = []
    max_length = MemberOrganisation._meta.get_field("other_names").max_length
    for other in more:
        if other.casefold() in {known.casefold() for known in [name, *kept]}:
            continue
        has_room = max_length is None or len(NAME_SEPARATOR.join([*kept, other])) <= max_length
        (kept if has_room else lost).append(other)
    return NAME_SEPARATOR.join(kept), lost


def _redirect_addresses(gone: MemberOrganisation, keep: MemberOrganisation) -> None:
    content_type = ContentType.objects.get_for_model(MemberOrganisation)
    FormerSlug.objects.filter(content_type=content_type, object_id=gone.pk).update(object_id=keep.pk)
    FormerSlug.objects.update_or_create(content_type=content_type, slug=gone.slug, defaults={"object_id": keep.pk})


def _memberships_of(organisation: MemberOrganisation) -> QuerySet[Membership]:
    return organisation.memberships.select_related("partnership").order_by("partnership__name", "pk")


def _check_may_merge(*organisations: MemberOrganisation, by: User) -> None:
    if not by.has_perm("members.change_memberorganisation"):
        raise NotYourOrganisation
    of_both = {"organisation__in": organisations}
    touched: list[Any] = [Membership.objects.filter(**of_both), CaseStudyMember.objects.filter(**of_both)]
    touched += [MemberOrganisation.objects.filter(pk__in=[organisation.pk for organisation in organisations])]
    if any(rows.exclude(pk__in=rows.editable_by(by).values("pk")).exists() for rows in touched):
        raise NotYourOrganisation


def _merged(stays: Membership, goes: Membership) -> Membership:
    """Return `stays` as it will be: with the stronger role, the longer time, and every source."""
    both = (stays, goes)
    source_lines = (line for membership in both for line in membership.source.splitlines() if line.strip())
    merged = copy(stays)
    merged.role = min((membership.role for membership in both), key=STRONGEST_FIRST.index)
    merged.since = min((membership.since for membership in both if membership.since), default="")
    merged.until = max(stays.until, goes.until) if stays.until and goes.until else ""
    merged.source = "\n".join(dict.fromkeys(source_lines))
    merged.confidence = min((membership.confidence for membership in both), key=SUREST_FIRST.index)
    return merged


def _line_of(membership: Membership) -> str:
    names = ("pk", "partnership_id", "role", "since", "until", "source", "confidence")
    return " ".join(str(getattr(membership, name)) for name in names)
