"""What a worker keeps of organisations is what is committed: after every kind of change the list shows it."""

import pytest
from django.db import transaction
from django.test import Client

from members.models import MemberOrganisation, Membership
from members.organisations import slots
from partnerships.models import LocalAuthority, Partnership, Region, Sector
from partnerships.search import text_index
from partnerships.search.snapshot import kept_words
from partnerships.vocabulary import MembershipRole, PublicationState, Stage
from tests.factories import (
    make_authority,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
    make_sector,
)
from tests.partnerships.public_content.conftest import committed
from tests.reading import words_of

__all__ = ["committed"]
ALL = ["Alder", "Birch", "Cedar"]


@pytest.fixture
def directory(committed):
    """Three organisations, each in a partnership of its own in the north, as somebody saw them."""
    north, south = make_region(name="North", slug="north"), make_region(name="South", slug="south")
    leeds = make_authority(name="Leeds", slug="leeds", region=north)
    make_authority(name="Dover", slug="dover", region=south)
    schools = make_sector(slug="schools")
    make_sector(slug="museums")
    for name in ALL:
        organisation = make_organisation(name=name, slug=name.lower(), sector=schools)
        make_membership(organisation=organisation, partnership=make_partnership([leeds], name=f"{name} CEP"))
    assert listed() == ALL
    return MemberOrganisation.objects.get(name="Birch")


def listed(query=""):
    """Return the names on the list that `query` asks for."""
    return [row.name for row in Client().get(f"/members/?{query}").context["page"].object_list]


def _partnership(**fields):
    return lambda birch: Partnership.objects.filter(name="Birch CEP").update(**fields)


def _membership(**fields):
    return lambda birch: birch.memberships.update(**fields)


# What is done, a query, and what it finds then.
CHANGES = {
    "a draft": (_partnership(publication=PublicationState.DRAFT), "", ["Alder", "Cedar"]),
    "a proposal": (_partnership(stage=Stage.PROPOSED), "", ALL),
    "a place more": (
        lambda birch: Partnership.objects.get(name="Birch CEP").authorities.add(
            LocalAuthority.objects.get(slug="dover")
        ),
        "region=south",
        ["Birch"],
    ),
    "a place less": (
        lambda birch: Partnership.objects.get(name="Birch CEP").authorities.clear(),
        "region=north",
        ["Alder", "Cedar"],
    ),
    "another region": (
        lambda birch: LocalAuthority.objects.filter(slug="leeds").update(region=Region.objects.get(slug="south")),
        "region=south",
        ALL,
    ),
    "another name": (lambda birch: MemberOrganisation.objects.filter(pk=birch.pk).update(name="Ash"), "", None),
    "another sector": (
        lambda birch: MemberOrganisation.objects.filter(pk=birch.pk).update(sector=Sector.objects.get(slug="museums")),
        "sector=museums",
        ["Birch"],
    ),
    "a membership less": (lambda birch: birch.memberships.all().delete(), "", ["Alder", "Cedar"]),
    "a partnership less": (lambda birch: Partnership.objects.get(name="Birch CEP").delete(), "", ["Alder", "Cedar"]),
    "an organisation less": (lambda birch: birch.delete(), "", ["Alder", "Cedar"]),
    "an organisation more": (
        lambda birch: make_membership(
            organisation=make_organisation(name="Beech"), partnership=Partnership.objects.get(name="Alder CEP")
        ),
        "",
        ["Alder", "Beech", "Birch", "Cedar"],
    ),
    "a membership of another": (
        _membership(organisation_id=0),
        "",
        ["Alder", "Cedar"],
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_list_shows_a_change(directory, change):
    act, query, found = CHANGES[change]
    if change == "a membership of another":
        other = make_organisation(name="Aspen")
        act, found = _membership(organisation=other), ["Alder", "Aspen", "Cedar"]

    act(directory)

    assert listed(query) == (["Alder", "Ash", "Cedar"] if found is None else found)
    _assert_as_if_read_anew()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"role": MembershipRole.PROJECT}, "2 members; not counted as members: 1 partner in projects"),
        ({"role": MembershipRole.FUNDER}, "2 members; not counted as members: 1 funder or supporter"),
        ({"until": "2019"}, "2 members"),
        ({"role": MembershipRole.HOST}, "3 members"),
    ],
)
def test_how_many_are_members_is_counted_anew_after_a_change(directory, fields, words):
    directory.memberships.update(**fields)

    assert words in words_of(Client().get("/members/"))
    _assert_as_if_read_anew()


def test_words_lead_to_what_is_written_now_common_ones_too(directory, monkeypatch):
    monkeypatch.setattr(kept_words, "MANY", 0)
    text_index.rebuild()
    assert listed("q=alder") == ["Alder"]

    with transaction.atomic():
        MemberOrganisation.objects.filter(pk=directory.pk).update(name="Alder too")
        text_index.refresh(directory)

    assert listed("q=alder") == ["Alder", "Alder too"]


def test_one_that_was_deleted_comes_back(directory):
    rows = [
        *MemberOrganisation.objects.filter(name="Alder").values(),
        *Membership.objects.filter(organisation__name="Alder").values(),
    ]
    MemberOrganisation.objects.filter(name="Alder").delete()
    assert listed() == ["Birch", "Cedar"]

    MemberOrganisation.objects.create(**rows[0])
    Membership.objects.create(**rows[1])

    assert listed() == ALL
    _assert_as_if_read_anew()


@pytest.mark.parametrize("many", [0, 500])
def test_many_changes_at_once_are_shown_too(directory, monkeypatch, many):
    monkeypatch.setattr(slots, "MAX_TOUCHED", many)

    Membership.objects.update(until="2020")

    assert slots.kept.current().belonging == 0
    _assert_as_if_read_anew()


def test_what_nobody_changed_is_not_read_again(directory, django_assert_num_queries):
    slots.kept.current()

    with django_assert_num_queries(1):
        slots.kept.current()


def _assert_as_if_read_anew():
    """Check that what is kept is what would be read of the whole database."""
    kept = slots.kept.current()
    slots.kept.forget()
    anew = slots.kept.current()
    for name in slots.NAMES:
        assert _keys(kept, name) == _keys(anew, name)
    assert [kept.keys[slot] for slot in kept.by_name] == [anew.keys[slot] for slot in anew.by_name]


def _keys(held, name):
    return {
        value: {key for slot, key in enumerate(held.keys) if bits >> slot & 1}
        for value, bits in held.sets[name].items()
        if bits
    }
