"""What snapshots find in entries: new ones and changed parts, whoever changed them, and nothing else."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Membership
from partnerships.models import (
    Partnership,
    PartnershipLink,
    PartnershipName,
    PartnershipPriority,
    PublishedElsewhere,
    PublishedSnapshot,
)
from partnerships.publishing import public_changes
from partnerships.publishing.public_changes import PARTS, Part
from partnerships.vocabulary import MembershipRole, PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
)
from tests.facts import make_elsewhere, make_fact

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD, FOURTH = (datetime.date(2026, 11, day) for day in (2, 9, 16, 23))


def changes(since=FIRST, until=FOURTH):
    """Return the changes of the days, as (name, is new, parts)."""
    return [(change.partnership.name, change.is_new, change.parts) for change in public_changes.between(since, until)]


def set_text(name, value):
    """Return a function that sets a column of a partnership to `value`."""
    return lambda partnership: Partnership.objects.filter(pk=partnership.pk).update(**{name: value})


EDITS = {
    "its names": lambda partnership: PartnershipName.objects.create(partnership=partnership, name="The Old Name"),
    "what it says of itself": set_text("summary", "Something new."),
    "its stage": set_text("stage_as_of", "2025-07"),
    "its story": make_fact,
    "where it works": lambda partnership: partnership.authorities.add(make_authority()),
    "the parts of local authorities it works in": make_part,
    "its priorities": lambda partnership: PartnershipPriority.objects.create(
        partnership=partnership, priority=make_priority(), wording="Music for all"
    ),
    "its members": lambda partnership: make_membership(partnership=partnership),
    "its partners, funders and supporters": lambda partnership: make_membership(
        partnership=partnership, role=MembershipRole.FUNDER
    ),
    "how to join": set_text("joining_page", "https://leeds33.example/join"),
    "who looks after it": lambda partnership: set_text("support_organisation", make_bridge())(partnership),
    "its web pages": lambda partnership: PartnershipLink.objects.create(
        partnership=partnership, label="Blog", url="https://blog.example"
    ),
    "what was published elsewhere about it": lambda partnership: make_elsewhere(partnership=partnership),
}


def test_the_first_look_takes_the_directory_as_it_is():
    make_partnership()

    assert public_changes.take_snapshots(FIRST) == 0
    assert changes() == []


def test_an_entry_that_appears_is_new_from_the_day_it_was_seen():
    make_partnership()
    public_changes.take_snapshots(FIRST)
    make_partnership(name="Newcomer")

    count = public_changes.take_snapshots(SECOND)

    assert count == 1
    assert changes(SECOND, THIRD) == [("Newcomer", True, [])]
    assert changes(FIRST, SECOND) == changes(THIRD, FOURTH) == []


def test_every_part_has_its_edit_here():
    assert set(EDITS) == set(PARTS)


@pytest.mark.parametrize("part", EDITS)
def test_a_change_is_noticed_by_its_part_on_the_day_it_was_seen(part):
    partnership = make_partnership(name="Leeds33")
    make_partnership()
    public_changes.take_snapshots(FIRST)
    EDITS[part](partnership)

    count = public_changes.take_snapshots(SECOND)

    assert count == 1
    assert changes(SECOND, THIRD) == [("Leeds33", False, [part])]


def test_a_member_that_leaves_is_a_change_of_its_members_and_a_partner_in_a_project_is_another():
    partnership = make_partnership(name="Leeds33")
    membership = make_membership(partnership=partnership)
    public_changes.take_snapshots(FIRST)
    make_membership(partnership=partnership, organisation=make_organisation(), role=MembershipRole.PROJECT)
    public_changes.take_snapshots(SECOND)
    Membership.objects.filter(pk=membership.pk).update(until="2026")
    public_changes.take_snapshots(THIRD)

    assert changes(SECOND, THIRD) == [("Leeds33", False, ["its partners, funders and supporters"])]
    assert changes(THIRD, FOURTH) == [("Leeds33", False, ["its members"])]


def test_what_was_published_elsewhere_is_no_news_before_it_is_public_here():
    draft = make_elsewhere(partnership=make_partnership(), publication=PublicationState.DRAFT)
    public_changes.take_snapshots(FIRST)
    PublishedElsewhere.objects.filter(pk=draft.pk).update(title="Another title")

    assert public_changes.take_snapshots(SECOND) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"contact_email": "jo@leeds33.example"},
        {"checked_on": FIRST, "checked_by": "its chair"},
        {"evidence": "its own page"},
    ],
)
def test_what_is_no_public_fact_is_no_news(fields):
    partnership = make_partnership()
    public_changes.take_snapshots(FIRST)
    Partnership.objects.filter(pk=partnership.pk).update(**fields)

    assert public_changes.take_snapshots(SECOND) == 0


def logged():
    """Return the log as (day, name, is new, parts), the latest first."""
    return [(change.on, change.partnership.name, change.is_new, change.parts) for change in public_changes.log()]


def test_every_day_on_which_something_changed_is_kept_the_latest_first():
    old = make_partnership(name="Old")
    public_changes.take_snapshots(FIRST)
    set_text("summary", "Something new.")(old)
    make_partnership(name="Young")
    public_changes.take_snapshots(SECOND)
    set_text("summary", "Something else.")(old)
    public_changes.take_snapshots(THIRD)

    assert logged() == [
        (THIRD, "Old", False, ["what it says of itself"]),
        (SECOND, "Old", False, ["what it says of itself"]),
        (SECOND, "Young", True, []),
    ]


def test_a_second_look_on_one_day_adds_to_what_the_first_one_kept():
    make_partnership(name="Old")
    public_changes.take_snapshots(FIRST)
    young = make_partnership(name="Young")
    public_changes.take_snapshots(SECOND)
    set_text("summary", "Something new.")(young)
    public_changes.take_snapshots(SECOND)
    set_text("stage", Stage.EMERGING)(young)
    public_changes.take_snapshots(SECOND)

    assert logged() == [(SECOND, "Young", True, ["what it says of itself", "its stage"])]


def test_what_changed_of_an_entry_no_longer_public_is_not_told():
    make_partnership(name="Old")
    public_changes.take_snapshots(FIRST)
    young = make_partnership(name="Young")
    public_changes.take_snapshots(SECOND)
    Partnership.objects.filter(pk=young.pk).update(publication=PublicationState.ARCHIVED)

    assert logged() == []


def test_what_was_changed_and_changed_back_is_no_news():
    partnership = make_partnership(summary="As it was.")
    public_changes.take_snapshots(FIRST)
    set_text("summary", "A slip.")(partnership)
    set_text("summary", "As it was.")(partnership)

    assert public_changes.take_snapshots(SECOND) == 0


def test_looking_twice_changes_nothing():
    partnership = make_partnership()
    public_changes.take_snapshots(FIRST)
    set_text("summary", "Something new.")(partnership)
    public_changes.take_snapshots(SECOND)
    before = [*PublishedSnapshot.objects.values()]

    assert public_changes.take_snapshots(THIRD) == 0
    assert [*PublishedSnapshot.objects.values()] == before


def test_a_later_change_does_not_hide_one_of_the_period():
    partnership = make_partnership(name="Leeds33")
    public_changes.take_snapshots(FIRST)
    set_text("summary", "Something new.")(partnership)
    public_changes.take_snapshots(SECOND)
    set_text("stage", Stage.EMERGING)(partnership)
    public_changes.take_snapshots(THIRD)

    assert changes(SECOND, THIRD) == [("Leeds33", False, ["what it says of itself"])]
    assert changes(THIRD, FOURTH) == [("Leeds33", False, ["its stage"])]


def test_drafts_and_what_was_withdrawn_are_no_news():
    partnership = make_partnership()
    make_partnership(publication=PublicationState.DRAFT)
    public_changes.take_snapshots(FIRST)
    set_text("summary", "Something new.")(partnership)
    public_changes.take_snapshots(SECOND)
    set_text("publication", PublicationState.ARCHIVED)(partnership)

    assert changes() == []


def test_reading_other_facts_in_a_later_version_of_the_site_makes_no_entry_changed(monkeypatch):
    partnership = make_partnership()
    public_changes.take_snapshots(FIRST)
    monkeypatch.setitem(PARTS, "its stage", Part(("name",), edition="another"))
    monkeypatch.setitem(PARTS, "a new part", Part(("name",)))

    count = public_changes.take_snapshots(SECOND)
    set_text("summary", "Something new.")(partnership)

    assert count == 0
    assert public_changes.take_snapshots(THIRD) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_looking_asks_the_database_the_same_for_any_number(django_assert_num_queries, number):
    partnerships = [make_partnership() for _ in range(number)]
    public_changes.take_snapshots(FIRST)
    for partnership in partnerships:
        set_text("summary", "Something new.")(partnership)

    with django_assert_num_queries(18):
        public_changes.take_snapshots(SECOND)


def test_many_entries_are_looked_at_some_at_a_time(monkeypatch):
    monkeypatch.setattr(public_changes, "_BATCH", 2)
    partnerships = [make_partnership(name=name) for name in "ABCDE"]
    public_changes.take_snapshots(FIRST)
    for partnership in partnerships[1:4]:
        set_text("summary", "Something new.")(partnership)
    make_partnership(name="F")

    with CaptureQueriesContext(connection) as queries:
        count = public_changes.take_snapshots(SECOND)
    looks = [query["sql"] for query in queries if query["sql"].startswith('SELECT "partnerships_publishedsnapshot"')]

    assert count == 4
    assert [name for name, is_new, _ in changes(SECOND, THIRD) if is_new] == ["F"]
    assert [name for name, is_new, _ in changes(SECOND, THIRD) if not is_new] == ["B", "C", "D"]
    assert [sql.partition(" IN (")[2].count(",") for sql in looks] == [1, 1, 1]


@pytest.mark.parametrize("number", [1, 3])
def test_telling_asks_the_database_the_same_for_any_number(django_assert_num_queries, number):
    public_changes.take_snapshots(FIRST)
    make_partnership()
    public_changes.take_snapshots(FIRST)
    for _ in range(number):
        make_partnership()
    public_changes.take_snapshots(SECOND)

    with django_assert_num_queries(6):
        assert len(public_changes.between(SECOND, THIRD)) == number
