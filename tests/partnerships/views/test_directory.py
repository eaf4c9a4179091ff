"""Pages of partnerships, proposed ones and strategic priorities."""

import datetime

import pytest
from django.utils import timezone

from partnerships.vocabulary import MembershipRole, NameKind, PublicationState, Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_event,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
    make_resource,
    make_sector,
)
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def page_of(client, partnership):
    """Return the words on the page of `partnership`."""
    return words_of(client.get(partnership.get_absolute_url()))


def test_a_partnership_says_what_it_used_to_be_called(client):
    partnership = make_partnership(name="Leeds33")
    partnership.names.create(name="LeedsCEP", kind=NameKind.FORMER)

    assert "Leeds33 formerly LeedsCEP" in page_of(client, partnership)


def test_a_partnership_says_where_it_works(client):
    region = make_region(name="South East")
    partnership = make_partnership(
        [make_authority(name="Medway", region=region)], coverage_note="The Hoo peninsula only."
    )

    words = page_of(client, partnership)

    assert "Where it works The Hoo peninsula only. Local authority Medway Region South East" in words


def test_a_partnership_states_its_priorities_in_its_own_words_under_each_theme(client):
    voice, access = make_priority(name="Youth voice"), make_priority(name="Access")
    partnership = make_partnership()
    partnership.stated_priorities.create(priority=voice, wording="Listen to children")
    partnership.stated_priorities.create(priority=access, wording="Free travel")
    partnership.stated_priorities.create(priority=voice, wording="Let them lead")

    assert "Access Free travel Youth voice Listen to children Let them lead" in page_of(client, partnership)


def test_members_stand_by_sector_with_the_host_first(client):
    culture = make_sector(name="Culture", plural="Arts and culture", position=1)
    schools = make_sector(name="School", plural="Schools", position=2)
    partnership = make_partnership()
    for name, sector, role in [
        ("Abbey School", schools, MembershipRole.MEMBER),
        ("Art House", culture, MembershipRole.MEMBER),
        ("Zoo Theatre", culture, MembershipRole.HOST),
    ]:
        make_membership(partnership=partnership, role=role, organisation=make_organisation(name=name, sector=sector))

    words = page_of(client, partnership)

    assert "Who is in it 3 Arts and culture Zoo Theatre, host or lead Art House Schools Abbey School" in words


def test_partners_in_projects_stand_apart_and_are_not_counted(client):
    partnership, council = make_partnership(), make_sector(name="Local authority", is_usual=True)
    make_membership(partnership=partnership, organisation=make_organisation(name="Art House"))
    make_membership(
        partnership=partnership,
        role=MembershipRole.PROJECT,
        organisation=make_organisation(name="Brass Band", sector=council),
    )

    words = page_of(client, partnership)

    assert "Who is in it 1 " in words
    assert "They are not counted as members. Brass Band" in words
    assert "As members, our sources name nobody from these sectors, which partnerships usually bring together:" in words
    assert "who worked with it on a project, or gave help, stands below." in words


def test_past_members_are_not_shown_as_members(client):
    partnership = make_partnership()
    make_membership(partnership=partnership, organisation=make_organisation(name="Art House"), until="2019")

    words = page_of(client, partnership)

    assert "who is in it" in words
    assert "Art House" not in words


def test_the_usual_sectors_nobody_is_named_for_are_said_to_be_unnamed_not_absent(client):
    schools = make_sector(name="Schools", is_usual=True, position=1)
    make_sector(name="Early years", is_usual=True, position=2)
    make_sector(name="Youth services", is_usual=True, position=3)
    partnership = make_membership(organisation=make_organisation(sector=schools)).partnership

    words = page_of(client, partnership)

    assert "usually bring together: early years, youth services. They may well take part all the same." in words


@pytest.mark.parametrize(
    ("takes_new_members", "sentence"),
    [
        (True, "It takes new members."),
        (False, "It is not taking new members at present."),
        (None, "The best way to find out whether it takes new members is to ask."),
    ],
)
def test_a_partnership_says_whether_it_takes_new_members(client, takes_new_members, sentence):
    assert sentence in page_of(client, make_partnership(takes_new_members=takes_new_members))


def test_the_next_step_is_the_organisation_that_supports_it_today(client):
    support = make_bridge(name="Curious Minds")
    partnership = make_partnership(support_organisation=support)

    assert "Curious Minds is named as who supports this partnership" in page_of(client, partnership)


def test_without_support_today_the_bridge_of_its_time_is_named(client):
    partnership = make_partnership(bridge=make_bridge(name="Artswork"))

    words = page_of(client, partnership)

    assert "Until March 2023 Artswork was the Bridge Organisation here." in words


def test_what_is_not_known_is_one_line_that_asks_for_help(client):
    partnership = make_partnership(host="The Art House", website="https://a.example/", established="2016")

    response = client.get(partnership.get_absolute_url())

    assert (
        "We do not know whether it is still at work, its legal form, what it works on, who is in it, whether it takes "
        "new members and the size of its area. Do you? Tell us what you know"
    ) in words_of(response)
    assert f'{partnership.get_absolute_url()}correct/">Tell us what you know</a>' in response.content.decode()
    assert words_of(response).lower().count("not known") == 0


