"""Where a request came from, whatever proxies wrote: limits count it, and hold back nobody else for it."""

import pytest
from django.test import Client

from partnerships.abuse import networks, rate_limit

NEAREST = "203.0.113.7"
LIST = "/api/v1/partnerships/"


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch):
    monkeypatch.setattr(networks, "_last_said", float("-inf"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::/64"),
        ("[::1]", "::/64"),
        *(
            (odd, "")
            for odd in ("", "unknown", "_hidden", "1.2.3", "[::1", "203.0.113.7:", "::1:99999999", "@", "٣.3.3.3")
        ),
    ],
)
def test_a_network_is_read_from_an_address(address, network):
    assert networks.network_of({"REMOTE_ADDR": address}) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", NEAREST),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "198.51.100.1:5678", "198.51.100.1"),
        (1, "[2001:db8::1]:80", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "192.0.2.66, 198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.66:1,198.51.100.1:2", "198.51.100.1"),
        (2, "192.0.2.66, 198.51.100.1", "192.0.2.66"),
        (2, "192.0.2.1, 192.0.2.66, 198.51.100.1", "192.0.2.66"),
    ],
)
def test_behind_proxies_only_what_our_own_wrote_down_counts(settings, caplog, proxies, forwarded, address):
    settings.PROXIES_IN_FRONT = proxies

    assert networks.address_of({"REMOTE_ADDR": NEAREST, "HTTP_X_FORWARDED_FOR": forwarded}) == address
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, None, NEAREST),
        (1, "", NEAREST),
        (1, " , ", NEAREST),
        (1, "unknown", NEAREST),
        (1, "192.0.2.66, unknown", NEAREST),
        (2, "198.51.100.1", "198.51.100.1"),
        (2, "unknown, 198.51.100.1", "198.51.100.1"),
        (3, "192.0.2.66, 198.51.100.1", "192.0.2.66"),
    ],
)
def test_proxies_that_do_not_tell_make_visitors_count_together_and_the_log_says_so_once(
    settings, caplog, proxies, forwarded, address
):
    settings.PROXIES_IN_FRONT = proxies
    meta = {"REMOTE_ADDR": NEAREST} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})

    assert [networks.address_of(meta) for _ in range(3)] == [address] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert f"PROXIES_IN_FRONT says there are {proxies}." in caplog.text
    # Whoever asked stays out of the log.
    assert "198.51" not in caplog.text and NEAREST not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HTTP_X_FORWARDED_FOR": "198.51.100.1:%d"}, {"HTTP_X_FORWARDED_FOR": "?%d"}])
def test_no_header_and_no_port_lets_anybody_past_a_limit(settings, monkeypatch, headers):
    settings.PROXIES_IN_FRONT = 1
    monkeypatch.setattr(rate_limit, "MAX_REQUESTS", 2)
    ask = Client(REMOTE_ADDR=NEAREST)

    asked = [ask.get(LIST, **{name: value % number for name, value in headers.items()}) for number in range(4)]

    assert [answer.status_code for answer in asked] == [200, 200, 429, 429]
    # And it keeps nobody else out.
    assert ask.get(LIST, HTTP_X_FORWARDED_FOR="198.51.100.2").status_code == 200
