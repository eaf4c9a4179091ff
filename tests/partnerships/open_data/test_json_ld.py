"""What pages tell search engines."""

import json
import re

import pytest

from partnerships.models import Partnership
from partnerships.open_data import json_ld
from partnerships.vocabulary import MembershipRole, Stage
from partnerships.vocabulary.parts import PartKind
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
)
from tests.facts import make_elsewhere
from tests.schools import make_school
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def descriptions(client, path):
    """Return the descriptions for search engines on the page at `path`, by their types."""
    scripts = [json.loads(text) for text in SCRIPT.findall(client.get(path).content.decode())]
    return {script["@type"]: script for script in scripts}


def test_a_partnership_is_an_organisation_with_its_places_members_and_stage(client):
    leeds = make_authority(name="Leeds", gss_code="E08000035", bridge=make_bridge(name="Arch"))
    partnership = make_partnership([leeds], name="Leeds33", website="https://leeds33.example", established="2016")
    Partnership.objects.update(stage=Stage.ESTABLISHED, stage_as_of="2025-07")
    make_membership(partnership=partnership, organisation=make_organisation(name="Opera"))
    make_membership(partnership=partnership, organisation=make_organisation(name="Once"), until="2019")
    make_membership(partnership=partnership, role=MembershipRole.PROJECT)

    description = descriptions(client, "/partnerships/leeds33/")["Organization"]

    assert (description["name"], description["foundingDate"]) == ("Leeds33", "2016")
    assert (description["url"], description["sameAs"]) == (
        "http://127.0.0.1:8000/partnerships/leeds33/",
        "https://leeds33.example",
    )
    assert [(area["name"], area["identifier"]["value"]) for area in description["areaServed"]] == [
        ("Leeds", "E08000035")
    ]
    assert [member["name"] for member in description["member"]] == ["Opera"]
    assert description["disambiguatingDescription"] == "Established when last heard of, July 2025"
    assert "memberOf" not in description
    assert "dissolutionDate" not in description


def test_where_it_works_in_a_part_of_a_place_it_serves_that_part_and_not_the_whole(client):
    leeds, coast = make_authority(name="Leeds"), make_authority(name="North Yorkshire", gss_code="E06000065")
    partnership = make_partnership([leeds, coast], name="Leeds33")
    make_part(partnership, coast, name="Whitby", kind=PartKind.TOWN)

    areas = descriptions(client, "/partnerships/leeds33/")["Organization"]["areaServed"]

    assert sorted((area["@type"], area["name"]) for area in areas) == [
        ("AdministrativeArea", "Leeds"),
        ("Place", "Whitby"),
    ]
    [whitby] = [area for area in areas if area["name"] == "Whitby"]
    assert whitby["containedInPlace"]["identifier"]["value"] == "E06000065"


def test_what_was_published_elsewhere_about_it_leads_there(client):
    partnership = make_partnership(name="Leeds33")
    make_elsewhere(partnership=partnership, title="The plan", url="https://council.example/plan", date="2020-03")

    assert descriptions(client, "/partnerships/leeds33/")["Organization"]["subjectOf"] == [
        {
            "@type": "CreativeWork",
            "name": "The plan",
            "url": "https://council.example/plan",
            "datePublished": "2020-03",
        }
    ]


def test_a_member_tells_which_partnerships_it_is_in(client):
    make_membership(organisation=make_organisation(name="Opera"), partnership=make_partnership(name="Leeds33"))

    description = descriptions(client, "/members/opera/")["Organization"]

    assert [partnership["name"] for partnership in description["memberOf"]] == ["Leeds33"]


def test_a_member_that_is_a_school_tells_its_number_and_where_it_lies(client):
    leeds = make_authority(name="Leeds", gss_code="E08000035")
    organisation = make_organisation(name="Cockburn", school=make_school(urn=142585, authority=leeds))
    make_membership(organisation=organisation)

    description = descriptions(client, "/members/cockburn/")["Organization"]

    assert description["identifier"] == {"@type": "PropertyValue", "propertyID": "URN", "value": "142585"}
    assert description["subjectOf"]["url"].endswith("/Establishments/Establishment/Details/142585")
    assert description["location"]["identifier"]["value"] == "E08000035"


def test_places_and_bridges_tell_their_codes(client):
    region = make_region(name="North", gss_code="E12000003")
    arch = make_bridge(name="Arch")
    make_authority(name="Leeds", gss_code="E08000035", region=region, bridge=arch)

    authority = descriptions(client, "/authorities/leeds/")["AdministrativeArea"]
    bridge = descriptions(client, "/bridges/arch/")["Organization"]

    assert authority["identifier"] == {"@type": "PropertyValue", "propertyID": "GSS", "value": "E08000035"}
    assert authority["containedInPlace"]["identifier"]["value"] == "E12000003"
    assert descriptions(client, "/regions/north/")["AdministrativeArea"]["name"] == "North"
    assert "areaServed" not in bridge
    make_present_support([region], bridge=arch)
    assert [area["name"] for area in descriptions(client, "/bridges/arch/")["Organization"]["areaServed"]] == ["North"]


def test_the_way_to_a_page_is_told_as_its_breadcrumbs_show_it(client):
    make_partnership(name="Leeds33")

    steps = descriptions(client, "/partnerships/leeds33/")["BreadcrumbList"]["itemListElement"]

    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "Home", "http://127.0.0.1:8000/"),
        (2, "Partnerships", "http://127.0.0.1:8000/partnerships/"),
        (3, "Leeds33", "http://127.0.0.1:8000/partnerships/leeds33/"),
    ]


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "a & b", "\u2028", '"'])
def test_no_text_gets_out_of_its_element(client, text):
    partnership = make_partnership(name="Leeds33", summary=text)

    html = client.get(partnership.get_absolute_url()).content.decode()

    assert descriptions(client, partnership.get_absolute_url())["Organization"]["description"] == text
    assert not re.search("[<>&\u2028]", json_ld.script({"x": text}).removesuffix("</script>").partition(">")[2])
    assert "<script>alert" not in html


def test_who_shares_a_partnership_s_page_shares_its_picture(client):
    make_partnership(name="Leeds33", summary="Music for all.")

    html = client.get("/partnerships/leeds33/").content.decode()

    assert '<meta property="og:image" content="http://127.0.0.1:8000/partnerships/leeds33/picture.png">' in html
    assert '<meta property="og:description" content="Music for all.">' in html
