"""Councils that are no more: they are found and told by whatever still names them."""

import datetime

import pytest
from django.urls import reverse

from members.models import MemberOrganisation
from members.sheets.place_names import PlaceNames
from partnerships import finder, versions
from partnerships.coverage import need
from partnerships.finder.suggestions import suggested
from partnerships.forms.parts import PartForm
from partnerships.models import (
    CouncilSuccession,
    DeprivationFigures,
    LocalAuthority,
    Partnership,
    PartnershipPart,
    School,
)
from partnerships.versions import CannotApply
from tests.councils import A_DAY, ELMBRIDGE, NEW, TANDRIDGE, change_councils, make_succession, make_surrey
from tests.factories import make_authority, make_officer, make_organisation, make_partnership
from tests.figures import make_figures
from tests.lcep_site.directory_files import Files
from tests.partnerships.versions.revisions import latest
from tests.postcode_lists import make_postcode
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def surrey():
    return make_surrey()


def page(client, address):
    """Return a page that is there."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_old_names_and_codes_are_found_in_the_successor(surrey):
    make_partnership(surrey, name="Surrey CEP")
    make_postcode("KT11 1AA", ELMBRIDGE, 510_000, 160_000)
    make_postcode("KT11 1AB", TANDRIDGE, 511_000, 160_000)

    change_councils()

    assert finder.answer("KT11 1AA").heading == "Surrey CEP covers KT11 1AA"
    assert finder.answer("KT11").lede.startswith("Every postcode that begins KT11 is in East Surrey")
    assert finder.answer("Elmbridge").lede == (
        "Elmbridge had a council of its own until 1 April 2026. It is now in East Surrey, in the South East."
    )
    assert finder.answer("Surrey").lede.startswith("Surrey had a council of its own until 1 April 2026.")
    assert finder.answer("Oxted").coverage.authority.name == "East Surrey"
    assert suggested("elmbr")["Former places"] == ["Elmbridge"]
    sheet = PlaceNames(list(LocalAuthority.objects.select_related("region")), takes_many=False)
    assert sheet.called("Elmbridge").name == "East Surrey"


def test_old_addresses_lead_to_the_successor(surrey, client):
    make_partnership(surrey, name="Surrey CEP")

    change_councils()

    for old in ("elmbridge", ELMBRIDGE, TANDRIDGE.lower()):
        assert client.get(f"/authorities/{old}/")["Location"] == "/authorities/east-surrey/"
        assert client.get(f"/api/v1/authorities/{old}/")["Location"] == "/api/v1/authorities/east-surrey/"
        assert "Surrey CEP" in client.get(f"/partnerships/?authority={old}", follow=True).content.decode()
        found = client.get(f"/api/v1/partnerships/?authority={old}", follow=True).json()["results"]
        assert [each["name"] for each in found] == ["Surrey CEP"]


def test_who_works_in_what_was_one_of_them_reaches_its_places_and_no_others(surrey):
    make_partnership([surrey[0]], name="Elmbridge CEP")
    make_postcode("KT11 1AA", ELMBRIDGE, 510_000, 160_000)
    make_postcode("RH8 0AA", TANDRIDGE, 539_000, 152_000)

    change_councils()

    outside = "Elmbridge CEP works in part of East Surrey, not known to reach {}"
    assert finder.answer("KT11 1AA").heading == "Elmbridge CEP covers KT11 1AA"
    assert finder.answer("Cobham, East Surrey").heading == "Elmbridge CEP covers Cobham"
    assert finder.answer("Elmbridge").heading == "Elmbridge CEP covers Elmbridge"
    for place in ("RH8 0AA", "Oxted", "Tandridge"):
        assert finder.answer(place).heading == outside.format(place)


def test_a_postcode_of_one_that_was_split_says_that_its_council_is_not_known(surrey):
    make_succession(successor_name="North Surrey")
    make_postcode("KT11 1AA", ELMBRIDGE, 510_000, 160_000)

    change_councils(North_Surrey="E06000100")

    assert "local authority" in finder.answer("KT11 1AA").heading
    assert type(finder.answer("KT11 1AA")).__name__ == "UnknownAuthority"
    assert finder.answer("Elmbridge").lede.endswith("Its area is now in East Surrey and North Surrey.")


def test_figures_stay_under_the_old_code_and_year_and_are_told(surrey, client):
    make_figures(ELMBRIDGE, 0.091)
    make_figures(TANDRIDGE, 0.1)
    elsewhere = make_authority(name="Elsewhere", region=surrey[0].region)
    make_figures(elsewhere.gss_code, 0.3)

    change_councils()

    assert set(DeprivationFigures.objects.values_list("gss_code", flat=True)) > {ELMBRIDGE, TANDRIDGE}
    england = need.of_england()
    # The rank is one among those of that year, and so is the middle.
    assert (england.ranked, england.middle, england.of(NEW).percent) == (3, 0.1, "")
    told = "Elmbridge 9.1%, Tandridge 10.0%"
    assert f"Figures of the councils before it, 2025: {told}." in page(client, "/authorities/east-surrey/")
    assert f"The councils before it: {told}" in page(client, "/cold-spots/")
    assert client.get("/api/v1/authorities/east-surrey/").json()["result"]["children_before"] == told


def test_a_figure_of_its_own_is_told_instead(surrey):
    make_figures(ELMBRIDGE, 0.091)
    make_figures(NEW, 0.2)

    change_councils()

    assert (need.of_england().of(NEW).percent, need.of_england().of(NEW).before) == ("20.0%", ())


@pytest.mark.parametrize(
    "address",
    [
        *("/map/", "/map/need/", "/cold-spots/", "/cold-spots/?sort=schools", "/regions/south-east/"),
        *("/partnerships/surrey-cep/", "/partnerships/elmbridge-cep/", "/partnerships/?authority=east-surrey"),
        *("/authorities.geojson", "/api/v1/cold-spots/"),
    ],
)
def test_a_council_without_an_outline_breaks_no_page(surrey, client, address):
    make_partnership([surrey[0]], name="Elmbridge CEP", slug="elmbridge-cep")
    make_partnership(surrey, name="Surrey CEP", slug="surrey-cep")
    make_figures(ELMBRIDGE)

    change_councils()

    assert client.get(address).status_code == 200


def test_staff_may_enter_a_part_of_a_council_that_the_files_do_not_know_yet(surrey):
    successor = change_councils()
    typed = {"authority": successor.pk, "kind": "district", "name": "kt11", "postcode_districts": ""}

    form = PartForm(typed, instance=PartnershipPart(partnership=make_partnership([successor])))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["postcode_districts"] == "KT11"


def test_schools_of_a_list_of_postcodes_that_names_the_old_one_lie_in_the_new(surrey):
    make_postcode("KT11 1AA", ELMBRIDGE, 510_000, 160_000)
    successor = change_councils()

    load_schools(school_row("Cobham School", town="Cobham", postcode="KT11 1AA"))

    assert School.objects.get().authority == successor


@pytest.mark.versions
def test_an_entry_of_the_time_before_is_brought_back_where_it_works_today(surrey):
    partnership = make_partnership([surrey[0]], name="Elmbridge CEP", summary="Then.", bridge=surrey[0].bridge)
    officer = make_officer(surrey[0].bridge)
    then = latest()
    change_councils()
    row = Partnership.objects.get()
    row.summary = "Now."
    row.save()

    versions.restore(partnership, then, by=officer)

    assert (partnership.summary, partnership.authorities.get().name) == ("Then.", "East Surrey")
    assert [str(part) for part in partnership.parts.all()] == ["the former district of Elmbridge"]


@pytest.mark.versions
def test_a_member_of_the_time_before_stays_where_it_is_today(surrey):
    organisation = make_organisation(authority=surrey[0], name="Then")
    officer = make_officer(surrey[0].bridge)
    then = latest()
    change_councils()
    MemberOrganisation.objects.get().save()

    versions.restore(organisation, then, by=officer)

    assert organisation.authority.name == "East Surrey"


@pytest.mark.versions
def test_a_change_of_councils_is_not_undone(surrey):
    make_partnership(surrey)
    versions.backfill()
    change_councils()

    with pytest.raises(CannotApply, match="“Elmbridge .until 1 April 2026.” is not there any more"):
        versions.undo(latest(), by=make_officer(surrey[0].bridge))


def test_the_page_of_an_authority_tells_what_follows_it_and_what_it_followed(surrey, client):
    CouncilSuccession.objects.update(on=datetime.date(2127, 4, 1))
    planned = page(client, "/authorities/elmbridge/")
    as_data = client.get("/api/v1/authorities/elmbridge/").json()["result"]
    CouncilSuccession.objects.update(on=A_DAY)
    due = page(client, "/authorities/elmbridge/")
    east = change_councils()
    done = page(client, "/authorities/east-surrey/")

    assert "From 1 April 2127 East Surrey is planned to take its place." in planned
    assert as_data["planned_successors"] == [
        {"name": "East Surrey", "on": "2127-04-01", "source": "https://lgr.example"}
    ]
    assert "From 1 April 2026 East Surrey was planned to take its place." in due
    assert "It took the place of Elmbridge and Tandridge on 1 April 2026." in done
    found = client.get("/api/v1/authorities/east-surrey/").json()["result"]["predecessors"]
    assert [(each["name"], each["gss_code"]) for each in found] == [("Elmbridge", ELMBRIDGE), ("Tandridge", TANDRIDGE)]
    make_succession(NEW, "East Surrey", successor_name="Surrey", on=datetime.date(2127, 4, 1))
    assert "From 1 April 2127 Surrey is planned" in page(client, east.get_absolute_url())


def test_the_files_can_be_loaded_again_and_go_on_naming_the_old_ones(tmp_path):
    files = Files(tmp_path)
    files.load()
    make_succession("E08000035", "Leeds", successor_name="West Yorkshire", county="")
    make_succession("E06000014", "York", successor_name="West Yorkshire", county="")
    change_councils(West_Yorkshire=NEW)

    unchanged = files.load()
    files.rows["partnerships"].append(files.partnership("new", "New LCEP"))
    files.rows["partnership_authorities"].append({"partnership": "new", "localauthority": "york"})
    files.load()

    assert LocalAuthority.objects.get().name == "West Yorkshire"
    assert unchanged == {"authorities": "2 kept as staff left them"}
    assert {each.authorities.get().name for each in Partnership.objects.all()} == {"West Yorkshire"}


def test_staff_see_what_is_planned_and_nobody_rewrites_what_has_happened(surrey, staff_client):
    [row, *_] = CouncilSuccession.objects.all()
    address = reverse("admin:partnerships_councilsuccession_change", args=[row.pk])

    assert "Its day has come: run change_councils" in page(
        staff_client, reverse("admin:partnerships_councilsuccession_changelist")
    )
    assert 'name="_save"' in page(staff_client, address)
    change_councils()
    assert 'name="_save"' not in page(staff_client, address)
    assert staff_client.post(reverse("admin:partnerships_councilsuccession_delete", args=[row.pk])).status_code == 403
