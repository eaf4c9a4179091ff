"""Merging two entries of one organisation: what would move, and moving it."""

from dataclasses import dataclass
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from members.models import CaseStudyMember, MemberOrganisation, Membership
from partnerships import audit
from partnerships.dates.partial_dates import span_in_words
from partnerships.models import FormerSlug, Revision
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, Confidence, MembershipRole, RevisionKind

NAMES_BETWEEN = "; "
# From what says most of a membership to what says least.
STRONGEST_FIRST = [MembershipRole.HOST, MembershipRole.STEERING, MembershipRole.MEMBER, MembershipRole.PROJECT]
SUREST_FIRST = [Confidence.STAFF, Confidence.PAGE, Confidence.SEED, ""]
assert set(STRONGEST_FIRST) == set(MembershipRole)
assert set(SUREST_FIRST) == {*Confidence, ""}
# What the entry that stays takes over where it says nothing itself.
FILLED = ("website", "authority")
# What the other entry says otherwise and is lost with it: shown before, and kept in its versions.
LOST = ("sector", *FILLED)
# All that is merged or lost of an entry itself.
SAID = ("name", "other_names", *LOST)


class SameOrganisation(Exception):
    """It is one entry, not two."""


class NotYourOrganisation(Exception):
    """One of the entries, or a membership or a part in a case study of one, is not the person's to change."""


class ChangedMeanwhile(Exception):
    """What would be merged is not what the person was shown: something changed meanwhile."""


@dataclass(frozen=True)
class Combined:
    """Two memberships in one partnership that become one: which stays, which goes, and what it will say."""

    stays: Membership
    goes: Membership
    values: dict

    @property
    def role_words(self) -> str:
        """What the organisation will be in the partnership."""
        return MembershipRole(self.values["role"]).label

    @property
    def dates(self) -> str:
        """When it takes part, in words, or ""."""
        return span_in_words(self.values["since"], self.values["until"])


@dataclass(frozen=True)
class Plan:
    """What merging would do: memberships that move, those that become one, what is filled in, and what is lost.

    `told` are the parts in case studies that move; `names` are the other names of the one that stays.
    """

    keep: MemberOrganisation
    gone: MemberOrganisation
    moved: list[Membership]
    combined: list[Combined]
    told: list[CaseStudyMember]
    filled: dict
    names: str
    lost: list[tuple[str, str]]

    @property
    def fingerprint(self) -> str:
        """What stands for all of it, to see whether it is still what somebody was shown."""
        said = [
            *(f"{entry.pk} {getattr(entry, name)}" for entry in (self.keep, self.gone) for name in SAID),
            *(_said(membership) for membership in self.moved),
            *(f"case study {part.pk}" for part in self.told),
            *(f"{_said(pair.stays)} {_said(pair.goes)}" for pair in self.combined),
        ]
        return sha256("\n".join(said).encode()).hexdigest()[:16]


def plan(*, keep: MemberOrganisation, gone: MemberOrganisation, by) -> Plan:
    """Return what merging `gone` into `keep` would do. Raises SameOrganisation, and NotTheirs."""
    if keep == gone:
        raise SameOrganisation
    _refuse_others(keep, gone, by=by)
    here = {membership.partnership_id: membership for membership in _memberships_of(keep)}
    coming = list(_memberships_of(gone))
    pairs = [(here[one.partnership_id], one) for one in coming if one.partnership_id in here]
    filled = {name: getattr(gone, name) for name in FILLED if not getattr(keep, name) and getattr(gone, name)}
    parts = gone.case_studies.exclude(case_study__in=keep.case_studies.values("case_study"))
    names, unkept = _names_of_both(keep, gone)
    return Plan(
        keep=keep,
        gone=gone,
        moved=[membership for membership in coming if membership.partnership_id not in here],
        combined=[Combined(stays, goes, _both(stays, goes)) for stays, goes in pairs],
        told=list(parts.select_related("case_study").order_by("pk")),
        filled=filled,
        names=names,
        lost=[
            *(("name", name) for name in unkept),
            *(
                (MemberOrganisation._meta.get_field(name).verbose_name, str(getattr(gone, name)))
                for name in LOST
                if name not in filled and getattr(gone, name) and getattr(gone, name) != getattr(keep, name)
            ),
        ],
    )


