"""What a worker keeps is what is committed: after every kind of change its lists and its home page show it."""

import pytest
from django.db import transaction

from members.models import MemberOrganisation, Membership
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, Sector, StrategicPriority
from partnerships.search.results import PartnershipResults
from partnerships.search.snapshot import keeping, reading
from partnerships.search.snapshot.kept_cards import Card, placed
from partnerships.vocabulary import PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import THIS_YEAR, make_membership, make_partnership
from tests.partnerships.search.snapshot.conftest import seen

pytestmark = pytest.mark.usefixtures("worker")


def _change(**fields):
    return lambda birch: Partnership.objects.filter(pk=birch.pk).update(**fields)


def _join(partnership):
    partnership.memberships.create(organisation=MemberOrganisation.objects.get())


def _merge(birch):
    """Let Cedar have what Birch has, and Birch be gone, in one transaction."""
    with transaction.atomic():
        Membership.objects.filter(partnership=birch).update(partnership=Partnership.objects.get(name="Cedar"))
        birch.delete()


def _merge_priorities(birch):
    """Let who states Voice state Heard, and Voice be gone, in one transaction."""
    with transaction.atomic():
        birch.stated_priorities.update(priority=StrategicPriority.objects.get(slug="heard"))
        StrategicPriority.objects.filter(slug="voice").delete()


def _swap_names(birch):
    """Let Alder come after Birch, and neither have a name that either had."""
    for old, new in (("Alder", "Ash"), ("Birch", "Acacia")):
        Partnership.objects.filter(name=old).update(name=new)


