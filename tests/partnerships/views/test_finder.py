"""The page that answers "Which partnership covers me?"."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.search import text_index
from partnerships.vocabulary import MembershipRole, Stage
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_support_offer,
)
from tests.postcode_lists import LEEDS, THANET, make_postcode
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def find(client, text):
    """Return the page for somebody who typed `text`."""
    return client.get("/find/", {"q": text})


def html_of(client, text):
    """Return the page for somebody who typed `text` with its tags."""
    return find(client, text).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}])
def test_with_nothing_asked_the_page_shows_the_question_and_what_can_be_typed(client, query):
    response = client.get("/find/", query)

    words = words_of(response)
    assert "Which partnership covers me?" in words
    assert "For example, LS1 3AB, Whitby or the name of your school" in words
    assert "the beginning of one: CT9" in words
    assert "There is a problem" not in words


def test_an_answer_is_the_heading_and_the_title(client):
    make_postcode("LS1 3AB", LEEDS)
    make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds33")

    html = html_of(client, "ls13ab")

    assert "<title>Leeds33 covers LS1 3AB –" in html
    assert "<h1>Leeds33 covers LS1 3AB</h1>" in html
    assert 'value="ls13ab"' in html


def test_several_partnerships_say_how_they_differ(client):
    make_postcode("LS1 3AB", LEEDS)
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    make_partnership([leeds], name="Narrow")
    make_partnership([leeds, make_authority()], name="Wide")

    words = words_of(find(client, "LS1 3AB"))

    assert "The one with the smallest area comes first." in words
    assert "Ask the first: its area is the smallest." in words
    assert words.index("Works in Leeds alone.") < words.index("Works in Leeds and one other local authority.")


def test_which_area_is_the_smallest_is_said_only_where_one_is(client):
    make_postcode("LS1 3AB", LEEDS)
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    make_partnership([leeds], name="One")
    make_partnership([leeds], name="Another")

    words = words_of(find(client, "LS1 3AB"))

    assert "2 partnerships work in Leeds" in words
    assert "smallest" not in words


def test_without_a_partnership_it_says_who_can_help_and_how_far_the_nearest_are(client):
    make_postcode("LS1 3AB", LEEDS, 430_000, 430_000)
    bridge = make_bridge(name="IVE", role_until="2023-03-31")
    make_authority(name="Leeds", gss_code=LEEDS, bridge=bridge)
    make_partnership([make_authority(easting=430_000, northing=436_437)], name="Next Door LCEP")
    make_support_offer(name="Peer network", provider="Arts Council England")

    response = find(client, "LS1 3AB")

    words = words_of(response)
    assert "We know of no partnership for LS1 3AB" in words
    assert "Until March 2023 IVE was the Bridge Organisation here." in words
    assert "Next Door LCEP" in words
    assert "about 4 miles away" in words
    assert "Distances are in a straight line from LS1 3AB" in words
    assert "Peer network" in words
    assert '/about/#start"' in response.content.decode()


def test_outside_the_part_a_partnership_works_in_it_says_so_and_whom_to_ask(client):
    make_postcode("NR19 1AA", "E07000143", 598_000, 313_000)
    breckland = make_authority(name="Breckland", gss_code="E07000143")
    partnership = make_partnership([breckland], name="Thetford LCEP")
    make_part(partnership, kind="town", name="Thetford", postcode_districts="IP24", easting=587_000, northing=283_000)

    words = words_of(find(client, "NR19 1AA"))

    assert "Thetford LCEP works in part of Breckland, not known to reach NR19 1AA" in words
    assert "Works in part of Breckland, Thetford. It is not known to reach your place." in words
    assert "Ask about a partnership for Breckland" in words
    assert "These are not known to reach your place." in words
    assert "about 20 miles away" in words


def test_of_a_council_we_do_not_know_it_says_so_and_who_is_near(client):
    make_postcode("LS1 3AB", LEEDS, 430_000, 430_000)
    make_partnership([make_authority(easting=430_000, northing=436_437)], name="Next Door LCEP")

    response = find(client, "LS1 3AB")

    words = words_of(response)
    assert "LS1 3AB is in England, but we do not know its local authority Councils change" in words
    assert "Ask about LS1 3AB" not in words
    assert "Next Door LCEP" in words
    assert "about 4 miles away" in words
    assert "There is a problem" not in words


def test_a_proposed_partnership_is_told_apart(client):
    make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds idea", stage=Stage.PROPOSED)

    words = words_of(find(client, "Leeds"))

    assert "we found no sign that it was formed. Leeds idea" in words


def test_several_areas_stand_in_a_table_with_their_shares(client):
    for code, area, name in [("LS1 3AB", LEEDS, "Leeds"), ("LS1 4AB", THANET, "Thanet")]:
        make_postcode(code, area)
        make_authority(name=name, gss_code=area)
    make_postcode("LS1 5AB", THANET)

    words = words_of(find(client, "LS1"))

    assert "Thanet 67% of its postcodes Nobody we know of Leeds 33% of its postcodes Nobody we know of" in words
    assert "Enter your full postcode to find out which part of it yours is." in words


def test_elsewhere_links_to_the_arts_council_there(client):
    make_postcode("CF10 1AA", "W")

    html = html_of(client, "CF10 1AA")

    assert '<a href="https://arts.wales">Arts Council of Wales</a>' in html


@pytest.mark.parametrize(
    ("text", "words"), [("Leeds33", "See all we know of it"), ("Curious Minds", "everything about Curious")]
)
def test_a_partnership_and_a_bridge_organisation_lead_to_their_pages(client, text, words):
    make_partnership(name="Leeds33", authorities=[make_authority(bridge=make_bridge(name="Curious Minds"))])

    assert words in words_of(find(client, text))


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (MembershipRole.STEERING, "takes part in Leeds33 (undated)."),
        (MembershipRole.PROJECT, "worked on a project with Leeds33 (undated)."),
        (MembershipRole.FUNDER, "funds or supports, or did, Leeds33 (undated)."),
    ],
)
def test_only_a_member_is_said_to_take_part(client, role, words):
    organisation = make_organisation(name="Opera North")
    make_membership(organisation=organisation, partnership=make_partnership(name="Leeds33"), role=role)
    text_index.rebuild()

    assert f"Opera North {words}" in words_of(find(client, "opera north"))


def test_a_member_organisation_leads_to_its_page_and_names_its_partnerships(client):
    organisation = make_organisation(name="Opera North")
    make_membership(organisation=organisation, partnership=make_partnership(name="Leeds33"))
    text_index.rebuild()

    response = find(client, "opera north")

    assert "Opera North takes part in Leeds33 (undated)." in words_of(response)
    assert f'href="{organisation.get_absolute_url()}"' in response.content.decode()
    assert client.get("/api/v1/find/?q=opera+north").json()["page"].endswith(organisation.get_absolute_url())


@pytest.mark.parametrize(("text", "queries"), [("LS1 3AB", 17), ("Brimingham", 9)])
def test_the_page_asks_the_finder_once(kept_snapshot, client, django_assert_num_queries, text, queries):
    make_postcode("LS1 3AB", LEEDS)
    make_partnership([make_authority(name="Leeds", gss_code=LEEDS)])
    find(client, "nobody")

    kept_snapshot()
    with django_assert_num_queries(queries):
        find(client, text)


def test_a_choice_is_made_of_links_that_answer(client):
    make_authority(name="Isle of Wight", gss_code="E06000046")

    html = html_of(client, "Newport")

    assert '<a href="/find/?q=Newport%2C%20Isle%20of%20Wight">Newport, Isle of Wight</a>' in html


def test_what_is_not_found_is_an_error_that_keeps_what_was_typed(client):
    html = html_of(client, "Brimingham <b>")

    assert "<title>Error: Find a partnership" in html
    # The one box of the page says it, so that what may be meant is in sight below it.
    assert html.count("called “Brimingham &lt;b&gt;”") == 1
    assert html.index("Brimingham") < html.index("Did you mean")
    assert 'value="Brimingham &lt;b&gt;"' in html
    assert 'aria-describedby="id_q-hint id_q-error"' in html
    assert '<a href="/find/?q=Birmingham">Birmingham</a>' in html


@pytest.mark.parametrize("text", ["LS1 3AB", "Brimingham"])
def test_no_search_engine_and_no_cache_keeps_what_was_typed_and_no_cookie_is_set(client, text):
    response = find(client, text)

    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert not response.cookies


def test_nothing_that_is_typed_reaches_a_log(client, caplog):
    make_postcode("LS1 3AB", LEEDS)

    with caplog.at_level("DEBUG"):
        find(client, "LS1 3AB")
        find(client, "LS1 3AB" * 400)

    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [message for message in logged if "LS1" in message] == []


def test_the_page_only_answers_get_and_head(client):
    assert client.post("/find/").status_code == 405


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_page(client, text):
    assert find(client, text).status_code == 200


@pytest.mark.parametrize("text", ["x" * 3000, "LS1 3AB " * 300, ",".join(["Newport"] * 300), "\x00\ufffe\u202e"])
def test_strange_texts_do_not_break_the_page(client, text):
    assert find(client, text).status_code == 200


def test_asked_for_two_places_it_says_which_it_read(client):
    response = client.get("/find/?q=Leeds&q=Zzyzx")

    assert "The address of this page gives “q” more than once. We read the last of them: “Zzyzx”." in words_of(response)
    assert "more than once" not in words_of(client.get("/find/?q=Zzyzx&q=Zzyzx"))
