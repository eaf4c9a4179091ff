"""The parts of an entry as plain values: read, compared, labelled, and written back."""

import json

import pytest
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from members.proposals import facts
from partnerships.models import Partnership
from partnerships.vocabulary import Confidence, LinkKind, MembershipRole, NameKind, Stage, StoryKind
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_sector,
)
from tests.facts import make_fact

pytestmark = pytest.mark.django_db

SOURCE = "The partnership itself, May 2026"
MONTH = f"{timezone.localdate():%Y-%m}"


@pytest.fixture
def entry():
    """An entry with a row of every kind."""
    museums = make_sector(name="Museums", slug="museums")
    make_sector(name="Schools", slug="schools")
    coast = make_authority(name="North Yorkshire", slug="north-yorkshire", gss_code="E06000065")
    partnership = make_partnership([coast], name="Leeds33", summary="Old.", takes_new_members=None)
    make_part(partnership, name="YO12")
    make_fact(partnership, what="It began.", kind=StoryKind.BEGINNINGS, date="2016")
    partnership.names.create(name="LCEP Leeds", kind=NameKind.ALSO)
    partnership.links.create(kind=LinkKind.PAGE, label="Plan", url="https://plan.example/")
    partnership.stated_priorities.create(priority=make_priority(name="Voice", slug="voice"), wording="Listen")
    make_membership(partnership=partnership, organisation=make_organisation(name="Lowry", sector=museums), since="2019")
    partnership.sectors_sought.add(museums)
    return partnership


def key_of(entry, kind):
    """Return the key of the only row of `kind`."""
    [key] = [key for key in facts.read(entry) if key.startswith(f"{kind}:")]
    return key


def test_every_part_is_read_as_a_value_that_json_keeps(entry):
    read = facts.read(entry)

    assert json.loads(json.dumps(read)) == read
    assert read["summary"] == "Old."
    assert (read["sector:museums"], read["sector:schools"]) == (True, False)
    assert read[key_of(entry, "other_name")] == {"kind": "also", "name": "LCEP Leeds"}
    assert read[key_of(entry, "link")] == {"kind": "page", "label": "Plan", "url": "https://plan.example/"}
    assert read[key_of(entry, "priority")] == {"priority": "voice", "wording": "Listen"}
    assert read[key_of(entry, "part")] == {"authority": "north-yorkshire", "kind": "district", "name": "YO12"}
    assert read[key_of(entry, "fact")] == {"kind": "beginnings", "what": "It began.", "date": "2016"}
    assert read[key_of(entry, "member")] == {"name": "Lowry", "sector": "museums", "role": "member"}


def test_only_what_differs_is_a_change():
    assert facts.differences({"summary": "Old", "name": "A"}, {"summary": "New", "name": "A", "link:+1": {}}) == {
        "summary": ["Old", "New"],
        "link:+1": [None, {}],
    }


def test_changes_stand_in_the_order_of_the_entry_however_they_were_kept():
    kept = {"link:+1": [], "summary": [], "link:12": [], "link:4": [], "sector:schools": [], "name": []}

    assert [key for key, _ in facts.in_order(kept)] == [
        "name",
        "summary",
        "sector:schools",
        "link:4",
        "link:12",
        "link:+1",
    ]


def test_a_row_to_be_added_is_looked_for_by_what_makes_it_the_same():
    there = {"kind": "page", "label": "Plan", "url": "https://plan.example/"}
    current = {"link:4": there}

    assert facts.now(current, "link:+1", there | {"label": "Action plan"}) == there
    assert facts.now(current, "link:+1", there | {"url": "https://other.example/"}) is None
    assert facts.now(current, "link:5", None) is None


def test_every_part_and_value_has_a_text(entry):
    labels = facts.Labels()

    texts = {labels.change(key, None, value): labels.value(key, value) for key, value in facts.read(entry).items()}

    assert texts["Other name: added"] == "LCEP Leeds (also known as)"
    assert texts["Link: added"] == "Plan, https://plan.example/ (page about it)"
    assert texts["Priority: added"] == "Listen (Voice)"
    assert texts["Part it works in: added"] == "YO12 in North Yorkshire"
    assert texts["Fact of its story: added"] == "It began. (2016)"
    assert texts["As of when that stage is true: changed"] == "Undated"
    assert texts["Member: added"] == "Lowry (Museums)"
    assert texts["Looks for members from: Museums: changed"] == "Yes"
    assert texts["Whether it takes new members: changed"] == "Not known"
    assert texts["Stage: changed"] == "Stage not known"
    assert labels.change("member:1", {}, None) == "Member: no longer a member"
    assert labels.change("link:1", {}, None) == "Link: taken away"


def test_many_texts_ask_the_database_no_more_than_few(entry, django_assert_num_queries):
    read = facts.read(entry)

    with django_assert_num_queries(3):
        labels = facts.Labels()
        for _ in range(3):
            [labels.value(key, value) for key, value in read.items()]


def test_parts_of_the_entry_itself_are_written(entry):
    facts.apply(
        entry, {"summary": "New.", "takes_new_members": True, "sector:museums": False, "sector:schools": True}, SOURCE
    )

    entry = Partnership.objects.get(pk=entry.pk)
    assert (entry.summary, entry.takes_new_members) == ("New.", True)
    assert [sector.slug for sector in entry.sectors_sought.all()] == ["schools"]


def test_a_new_stage_comes_with_its_date_and_source(entry):
    facts.apply(entry, {"stage": Stage.ESTABLISHED}, SOURCE)

    entry.refresh_from_db()
    assert (entry.stage, entry.stage_as_of, entry.stage_source) == (Stage.ESTABLISHED, MONTH, SOURCE)