# What is done, a query, and the names it finds before and after.
CHANGES = {
    "another stage": (_change(stage=Stage.DORMANT, stage_as_of=THIS_YEAR), "stage=dormant", [], ["Birch"]),
    "a proposal": (_change(stage=Stage.PROPOSED), "", ["Alder", "Birch", "Cedar"], ["Alder", "Cedar"]),
    "not published": (_change(publication=PublicationState.DRAFT), "", ["Alder", "Birch", "Cedar"], ["Alder", "Cedar"]),
    "takes members": (_change(takes_new_members=True), "joining=yes", [], ["Birch"]),
    "checked": (
        _change(checked_on="2026-01-01", checked_by="its chair"),
        "sort=checked",
        ["Alder", "Birch", "Cedar"],
        ["Birch", "Alder", "Cedar"],
    ),
    "another name": (_change(name="Dogwood"), "", ["Alder", "Birch", "Cedar"], ["Alder", "Cedar", "Dogwood"]),
    "a first name": (_change(name="Acacia"), "", ["Alder", "Birch", "Cedar"], ["Acacia", "Alder", "Cedar"]),
    "all of them": (
        lambda birch: Partnership.objects.update(stage=Stage.ENDED),
        "stage=ended",
        [],
        ["Alder", "Birch", "Cedar"],
    ),
    "a place more": (
        lambda birch: birch.authorities.add(LocalAuthority.objects.get(slug="dover")),
        "region=south",
        [],
        ["Birch"],
    ),
    "a place less": (
        lambda birch: birch.authorities.clear(),
        "authority=leeds",
        ["Alder", "Birch", "Cedar"],
        ["Alder", "Cedar"],
    ),
    "a priority less": (lambda birch: birch.stated_priorities.all().delete(), "priority=voice", ["Birch"], []),
    "a member left": (lambda birch: birch.memberships.update(until="2025"), "sector=schools", ["Birch"], []),
    "a member's sector": (
        lambda birch: MemberOrganisation.objects.update(sector=Sector.objects.get(slug="museums")),
        "sector=museums",
        [],
        ["Birch"],
    ),
    "a member gone": (lambda birch: MemberOrganisation.objects.all().delete(), "sector=schools", ["Birch"], []),
    "a member more": (
        lambda birch: _join(Partnership.objects.get(name="Cedar")),
        "sort=members",
        ["Birch", "Alder", "Cedar"],
        ["Birch", "Cedar", "Alder"],
    ),
    "a membership less": (lambda birch: birch.memberships.all().delete(), "sector=schools", ["Birch"], []),
    "a priority merged": (_merge_priorities, "priority=heard", [], ["Birch"]),
    "another Bridge Organisation": (
        lambda birch: Partnership.objects.filter(pk=birch.pk).update(
            bridge=BridgeOrganisation.objects.get(slug="ours")
        ),
        "bridge=ours",
        [],
        ["Birch"],
    ),
    "names in another order": (_swap_names, "", ["Alder", "Birch", "Cedar"], ["Acacia", "Ash", "Cedar"]),
    "deleted": (lambda birch: birch.delete(), "", ["Alder", "Birch", "Cedar"], ["Alder", "Cedar"]),
    "merged": (_merge, "sector=schools", ["Birch"], ["Cedar"]),
    "a new one": (
        lambda birch: make_partnership(birch.authorities.all(), name="Ash"),
        "",
        ["Alder", "Birch", "Cedar"],
        ["Alder", "Ash", "Birch", "Cedar"],
    ),
    "another region": (
        lambda birch: LocalAuthority.objects.filter(slug="leeds").update(region=Region.objects.get(slug="south")),
        "region=south",
        [],
        ["Alder", "Birch", "Cedar"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_list_shows_a_change(directory, change):
    act, query, before, after = CHANGES[change]
    assert seen(query)[0] == before

    act(directory)

    assert seen(query)[0] == after
    _assert_as_if_read_anew()


# What is done, and the words that tell of it on the list, and on home if there too.
WORDS = {
    "the name of a region": (
        lambda birch: Region.objects.filter(slug="north").update(name="Far North"),
        "Far North",
        True,
    ),
    "the name of a place": (
        lambda birch: LocalAuthority.objects.filter(slug="leeds").update(name="Hull"),
        "Hull (3)",
        False,
    ),
    "the name of a priority": (
        lambda birch: StrategicPriority.objects.filter(slug="voice").update(name="Young voice"),
        "Works on young voice",
        False,
    ),
    "a former name": (lambda birch: birch.names.create(name="Beech", kind="former"), "formerly Beech", False),
    "a summary": (_change(summary="For everybody."), "For everybody.", False),
    "members on a card": (lambda birch: make_membership(partnership=birch), "2 members named", False),
    "a stage on a card": (
        _change(stage=Stage.ESTABLISHED, stage_as_of="2026-10"),
        "Established as of October 2026 1 member named",
        False,
    ),
    "a count at home": (_change(stage=Stage.PROPOSED), "2 partnerships", True),
}


@pytest.mark.parametrize("change", WORDS)
def test_cards_and_counts_show_a_change(directory, change):
    act, words, is_at_home = WORDS[change]
    before = seen()

    act(directory)

    after = seen()
    assert words not in before[1] and words in after[1]
    if is_at_home:
        assert words not in before[2] and words in after[2]


def test_home_tells_what_is_covered_in_part_only(directory):
    words = "in 1 more we know of one in part of it only"
    before = seen()[2]

    for partnership in Partnership.objects.all():
        make_part(partnership)

    assert words not in before and words in seen()[2]
    _assert_as_if_read_anew()


def test_what_is_asked_before_a_change_stays_as_it_was(directory):
    results = PartnershipResults()

    directory.delete()

    assert (results.count, keeping.current().formed.bit_count()) == (3, 2)


def test_a_card_drawn_for_an_older_snapshot_is_not_taken_for_a_newer_one(directory):
    old = keeping.current()
    Partnership.objects.filter(pk=directory.pk).update(summary="Newer.")
    new = keeping.current()

    old.cards.put(Card(directory, "older", placed(directory)))

    assert directory.pk not in new.cards.get([directory.pk])


def test_a_partnership_that_was_deleted_comes_back(directory):
    fields = Partnership.objects.filter(name="Alder").values().get()
    Partnership.objects.filter(name="Alder").delete()
    keeping.current()

    Partnership.objects.create(**fields)

    assert seen()[0] == ["Alder", "Birch", "Cedar"]
    _assert_as_if_read_anew()


def test_what_a_transaction_wrote_is_seen_inside_it_only(directory):
    before = keeping.current()

    with transaction.atomic():
        directory.delete()
        inside = keeping.current().formed.bit_count()
        transaction.set_rollback(True)

    assert inside == 2
    assert keeping.current() is before


def _assert_as_if_read_anew():
    """Check that what is kept is what would be read of the whole database."""
    kept, anew = keeping.current(), reading.whole()
    for name, sets in anew.sets.items():
        assert _keys(kept, kept.sets[name]) == _keys(anew, sets)
    assert [kept.keys[slot] for slot in kept.by_name] == [anew.keys[slot] for slot in anew.by_name]
    assert (kept.options, kept.positions, sorted(kept.authorities)) == (
        anew.options,
        anew.positions,
        sorted(anew.authorities),
    )


def _keys(snapshot, sets):
    return {value: {key for slot, key in enumerate(snapshot.keys) if bits >> slot & 1} for value, bits in sets.items()}
