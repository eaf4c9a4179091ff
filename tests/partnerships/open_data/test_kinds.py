"""What is published: public facts only, each sort of record in one shape, and in as many questions however many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Membership
from partnerships.models import Partnership, PublicChange
from partnerships.open_data import every_kind
from partnerships.published_kinds.fields import Field
from partnerships.vocabulary import OfferKind, PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_membership,
    make_news,
    make_opportunity,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_question,
    make_region,
    make_resource,
    make_sector,
    make_support_offer,
)
from tests.facts import make_elsewhere
from tests.schools import make_school
from tests.since_2023 import make_development, make_present_support

pytestmark = pytest.mark.django_db

NAMES = [
    *("partnerships", "proposed", "regions", "authorities", "cold-spots", "priorities", "sectors"),
    *("bridges", "programmes", "support-offers", "support-today", "changes"),
    *("case-studies", "resources", "elsewhere", "questions", "since-2023", "news", "events", "opportunities"),
    "members",
]
CONTENT = ["case-studies", "resources", "elsewhere", "questions", "since-2023", "news", "events", "opportunities"]
CAN_BE_HIDDEN = ["partnerships", "proposed", "programmes", "support-offers", "support-today"]
CAN_BE_HIDDEN += [*CONTENT, "changes", "members"]
HIDDEN = [PublicationState.DRAFT, PublicationState.IN_REVIEW, PublicationState.ARCHIVED]


def kind_called(name):
    """Return the kind of records that is published under `name`."""
    return next(kind for kind in every_kind() if kind.name == name)


def records(name):
    """Return all that is published of a kind."""
    kind = kind_called(name)
    return [kind.record(row) for row in kind.read(kind.rows())]


def make_one_of_each(state=PublicationState.PUBLISHED):
    """Make a record of every kind, what can be hidden in `state`, and return the partnership."""
    partnership = make_partnership(publication=state, summary="Music for all.")
    partnership.names.create(name="The Hub")
    partnership.sources.create(title="A council paper", url="https://council.example/paper")
    partnership.links.create(label="Plan", url="https://example.org/plan", kind="action_plan")
    partnership.stated_priorities.create(priority=make_priority(), wording="Listen")
    partnership.predecessors.add(make_partnership(name="Before", publication=state))
    make_partnership(stage=Stage.PROPOSED, publication=state)
    make_membership(partnership=partnership)
    programme = make_programme(bridge=partnership.bridge, publication=state)
    first = programme.rounds.create(name="First round", closes="2020-05")
    programme.participations.create(partnership=partnership, round=first, amount=20_000)
    make_support_offer(bridge=partnership.bridge, publication=state, kind=OfferKind.ADVICE)
    make_present_support(authorities=partnership.authorities.all(), publication=state)
    make_content(partnership, state)
    PublicChange.objects.create(partnership=partnership, on="2026-11-24", parts=["its names"])
    return partnership


def make_content(partnership, state):
    """Make one of each thing that `partnership` publishes, in `state`."""
    given = {"partnership": partnership, "publication": state, "publication_changed_at": timezone.now()}
    case_study = make_case_study(**given, from_age=5, to_age=11)
    case_study.members.create(organisation=make_organisation())
    case_study.pictures.create(image="case-studies/x.webp", alternative="Children sing.")
    for make in (
        make_resource,
        make_elsewhere,
        make_question,
        make_development,
        make_news,
        make_event,
        make_opportunity,
    ):
        make(**given).priorities.add(partnership.priorities.get())


def test_every_sort_of_record_of_the_directory_is_published():
    assert [kind.name for kind in every_kind()] == NAMES


def test_a_record_has_its_fields_in_their_order():
    make_one_of_each()

    order = {name: list(records(name)[0]) for name in NAMES}

    assert order == {name: [field.name for field in kind_called(name).fields] for name in NAMES}


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_not_public_is_not_published(state):
    make_one_of_each(state)

    found = {name: records(name) for name in CAN_BE_HIDDEN}

    assert found == dict.fromkeys(CAN_BE_HIDDEN, [])


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_that_is_public_names_what_is_not(state):
    make_one_of_each(state)
    shown = make_membership(organisation=make_organisation(name="Opera"), partnership=make_partnership(name="Shown"))
    Membership.objects.create(partnership=Partnership.objects.get(name="Before"), organisation=shown.organisation)
    shown.partnership.predecessors.set(Partnership.objects.exclude(pk=shown.partnership.pk))

    [partnership], [member] = records("partnerships"), records("members")

    assert partnership["predecessors"] == []
    assert [part["name"] for part in member["partnerships"]] == ["Shown"]
    assert {
        name: value for record in records("authorities") for name, value in record.items() if value == "Before"
    } == {}


@pytest.mark.parametrize("state", HIDDEN)
def test_nothing_says_that_what_is_public_took_part_with_what_is_not(state):
    shown, hidden = make_programme(name="Shown"), make_programme(name="Hidden", publication=state)
    partnership, others = make_partnership(name="Seen"), make_partnership(name="Unseen", publication=state)
    for programme, taking_part in [(shown, partnership), (hidden, partnership), (shown, others)]:
        programme.participations.create(partnership=taking_part)

    [of_partnership], [of_programme] = records("partnerships"), records("programmes")

    assert [part["name"] for part in of_partnership["programmes"]] == ["Shown"]
    assert [part["name"] for part in of_programme["partnerships"]] == ["Seen"]


def test_parts_stand_in_the_order_in_which_pages_show_them():
    south, north = make_region(name="A", position=2), make_region(name="Z", position=1)
    places = [("A", south), ("C", north), ("B", north)]
    partnership = make_partnership([make_authority(name=name, region=region) for name, region in places])
    for name in ["Zoo", "Archive"]:
        make_membership(partnership=partnership, organisation=make_organisation(name=name))
    for name, kind in [("Older", "former"), ("Shown", "also"), ("Ab", "also")]:
        partnership.names.create(name=name, kind=kind)

    [record] = records("partnerships")
    names = {
        field: [part["name"] for part in record[field]]
        for field in ["authorities", "regions", "members", "other_names"]
    }

    assert names == {
        "authorities": ["B", "C", "A"],
        "regions": ["Z", "A"],
        "members": ["Archive", "Zoo"],
        "other_names": ["Shown", "Ab", "Older"],
    }


def test_a_partnership_says_what_its_page_says():
    partnership = make_one_of_each()

    record = next(record for record in records("partnerships") if record["id"] == partnership.pk)

    assert record["url"] == f"http://127.0.0.1:8000{partnership.get_absolute_url()}"
    assert record["other_names"] == [{"name": "The Hub", "kind": "also"}]
    assert [part["gss_code"] for part in record["authorities"]] == [partnership.authorities.get().gss_code]
    assert [(part["wording"], part["confidence"]) for part in record["priorities"]] == [("Listen", None)]
    assert [part["role"] for part in record["members"]] == ["member"]
    assert [part["name"] for part in record["predecessors"]] == ["Before"]
    assert (record["summary"], record["stage"], record["takes_new_members"]) == ("Music for all.", None, None)


def test_a_stage_has_its_date_beside_it_in_every_list():
    told = {}
    for kind in every_kind():
        lists = [(kind.name, kind.fields), *((f"{kind.name} {part.name}", part.fields) for part in kind.parts)]
        for name, fields in lists:
            told[name] = {field.name for field in fields}
    stages = {name for name, fields in told.items() if "stage" in fields or name.endswith(" proposed")}

    assert {"partnerships", "proposed", "authorities proposed", "cold-spots proposed"} <= stages
    assert {name for name in stages if "stage_as_of" not in told[name]} == set()


@pytest.mark.parametrize(("districts", "schools"), [("LS1", 1), ("", None)])
def test_schools_are_counted_only_in_an_area_we_know(districts, schools):
    leeds = make_authority()
    for postcode in ("LS1 1AA", "LS2 1AA"):
        make_school(authority=leeds, postcode=postcode)
    make_part(make_partnership([leeds]), postcode_districts=districts)

    [record] = records("partnerships")

    assert record["schools"] == schools


def test_a_place_says_who_works_there_and_where_it_is():
    authority = make_authority(easting=530_000, northing=180_000)
    make_partnership([authority], name="At work")
    make_partnership([authority], name="Suggested", stage=Stage.PROPOSED)
    make_partnership([authority], name="Over", stage=Stage.ENDED)

    [record] = records("authorities")

    assert ([part["name"] for part in record["partnerships"]], record["is_covered"]) == (["At work"], True)
    assert [part["name"] for part in record["proposed"]] == ["Suggested"]
    assert (record["latitude"], record["longitude"]) == pytest.approx((51.504, -0.128), abs=0.001)


def test_regions_and_bridges_count_as_their_pages_do():
    region, bridge = make_region(), make_bridge()
    covered = make_authority(region=region, bridge=bridge)
    make_authority(region=region, bridge=bridge)
    make_partnership([covered])

    [of_region], [of_bridge] = records("regions"), records("bridges")

    assert (of_region["authority_count"], of_region["covered_count"], of_region["partnership_count"]) == (2, 1, 1)
    assert (len(of_bridge["authorities"]), of_bridge["partnership_count"]) == (2, 1)


def read_and_counted(name):
    """Return how many records there are of a kind, and how often reading them asked the database."""
    with CaptureQueriesContext(connection) as queries:
        found = records(name)
    return len(found), len(queries)


def test_reading_asks_the_database_the_same_for_any_number(kept_snapshot):
    make_sector()
    make_one_of_each()
    kept_snapshot()
    few = {name: read_and_counted(name) for name in NAMES}
    Partnership.objects.filter(name="Before").update(name="Long before")
    make_one_of_each()
    kept_snapshot()

    more = {name: read_and_counted(name) for name in NAMES}

    assert {name for name in NAMES if more[name][0] <= few[name][0]} == set()
    assert {name: asked for name, (_, asked) in more.items() if asked != few[name][1] or asked > 22} == {}


def test_every_field_says_what_it_holds():
    silent = [
        (kind.name, field.name)
        for kind in every_kind()
        for field in kind.fields
        if not field.full_description.endswith(".")
    ]

    assert silent == []


def test_a_field_names_its_values_its_unit_and_its_source():
    field = Field(
        "x", str, "What it is.", str, unit="metres", source="Somebody", choices=(("a", "Alpha"), ("b", "Beta"))
    )

    assert field.full_description == "What it is. Values: a: Alpha; b: Beta. Unit: metres. Source: Somebody."