@pytest.mark.parametrize(
    ("values", "stage", "as_of"),
    [
        ({"stage": Stage.ENDED, "stage_as_of": "2019"}, Stage.ENDED, "2019"),
        ({"stage_as_of": "2024-05"}, Stage.EMERGING, "2024-05"),
        ({"stage_as_of": ""}, Stage.EMERGING, ""),
        ({"stage": Stage.ENDED, "stage_as_of": ""}, Stage.ENDED, ""),
    ],
)
def test_the_date_of_a_stage_can_be_proposed_with_it_or_by_itself(entry, values, stage, as_of):
    Partnership.objects.update(stage=Stage.EMERGING, stage_as_of="2020", stage_date_said="about 2020")
    entry.refresh_from_db()

    facts.apply(entry, values, SOURCE)

    entry.refresh_from_db()
    assert (entry.stage, entry.stage_as_of, entry.stage_date_said) == (stage, as_of, "")
    assert (entry.stage_source, entry.stage_confidence) == (SOURCE, Confidence.STAFF)


def test_a_part_comes_with_the_postcode_districts_of_its_name(entry):
    facts.apply(
        entry,
        {
            key_of(entry, "part"): None,
            "part:+1": {"authority": "north-yorkshire", "kind": "town", "name": "scarborough"},
            "part:+2": {"authority": "north-yorkshire", "kind": "district", "name": "yo 21"},
        },
        SOURCE,
    )

    assert [(part.name, part.postcode_districts) for part in entry.parts.order_by("name")] == [
        ("YO21", "YO21"),
        ("scarborough", "YO11 YO12"),
    ]
    assert {(part.source, part.confidence, part.as_of) for part in entry.parts.all()} == {
        (SOURCE, Confidence.STAFF, MONTH)
    }


def test_a_fact_that_gets_another_date_is_not_dated_in_the_old_words(entry):
    entry.story.update(date_said="about 2016")
    key = key_of(entry, "fact")

    facts.apply(entry, {key: {"kind": "beginnings", "what": "It began in May.", "date": "2016"}}, SOURCE)
    [kept] = entry.story.values_list("what", "date_said", "source")
    facts.apply(entry, {key: {"kind": "beginnings", "what": "It began in May.", "date": "2017"}}, SOURCE)

    assert kept == ("It began in May.", "about 2016", SOURCE)
    assert [*entry.story.values_list("date", "date_said")] == [("2017", "")]


def test_rows_are_changed_added_and_taken_away(entry):
    facts.apply(
        entry,
        {
            key_of(entry, "other_name"): None,
            key_of(entry, "link"): {"kind": "action_plan", "label": "Plan", "url": "https://plan.example/2026/"},
            "priority:+1": {"priority": "voice", "wording": "Ask"},
        },
        SOURCE,
    )

    assert [*entry.names.all()] == []
    assert [(link.kind, link.url) for link in entry.links.all()] == [("action_plan", "https://plan.example/2026/")]
    added = entry.stated_priorities.get(wording="Ask")
    assert (added.source, added.confidence) == (SOURCE, Confidence.STAFF)


def test_a_new_member_is_made_of_an_organisation_there_is_or_a_new_one(entry):
    make_organisation(name="Opera North")

    facts.apply(
        entry,
        {
            "member:+1": {"name": "opera north", "sector": "museums", "role": "member"},
            "member:+2": {"name": "Tetley", "sector": "museums", "role": "member"},
        },
        SOURCE,
    )

    members = Membership.objects.filter(partnership=entry).current()
    assert {member.organisation.name for member in members} == {"Lowry", "Opera North", "Tetley"}
    assert MemberOrganisation.objects.get(name="Tetley").sector.slug == "museums"
    assert members.get(organisation__name="Tetley").since == MONTH


def test_who_leaves_keeps_a_membership_that_has_ended(entry):
    facts.apply(entry, {key_of(entry, "member"): None}, SOURCE)

    assert [member.until for member in entry.memberships.all()] == [MONTH]


def test_who_came_back_begins_again(entry):
    entry.memberships.update(until="2020")

    facts.apply(entry, {"member:+1": {"name": "Lowry", "sector": "museums", "role": "member"}}, SOURCE)

    [membership] = entry.memberships.all()
    assert (membership.since, membership.until) == (MONTH, "")


def test_a_partner_in_projects_becomes_a_member(entry):
    entry.memberships.update(role=MembershipRole.PROJECT)

    facts.apply(entry, {"member:+1": {"name": "Lowry", "sector": "museums", "role": "member"}}, SOURCE)

    assert [membership.role for membership in entry.memberships.all()] == [MembershipRole.MEMBER]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"website": "no address"}, "website"),
        ({"established": "spring"}, "established"),
        ({"name": "Taken"}, "name"),
        ({"link:+1": {"kind": "page", "label": "Plan", "url": "no address"}}, "link:+1"),
        ({"member:+1": {"name": "Tetley", "sector": "no-such", "role": "member"}}, "member:+1"),
        ({"priority:+1": {"priority": "no-such", "wording": "Ask"}}, "priority:+1"),
        ({"part:+1": {"authority": "leeds", "kind": "district", "name": "LS1"}}, "part:+1"),
        ({"part:+1": {"authority": "north-yorkshire", "kind": "town", "name": "Atlantis"}}, "part:+1"),
        ({"fact:+1": {"kind": "beginnings", "what": "It began.", "date": "spring"}}, "fact:+1"),
        ({"stage_as_of": "spring"}, "stage_as_of"),
        ({"joining_page": "no address"}, "joining_page"),
    ],
)
def test_what_the_entry_cannot_say_is_refused_by_its_part(entry, values, wrong):
    make_partnership(name="Taken")

    with pytest.raises(facts.Invalid) as refused:
        facts.apply(entry, values, SOURCE)

    assert list(refused.value.problems) == [wrong]