def test_of_a_suggestion_nothing_is_asked_for(client):
    assert "We do not know" not in page_of(client, make_partnership(stage=Stage.PROPOSED))


def test_a_stage_comes_once_with_its_date_and_source(client):
    partnership = make_partnership(stage=Stage.EMERGING, stage_as_of="2026-06", stage_source="A council paper")

    words = page_of(client, partnership)

    assert "Emerging when last heard of, June 2026" in words and "Stage Emerging" not in words
    assert "Source: A council paper" in words


def test_an_old_check_is_said_to_be_old(client):
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    partnership = make_partnership(checked_on=long_ago, checked_by="its chair")

    assert f"Not checked since {long_ago:%-d %B %Y}, over a year ago. Last checked by its chair." in page_of(
        client, partnership
    )


def test_a_proposed_partnership_says_it_is_not_one_and_asks_nobody_to_join(client):
    words = page_of(client, make_partnership(stage=Stage.PROPOSED))

    assert "This is not a partnership." in words
    assert "How to join" not in words
    assert "Who is in it" not in words


def test_an_ended_partnership_leads_to_what_it_became(client):
    ended = make_partnership(stage=Stage.ENDED, ended="2022")
    make_partnership(name="The Next One").predecessors.add(ended)

    words = page_of(client, ended)

    assert "Ended, 2022." in words
    assert "Its work carries on in The Next One." in words


def test_a_partnership_shows_its_programmes(client):
    partnership = make_partnership()
    make_programme(name="Challenge", run_by="The council", starts="2018", ends="2020").participations.create(
        partnership=partnership, note="Won an award"
    )

    assert "Challenge, 2018 to 2020 (The council): Won an award" in page_of(client, partnership)


def test_the_contact_address_is_never_shown(client):
    partnership = make_partnership(contact_email="chair@example.org", takes_enquiries=True)

    response = client.get(partnership.get_absolute_url())

    assert b"chair@example.org" not in response.content


def test_the_story_is_shown_as_safe_html(client):
    partnership = make_partnership(about="It **began** well.\n\n<script>alert(1)</script>")

    content = client.get(partnership.get_absolute_url()).content.decode()

    assert "<strong>began</strong>" in content
    assert "<script>alert(1)" not in content


def test_the_proposed_list_holds_proposed_ones_only(client):
    make_partnership(name="Formed")
    make_partnership(name="Suggested", stage=Stage.PROPOSED)
    make_partnership(name="Draft", stage=Stage.PROPOSED, publication=PublicationState.DRAFT)

    response = client.get("/proposed/")

    assert [card.partnership.name for card in response.context["cards"]] == ["Suggested"]


def test_a_priority_shows_who_states_it_in_which_words(client):
    voice = make_priority(name="Youth voice")
    make_partnership(name="Leeds33").stated_priorities.create(priority=voice, wording="Listen to children")

    words = words_of(client.get("/priorities/youth-voice/"))

    assert "1 partnership names this priority" in words
    assert "Listen to children" in words


def fill(partnership):
    """Give `partnership` one more of everything a page shows of it."""
    number = partnership.names.count()
    partnership.names.create(name=f"Old name {number}", kind=NameKind.FORMER)
    partnership.links.create(label="Plan", url=f"https://example.org/plan/{number}")
    partnership.sources.create(title=f"Page {number}")
    partnership.stated_priorities.create(priority=make_priority(), wording="Listen")
    make_membership(partnership=partnership)
    make_programme().participations.create(partnership=partnership)


@pytest.mark.parametrize("number", [1, 3])
def test_a_partnership_page_asks_the_database_the_same_whatever_it_holds(
    client, kept_snapshot, django_assert_num_queries, number
):
    authorities = [make_authority(region=region) for region in [make_region()] * number]
    partnership = make_partnership(authorities)
    for _ in range(number):
        fill(partnership)
        fill(make_partnership(authorities))
        make_resource(partnership=partnership)
        make_event(partnership=partnership)
    kept_snapshot()

    client.get(partnership.get_absolute_url())
    # The cards of its neighbours are at hand now: it, its details, the stamp, its resources and its events.
    with django_assert_num_queries(8):
        client.get(partnership.get_absolute_url())


@pytest.mark.parametrize("number", [1, 3])
def test_the_proposed_list_asks_the_database_the_same_for_any_number(
    client, kept_snapshot, django_assert_num_queries, number
):
    for _ in range(number):
        fill(make_partnership(stage=Stage.PROPOSED))
    kept_snapshot()

    with django_assert_num_queries(5):
        client.get("/proposed/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_priority_pages_ask_the_database_the_same_for_any_number(
    client, kept_snapshot, django_assert_num_queries, number
):
    priority = make_priority(name="Youth voice")
    for _ in range(number):
        partnership = make_partnership()
        fill(partnership)
        partnership.stated_priorities.create(priority=priority, wording="Listen")

    kept_snapshot()

    with django_assert_num_queries(2):
        client.get("/priorities/")
    with django_assert_num_queries(6):
        client.get("/priorities/youth-voice/")
