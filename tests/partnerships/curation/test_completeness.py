"""The score of an entry, and what it lacks."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.curation import completeness
from partnerships.curation.completeness import MAX_SCORE, PARTS
from partnerships.models import Partnership
from partnerships.vocabulary import CHECK_EVERY_MONTHS, MembershipRole, PublicationState, Stage
from tests.factories import THIS_YEAR, make_authority, make_membership, make_partnership, make_priority, make_sector
from tests.facts import make_fact

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WEIGHTS = {part.key: part.weight for part in PARTS}
# For each part, what is filled in on the entry itself so that it is known.
COLUMNS = {
    "summary": {"summary": "Short"},
    "checked": {"checked_on": TODAY, "checked_by": "The Bridge"},
    "contact_email": {"contact_email": "a@partnership.example"},
    "takes_new_members": {"takes_new_members": False},
    "how_to_join": {"how_to_join": "Write to us"},
    "website": {"website": "https://partnership.example/"},
    "about": {"about": "Long"},
    "vision": {"mission": "To listen"},
    "stage": {"stage": Stage.EMERGING},
    "established": {"established": "2016"},
    "logo": {"logo": "logos/a.webp", "logo_alt": "A"},
}


def make_bare(**fields) -> Partnership:
    """Make an entry of which nothing is known but its name."""
    partnership = make_partnership(**fields)
    partnership.authorities.clear()
    return partnership


def add_rows(partnership, key):
    """Make what lies beside `partnership` so that the part `key` is known."""
    if key == "authorities":
        partnership.authorities.add(make_authority())
    if key == "priorities":
        partnership.stated_priorities.create(priority=make_priority(), wording="Listen")
    if key == "members":
        for _ in range(3):
            make_membership(partnership=partnership)
    if key == "story":
        make_fact(partnership, date="2019")
    if key == "source":
        partnership.sources.create(title="A page")
    if key == "links":
        partnership.links.create(label="Plan", url="https://partnership.example/plan")


def make_with(*keys, **fields) -> Partnership:
    """Make an entry of which just the parts `keys` are known."""
    columns = {name: value for key in keys for name, value in COLUMNS.get(key, {}).items()}
    if "takes_enquiries" in keys:
        columns |= {"takes_enquiries": True, "contact_email": "a@partnership.example"}
    partnership = make_bare(**columns | fields)
    for key in keys:
        add_rows(partnership, key)
    return partnership


def score_of(partnership) -> int | None:
    """Return the score of `partnership` as lists show it."""
    return completeness.with_completeness(Partnership.objects.all()).get(pk=partnership.pk).completeness


def labels(gaps):
    """Return what is missing, by its labels."""
    return [gap.label for gap in gaps]


def test_the_weights_add_up():
    assert sum(WEIGHTS.values()) == MAX_SCORE == 100


@pytest.mark.parametrize("key", [part.key for part in PARTS if part.key != "takes_enquiries"])
def test_every_part_counts_for_its_weight(key):
    assert score_of(make_with(key)) == WEIGHTS[key]


def test_an_entry_that_says_nothing_scores_nothing():
    assert score_of(make_bare()) == 0


def test_taking_enquiries_counts_beside_the_address_it_needs():
    assert score_of(make_with("takes_enquiries")) == WEIGHTS["takes_enquiries"] + WEIGHTS["contact_email"]


def test_an_entry_that_says_everything_is_complete_and_lacks_nothing():
    partnership = make_with(*WEIGHTS)

    assert (score_of(partnership), completeness.measure(partnership)) == (100, (100, []))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.sets(st.sampled_from([part.key for part in PARTS])))
def test_score_and_gaps_always_agree(db, keys):
    partnership = make_with(*keys)
    known = keys | ({"contact_email"} if "takes_enquiries" in keys else set())

    score, gaps = completeness.measure(partnership)

    assert score_of(partnership) == score == sum(WEIGHTS[key] for key in known)
    assert set(labels(gaps)) == {part.label for part in PARTS if part.key not in known}


@pytest.mark.parametrize(
    ("roles", "is_enough"),
    [
        (["member", "steering", "host"], True),
        (["member", "member"], False),
        (["member", "member", "project"], False),
        (["member", "member", "left"], False),
    ],
)
def test_only_members_of_today_count_as_members(roles, is_enough):
    partnership = make_bare()
    for role in roles:
        left = {"role": MembershipRole.MEMBER, "until": "2019"}
        make_membership(partnership=partnership, **left if role == "left" else {"role": role})

    assert ("3 members or more" not in labels(completeness.measure(partnership)[1])) is is_enough


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("vision", {"vision": "Art for every child"}),
        ("how_to_join", {"joining_page": "https://partnership.example/join"}),
    ],
)
def test_either_of_two_will_do(key, fields):
    assert score_of(make_bare(**fields)) == WEIGHTS[key]


def test_a_fact_without_a_date_is_no_story_yet():
    partnership = make_bare()
    make_fact(partnership)

    assert score_of(partnership) == 0


def test_sectors_sought_tell_as_much_about_joining_as_an_answer():
    partnership = make_bare()
    partnership.sectors_sought.add(make_sector())

    assert score_of(partnership) == WEIGHTS["takes_new_members"]


@pytest.mark.parametrize(
    ("days_ago", "is_in_time"), [(0, True), (27 * CHECK_EVERY_MONTHS[""], True), (31 * CHECK_EVERY_MONTHS[""], False)]
)
def test_a_check_counts_until_the_next_is_due(days_ago, is_in_time):
    checked_on = TODAY - datetime.timedelta(days=days_ago)

    score = score_of(make_bare(checked_on=checked_on, checked_by="The Bridge"))

    assert score == (WEIGHTS["checked"] if is_in_time else 0)


@pytest.mark.parametrize(
    "fields",
    [{"stage": Stage.PROPOSED}, {"stage": Stage.ENDED}, {"publication": PublicationState.ARCHIVED}],
)
def test_what_is_proposed_ended_or_archived_has_no_score_and_no_gaps(fields):
    partnership = make_bare(**fields)

    assert (score_of(partnership), completeness.measure(partnership)) == (None, (None, []))
    assert not completeness.measured(Partnership.objects.all()).exists()
    assert not completeness.incomplete(Partnership.objects.all()).exists()


@pytest.mark.parametrize("publication", [PublicationState.DRAFT, PublicationState.IN_REVIEW])
def test_what_is_not_public_yet_is_measured_too(publication):
    assert score_of(make_bare(publication=publication)) == 0


def test_the_gap_that_weighs_most_comes_first_and_leads_to_its_field():
    partnership = make_with(*(WEIGHTS.keys() - {"links", "summary"}))

    gaps = completeness.measure(partnership)[1]

    assert [gap.anchor for gap in gaps] == ["id_summary", "links-group"]


def test_entries_below_the_limit_have_gaps():
    good = make_with(*(WEIGHTS.keys() - {"summary", "priorities", "members"}))
    incomplete = make_with(*(WEIGHTS.keys() - {"summary", "priorities", "members", "links"}))

    assert [score_of(partnership) for partnership in (good, incomplete)] == [72, 69]
    assert list(completeness.incomplete(Partnership.objects.all())) == [incomplete]


def test_scores_and_gaps_of_a_list_take_one_query(django_assert_num_queries):
    for _ in range(3):
        make_bare()

    with django_assert_num_queries(1):
        rows = list(completeness.with_known_parts(Partnership.objects.all()))
        gap_counts = [len(completeness.gaps_of(row)) for row in rows]

    assert gap_counts == [len(PARTS)] * 3


@pytest.mark.parametrize(("as_of", "counts"), [("", False), ("2019", False), (THIS_YEAR, True)])
def test_a_stage_counts_while_it_says_something_of_today(as_of, counts):
    partnership = make_partnership(stage="emerging", stage_as_of=as_of)

    [measured] = completeness.with_completeness(Partnership.objects.filter(pk=partnership.pk))
    [without] = completeness.with_completeness(Partnership.objects.filter(pk=make_partnership().pk))

    assert (measured.completeness - without.completeness == WEIGHTS["stage"]) == counts