@transaction.atomic
def merge(*, keep: MemberOrganisation, gone: MemberOrganisation, by, seen: str) -> Revision:
    """Merge `gone` into `keep` as `plan` says, and return the revision, by which it can be undone.

    The address of `gone` leads to `keep` from now on. `seen` is the fingerprint of the plan the person saw.
    Raises what `plan` raises, and Moved.
    """
    rows = MemberOrganisation.objects.select_for_update().order_by("pk").in_bulk([keep.pk, gone.pk])
    if len(rows) != len({keep.pk, gone.pk}):
        raise ChangedMeanwhile
    chosen = plan(keep=rows[keep.pk], gone=rows[gone.pk], by=by)
    if chosen.fingerprint != seen:
        raise ChangedMeanwhile
    keep, gone, key = chosen.keep, chosen.gone, chosen.gone.pk
    words = f"{gone} merged into {keep}"
    with revising(by=by, kind=RevisionKind.MERGE, reason=words) as revision, text_index.following(keep, gone):
        _move(chosen)
        _hand_on_addresses(gone, keep)
        gone.delete()
        audit.record(AuditAction.MERGED, by=by, about=f"member organisation {key} into {keep.pk} {keep.slug}")
        return revision.write()


def _move(chosen: Plan) -> None:
    for pair in chosen.combined:
        for name, value in pair.values.items():
            setattr(pair.stays, name, value)
        pair.stays.save()
        pair.goes.delete()
    for part in [*chosen.moved, *chosen.told]:
        part.organisation = chosen.keep
        part.save()
    for name, value in (chosen.filled | {"other_names": chosen.names}).items():
        setattr(chosen.keep, name, value)
    chosen.keep.save()


def _names_of_both(keep: MemberOrganisation, gone: MemberOrganisation) -> tuple[str, list[str]]:
    """Return the other names `keep` will have, and those there is no room for."""
    names, unkept = keep.all_other_names, []
    for name in [gone.name, *gone.all_other_names]:
        if name.casefold() in {known.casefold() for known in [keep.name, *names]}:
            continue
        if len(NAMES_BETWEEN.join([*names, name])) > MemberOrganisation._meta.get_field("other_names").max_length:
            unkept.append(name)
        else:
            names.append(name)
    return NAMES_BETWEEN.join(names), unkept


def _hand_on_addresses(gone: MemberOrganisation, keep: MemberOrganisation) -> None:
    kind = ContentType.objects.get_for_model(MemberOrganisation)
    FormerSlug.objects.filter(content_type=kind, object_id=gone.pk).update(object_id=keep.pk)
    FormerSlug.objects.update_or_create(content_type=kind, slug=gone.slug, defaults={"object_id": keep.pk})


def _memberships_of(organisation: MemberOrganisation):
    return organisation.memberships.select_related("partnership").order_by("partnership__name", "pk")


def _refuse_others(*organisations: MemberOrganisation, by) -> None:
    if not by.has_perm("members.change_memberorganisation"):
        raise NotYourOrganisation
    keys = {organisation.pk for organisation in organisations}
    theirs = MemberOrganisation.objects.editable_by(by).filter(pk__in=keys).count()
    memberships = Membership.objects.filter(organisation__in=keys)
    parts = CaseStudyMember.objects.filter(organisation__in=keys)
    others = [rows.exclude(pk__in=rows.editable_by(by).values("pk")).exists() for rows in (memberships, parts)]
    if theirs != len(keys) or any(others):
        raise NotYourOrganisation


def _both(stays: Membership, goes: Membership) -> dict:
    """Return what a membership says that is both: the stronger role, the longer time, and every source."""
    two = (stays, goes)
    return {
        "role": min((one.role for one in two), key=STRONGEST_FIRST.index),
        "since": min((one.since for one in two if one.since), default=""),
        "until": max(one.until for one in two) if all(one.until for one in two) else "",
        "source": "\n".join(dict.fromkeys(line for one in two for line in one.source.splitlines() if line.strip())),
        "confidence": min((one.confidence for one in two), key=SUREST_FIRST.index),
    }


def _said(membership: Membership) -> str:
    names = ("pk", "partnership_id", "role", "since", "until", "source", "confidence")
    return " ".join(str(getattr(membership, name)) for name in names)
