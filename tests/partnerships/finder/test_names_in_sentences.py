"""Names of councils within sentences, and councils that several have followed."""

import pytest

from partnerships import finder
from partnerships.finder.answers import Areas
from partnerships.finder.wording import described
from partnerships.models import CouncilSuccession, LocalAuthority
from partnerships.text.sentences import with_article
from partnerships.vocabulary import AuthorityType
from tests.councils import A_DAY, ELMBRIDGE
from tests.factories import make_authority, make_partnership, make_region
from tests.postcode_lists import LEEDS
from tests.reading import words_of

pytestmark = pytest.mark.django_db

WIGHT, CITY_OF_LONDON = "E06000046", "E09000001"


@pytest.fixture
def wight():
    region = make_region(name="South East")
    return make_authority(name="Isle of Wight", gss_code=WIGHT, type=AuthorityType.UNITARY, region=region)


@pytest.mark.parametrize(
    ("name", "in_sentence"),
    [
        *((name, f"the {name}") for name in ("Isle of Wight", "Isles of Scilly", "City of London", "Forest of Dean")),
        *((name, name) for name in ("Leeds", "Isleworth", "Cityville")),
    ],
)
def test_only_names_that_take_an_article_have_one(name, in_sentence):
    assert (with_article(name), LocalAuthority(name=name).in_sentence) == (in_sentence, in_sentence)


@pytest.mark.parametrize("text", ["Isle of Wight", "the isle of wight council"])
def test_the_finder_says_the_isle_of_wight(wight, text):
    assert finder.answer(text).heading == "We know of no partnership for the Isle of Wight"
    assert finder.answer(text).lede == "The Isle of Wight is a council area in the South East."

    make_partnership([wight], name="Wight CEP")

    assert finder.answer(text).heading == "Wight CEP covers the Isle of Wight"


def test_so_does_its_page(client, wight):
    page = words_of(client.get(wight.get_absolute_url()))
    assert "Ask about a partnership for the Isle of Wight" in page

    for name in ["Wight CEP", "Solent LCEP"]:
        make_partnership([wight], name=name)

    page = words_of(client.get(wight.get_absolute_url()))
    assert "Who covers the Isle of Wight" in page and "Works in the Isle of Wight alone." in page


def test_the_city_of_london_is_no_borough(client):
    region = make_region(name="London")
    city = make_authority(name="City of London", gss_code=CITY_OF_LONDON, type=AuthorityType.LONDON, region=region)

    assert described(city) == "a local authority of its own kind in London"
    assert finder.answer("City of London").lede == "The City of London is a local authority of its own kind in London."
    page = words_of(client.get(city.get_absolute_url()))
    assert "A local authority of its own kind" in page and "London borough" not in page


class TestSplitCouncils:
    """A council that two have followed."""

    @pytest.fixture(autouse=True)
    def split(self):
        """Elmbridge, followed by East Surrey, which is here, and by West Surrey, which is not."""
        self.east = make_authority(name="East Surrey", gss_code="E06000099")
        same = {"gss_code": ELMBRIDGE, "name": "Elmbridge", "on": A_DAY, "source": "https://lgr.example"}
        CouncilSuccession.objects.create(successor_name="East Surrey", successor=self.east, **same)
        self.other = CouncilSuccession.objects.create(successor_name="West Surrey", **same)

    def test_one_that_is_not_here_yet_is_named_too(self):
        answer = finder.answer("Elmbridge")

        assert type(answer) is Areas
        assert answer.lede == (
            "Elmbridge had a council of its own until 1 April 2026. Its area is now in East Surrey and West Surrey, "
            "which this directory does not have yet."
        )
        assert [row.authority for row in answer.rows] == [self.east]

    def test_a_town_in_it_is_in_one_of_both(self):
        answer = finder.answer("Esher")

        assert type(answer) is Areas
        assert answer.lede == "Esher is now in East Surrey or West Surrey: we do not know yet in which."

    @pytest.mark.parametrize("slug", ["elmbridge", "Elmbridge", ELMBRIDGE])
    def test_its_old_address_leads_to_what_the_finder_says_of_it(self, client, slug):
        response = client.get(f"/authorities/{slug}/")

        assert (response.status_code, response["Location"]) == (302, "/find/?q=Elmbridge")

    def test_one_that_has_happened_whole_leads_to_its_successor(self, client):
        self.other.delete()

        assert client.get(f"/authorities/{ELMBRIDGE}/")["Location"] == "/authorities/east-surrey/"

    def test_an_address_that_was_never_a_councils_is_not_found(self, client):
        make_authority(name="Leeds", gss_code=LEEDS)

        assert client.get("/authorities/elmbridge-2/").status_code == 404
