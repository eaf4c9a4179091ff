"""The page of a partnership tells its story as a timeline, and what was published elsewhere about it."""

import pytest

from partnerships.vocabulary import Confidence, MembershipRole, PublicationState, Stage, StoryKind
from tests.factories import make_membership, make_news, make_organisation, make_partnership
from tests.facts import make_elsewhere, make_fact
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    return make_partnership(slug="leeds33", name="Leeds33")


def page_of(client):
    return words_of(client.get("/partnerships/leeds33/"))


def test_the_story_comes_newest_first_each_fact_with_its_source_and_the_undated_last(client, leeds):
    make_fact(leeds, what="It has a website.", source="leeds33.example", confidence=Confidence.MENTION)
    make_fact(leeds, what="It began.", date="2017", date_said="about 2016 to 2017", kind=StoryKind.BEGINNINGS)
    make_fact(leeds, what="It became a charity.", date="2024-05", source="leeds33.example/news")

    words = page_of(client)

    assert (
        "What sources said of it, the newest first May 2024 It became a charity. "
        "Read on a public page: leeds33.example/news about 2016 to 2017 It began. "
        "Read on a public page: herald.example Undated It has a website. "
        "Mentioned by somebody else: leeds33.example"
    ) in words


def test_each_address_among_the_sources_is_a_link_and_what_is_none_is_not(client, leeds):
    make_fact(leeds, source="leeds33.example/a?b=1 (of May 2024); council papers, 2019; leeds.example inner page")
    make_fact(leeds, source='https://press.example/<b>; javascript:alert(1); leeds33.example/"onclick=x')
    leeds.stage, leeds.stage_as_of, leeds.stage_source = Stage.EMERGING, "2024", "stages.example"
    leeds.save()

    content = client.get("/partnerships/leeds33/").content.decode()

    linked = '<a class="spelt-out" href="https://leeds33.example/a?b=1">leeds33.example/a?b=1</a> (of May 2024)'
    assert f"{linked}; council papers, 2019; leeds.example inner page</p>" in content
    assert "https://press.example/&lt;b&gt;; javascript:alert(1); leeds33.example/&quot;onclick=x</p>" in content
    assert 'Source: <a class="spelt-out" href="https://stages.example">stages.example</a></p>' in content


def test_a_stage_of_long_ago_is_told_as_history(client, leeds):
    leeds.stage, leeds.stage_as_of = Stage.ESTABLISHED, "2016-09"
    leeds.save()

    words = page_of(client)

    assert "Established when last heard of, September 2016" in words
    assert "That was over five years ago: what is true today is not known." in words
    assert "Stage not known" not in words
    assert "We do not know whether it is still at work," in words


def test_a_stage_without_a_date_says_that_it_is_undated(client, leeds):
    leeds.stage = Stage.EMERGING
    leeds.save()

    assert "That is undated: what is true today is not known." in page_of(client)


def test_what_was_published_elsewhere_is_on_the_page_and_is_no_news_of_ours(client, leeds):
    make_elsewhere(
        partnership=leeds, title="The plan", publisher="The council", date="2020-03", url="https://a.example/"
    )
    make_elsewhere(partnership=leeds, title="A draft", publication=PublicationState.DRAFT)

    response = client.get("/partnerships/leeds33/")

    assert "Published elsewhere 1" in words_of(response)
    assert "March 2020 The plan News, The council Told elsewhere" in words_of(response)
    assert '<a href="https://a.example/" rel="noopener">The plan</a>' in response.content.decode()
    make_news()
    assert ["The plan" in words_of(client.get(path)) for path in ("/news/", "/events/", "/elsewhere/")] == [
        *(False, False, True)
    ]


def test_a_funder_stands_apart_and_is_counted_as_nobody(client, leeds):
    for name, role in (("The Bank", MembershipRole.FUNDER), ("Opera", MembershipRole.STEERING)):
        make_membership(partnership=leeds, organisation=make_organisation(name=name), role=role, as_of="2021")

    words = page_of(client)

    assert "Who is in it 1" in words
    assert "Opera, steering group, as of 2021" in words
    assert "They are not counted as members. The Bank, as of 2021" in words
    assert "1 member" in words_of(client.get("/members/"))
    assert "Partnerships it funds or supports, or did Leeds33" in words_of(client.get("/members/the-bank/"))


def test_the_library_of_what_was_published_elsewhere_is_by_kind_and_date(client, leeds):
    make_elsewhere(title="Undated plan", kind="action plan")
    make_elsewhere(title="Old plan", kind="action plan", date="2016")
    make_elsewhere(title="New plan", kind="action plan", date="2024-02", partnership=leeds)
    make_elsewhere(title="A talk", kind="video or talk", date="2025")

    words = words_of(client.get("/elsewhere/?kind=action+plan"))

    assert [words.find(title) for title in ("New plan", "Old plan", "Undated plan")] == sorted(
        words.find(title) for title in ("New plan", "Old plan", "Undated plan")
    )
    assert words.find("Old plan") > 0 and "A talk" not in words
    assert "About Leeds33" in words


def test_a_list_of_opportunities_does_not_say_of_each_that_it_is_one(client, leeds):
    make_elsewhere(title="A brief", kind="opportunity", publisher="The council", date="2025", partnership=leeds)

    assert "2025 A brief The council. About Leeds33" in words_of(client.get("/opportunities/"))
    assert "2025 A brief Opportunity, The council" in page_of(client)


def test_what_a_link_leads_to_is_said_where_its_name_does_not(client, leeds):
    leeds.links.create(label="About it on a.example", url="https://a.example/", kind="page")
    leeds.links.create(label="Its plan", url="https://b.example/", kind="action_plan")

    words = page_of(client)

    assert "Its plan (action plan)" in words
    assert "About it on a.example" in words and "(page about it)" not in words
