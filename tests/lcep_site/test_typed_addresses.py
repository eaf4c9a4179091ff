"""Addresses that are too long, or hold a sign of the sentence around them."""

import re
import socket
from urllib.parse import unquote_to_bytes

import pytest
from gunicorn.http.errors import LimitRequestLine

from lcep_site import gunicorn, typed_addresses
from lcep_site.typed_addresses import LONGEST
from partnerships.models import Region
from tests.factories import make_authority
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def get(client, address):
    """Ask for `address` as it stands: the client would take what follows two slashes for another site."""
    path, _, query = address.partition("?")
    return client.get("/", PATH_INFO=unquote_to_bytes(path).decode("latin-1"), QUERY_STRING=query)


@pytest.mark.parametrize("path", ["/find/?q=", "/search/?q=", "/nowhere/", "/back-office/?"])
def test_an_address_that_is_too_long_has_a_page_of_ours(client, path):
    response = client.get(path + "a" * LONGEST)

    assert response.status_code == 414
    assert "This address is too long Nothing is broken." in words_of(response)


@pytest.mark.parametrize("path", ["/api/v1/find/?q=", "/api/v1/partnerships/?region=", "/api/nowhere/"])
def test_a_program_is_told_so_as_it_is_told_of_any_mistake(client, path):
    response = client.get(path + "a" * LONGEST)

    assert response.status_code == 414
    assert response["Content-Type"] == "application/problem+json"
    assert (response.json()["status"], response["Access-Control-Allow-Origin"]) == (414, "*")
    assert "more characters than the site reads" in response.json()["detail"]


def test_an_address_of_the_greatest_length_is_read(client):
    path = "/about/?" + "a" * (LONGEST - len("/about/?"))

    assert (client.get(path).status_code, client.get(path + "a").status_code) == (200, 414)


def test_what_even_the_server_does_not_read_is_answered_in_words():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        gunicorn.Worker.handle_error(None, None, ours, None, LimitRequestLine(9000, 8190))
        ours.close()
        answer = theirs.recv(100_000).decode()

    assert answer.startswith("HTTP/1.1 414 ")
    assert int(re.search(r"Content-Length: (\d+)", answer)[1]) == len(answer.partition("\r\n\r\n")[2])
    assert "This address is too long" in answer


def test_programs_read_how_long_an_address_the_server_answers_itself(client):
    words = words_of(client.get("/open-data/programs/"))

    assert f"An address of more than {gunicorn.limit_request_line:,} bytes is refused with a page (414)" in words


@pytest.mark.parametrize(
    "path", ["/", "/find/", "/search/", "/questions/", "/resources/", "/members/", "/partnerships/"]
)
def test_no_box_takes_more_than_an_address_holds(client, path):
    boxes = re.findall(r'<input [^>]*name="q"[^>]*>', client.get(path).text)

    assert boxes
    assert all('maxlength="200"' in box for box in boxes)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/regions/north/.", "/regions/north/"),
        ("/regions/north.", "/regions/north/"),
        ("/regions/north/)", "/regions/north/"),
        ("/regions/north/),", "/regions/north/"),
        ("/regions/north%E2%80%9D", "/regions/north/"),
        ("/regions/north%20", "/regions/north/"),
        ("/regions/north/%E2%80%8B", "/regions/north/"),
        ("/regions/%EF%BB%BFnorth%EF%BF%BE/", "/regions/north/"),
        ("//regions//north///", "/regions/north/"),
        ("//regions/north/?a=b%20c&d", "/regions/north/?a=b%20c&d"),
        ("/partnerships.csv.", "/partnerships.csv"),
        ("/about/)", "/about/"),
        ("//", "/"),
        ("/Regions/North", "/regions/north/"),
        ("/REGIONS/NORTH/", "/regions/north/"),
        ("/Regions//North/).", "/regions/north/"),
        ("/REGIONS/north/changes.ATOM?utm_source=x", "/regions/north/changes.atom?utm_source=x"),
        ("/Regions/north/changes.atom", "/regions/north/changes.atom"),
        ("/regions/north/changes.atom/", "/regions/north/changes.atom"),
        ("/Partnerships.csv", "/partnerships.csv"),
        ("/partnerships.CSV?region=north&utm_term=b%20c", "/partnerships.csv?region=north&utm_term=b%20c"),
        ("/partnerships.csv/", "/partnerships.csv"),
        ("/Events.ICS/", "/events.ics"),
        ("/API/V1/Regions", "/api/v1/regions/"),
        ("/api/v1/openapi.json/", "/api/v1/openapi.json"),
        ("/Robots.txt", "/robots.txt"),
        ("/ABOUT", "/about/"),
        ("/Back-Office/", "/back-office/"),
    ],
)
def test_the_signs_around_an_address_and_its_capitals_are_left_out(client, address, page):
    Region.objects.filter(pk=make_authority().region_id).update(slug="north", name="North")

    response = get(client, address)

    assert (response.status_code, response["Location"]) == (301, page)
    found = client.get(page)
    assert found.status_code == (302 if page == "/back-office/" else 200)
    if found.streaming:
        found.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        *("/Nowhere", "/NOWHERE/", "/nowhere.csv/x/"),
        # Not the list of all.
        *("/partnerships/%00/", "/regions/%E2%80%8B/", "/api/v1/partnerships/%00/"),
        # What is signed, or has a number of its own, is another in small letters.
        *("/preview/aB:c/", "/Preview/aB:c/", "/calendars/checks/aB.ics", "/join/sent/LCEP-222222/"),
        *("/accounts/invitation/aB:c/", "/Media/a.png", "/MEDIA/A.png/"),
        "/nowhere.",
        "//evil.example/x",
        "/regions/nowhere/",
        "/..",
        "/%00.",
        "/)",
        "/media//a.pdf",
        "/media/a.png).",
    ],
)
def test_what_holds_no_page_leads_nowhere(client, address):
    response = get(client, address)

    assert response.status_code in {400, 404}, response.get("Location")


def test_staff_are_led_to_no_other_address_that_is_not_there(staff_client):
    for path in ("/back-office/nowhere/", "/back-office/nowhere", "/back-office/partnerships/nowhere/1/change/"):
        assert staff_client.get(path).status_code == 404


@pytest.mark.parametrize("address", ["/partnerships/", "/regions/", "/"])
def test_an_address_that_is_right_is_not_looked_at_again(client, address, monkeypatch):
    monkeypatch.setattr(typed_addresses, "page_within", None)

    assert client.get(address).status_code == 200
