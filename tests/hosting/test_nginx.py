"""What stands in front: it takes what the site takes, and tries again only what cannot happen twice."""

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from lcep_site.settings import BASE_DIR
from members.mailing_list import links
from members.mailing_list.consent import CURRENT_FOR_CORRECTIONS
from members.proposals.links import CHECK_LINK, CORRECTION_LINK
from members.vocabulary import ProposalSource, ProposalState
from partnerships.enquiries.partnership_replies import Reply, enquiry_link
from partnerships.files import documents, pictures
from partnerships.models import FormSubmission
from tests.enquiry_forms import filled_in, hidden_in, opened, page_of
from tests.factories import make_check_request, make_enquiry, make_partnership, make_proposal, make_subscriber
from tests.hosting import dockerfile

FOLDER = BASE_DIR / "docs" / "hosting"
CONFIGURATION = (FOLDER / "nginx.conf").read_text()
MEGABYTE = 2**20
# A public page that may be posted to, and why a second sending of it is not harmless.
SENT_ONCE = {
    "news-by-mail/": "another mail leaves if a minute has passed",
    "news-by-mail/stop/<str:token>/": "the second is told that the link does not work",
}


def tried_again():
    """Return the pattern of addresses that are asked once more of the other web server, even with a form."""
    block = next(part for part in CONFIGURATION.split("location ~ ")[1:] if "non_idempotent" in part.split("}")[0])
    return re.compile(block.split(" {")[0])


def routes_posted_to(patterns=None, prefix=""):
    """Yield the routes outside accounts, back office and the interface for programs that take what anybody posts."""
    for pattern in get_resolver("lcep_site.urls").url_patterns if patterns is None else patterns:
        route = f"{prefix}{pattern.pattern}"
        if route.startswith(("accounts/", "api/", "back-office/")):
            continue
        if isinstance(pattern, URLPattern):
            if getattr(pattern.callback, "csrf_exempt", False):
                yield route
        else:
            yield from routes_posted_to(pattern.url_patterns, route)


def test_every_form_of_the_public_is_tried_again_or_has_a_reason_not_to_be():
    again = {route for route in routes_posted_to() if tried_again().search("/" + re.sub(r"<[^>]*>", "x:y", route))}

    assert set(routes_posted_to()) - again == set(SENT_ONCE)
    assert len(again) == 8
    for path in ("/back-office/partnerships/", "/accounts/login/", "/join/x/", "/partnerships/x/join/", "/find/"):
        assert not tried_again().search(path)
    assert CONFIGURATION.count("non_idempotent") == 1


def everything_kept():
    """Return how many rows there are of each model of ours, but for what was sent how often, which limits count."""
    ours = [model for app in ("partnerships", "members") for model in apps.get_app_config(app).get_models()]
    ours.remove(FormSubmission)
    return {model.__name__: model.objects.count() for model in ours}


def _enquiry(client):
    checked = client.post("/join/", filled_in())
    return "/join/", hidden_in(checked) | {"step": "send"}


def _reply(client):
    partnership = make_partnership(contact_email="host@leeds.example")
    link = enquiry_link(make_enquiry(partnership=partnership), "host@leeds.example")
    return "/" + link.split("/", 3)[3], {"statement": Reply.HAS_ANSWERED}


def _check(client):
    path = CHECK_LINK.path(make_check_request())
    return path, hidden_in(client.get(path))


def _check_with_changes(client):
    path = CHECK_LINK.path(make_check_request()) + "change/"
    fields = {field.html_name: field.value() for field in client.get(path).context["form"]}
    filled = {name: value for name, value in fields.items() if value not in (None, False)}
    filled["note"] = "We have moved to Bradford."
    return path, hidden_in(client.post(path, filled)) | {"step": "send"}


def _correction(client):
    proposal = make_proposal(source=ProposalSource.VISITOR, state=ProposalState.UNCONFIRMED, email="a@visitor.example")
    return CORRECTION_LINK.path(proposal), {}


def _correction_form(client):
    path = f"/partnerships/{make_partnership(summary='Old.').slug}/correct/"
    form = {"token": opened().token, "part": "summary", "wrong": "It has moved.", "right": "New."}
    return path, form | {"email": "vera@visitor.example", "consent": CURRENT_FOR_CORRECTIONS.version}


def _subscription(client):
    return links.CONFIRM.path(make_subscriber(confirmed_at=None)), {}


def _choices(client):
    return links.CHOICES.path(make_subscriber()), {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "prepared", [_enquiry, _reply, _check, _check_with_changes, _correction, _correction_form, _subscription, _choices]
)
def test_a_form_that_is_tried_again_changes_nothing_the_second_time_and_its_sender_is_told_the_same(client, prepared):
    path, form = prepared(client)
    assert tried_again().search(path)

    # The first answer is lost with the web server that was killed.
    first = client.post(path, form)
    kept = everything_kept()
    second = client.post(path, form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert page_of(second) == page_of(first)
    assert everything_kept() == kept


def limit_of(location):
    """Return how many bytes nginx takes in a request to `location`."""
    block = CONFIGURATION.split(f"location {location} {{")[1] if location else CONFIGURATION.split("server {")[1]
    return int(re.search(r"client_max_body_size (\d+)m;", block)[1]) * MEGABYTE


@pytest.mark.no_database
def test_the_proxy_takes_what_the_site_takes_and_a_little_more_so_that_the_site_can_say_no(settings):
    largest = max(documents.MAX_BYTES, pictures.MAX_BYTES)

    assert largest + MEGABYTE <= limit_of("/back-office/") <= 2 * largest
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE + MEGABYTE <= limit_of("") <= 2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert f"{documents.MAX_BYTES // MEGABYTE} megabytes" in CONFIGURATION.split("@too_large")[2]


@pytest.mark.no_database
@pytest.mark.parametrize(
    "line",
    [
        "proxy_request_buffering on;",
        "proxy_buffering on;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_set_header X-Forwarded-Proto $front_scheme;",
        "proxy_set_header X-Request-ID $request_id;",
        "proxy_set_header Host $http_host;",
        "limit_conn visitors 100;",
        "error_log stderr crit;",
    ],
)
def test_the_site_is_told_who_asks_and_shielded_from_who_is_slow(line):
    assert line in [each.strip() for each in CONFIGURATION.splitlines()]


@pytest.mark.no_database
def test_a_style_sheet_that_one_version_does_not_have_is_asked_of_the_other_and_nothing_else_is():
    assert "location /static/ {\n            proxy_next_upstream error timeout http_404;\n" in CONFIGURATION
    assert CONFIGURATION.count("http_404") == 1


@pytest.mark.no_database
def test_the_log_of_the_proxy_tells_nothing_of_who_asked_for_what():
    told = re.search(r"log_format fault '([^']*)'", CONFIGURATION)[1]

    assert set(re.findall(r"\$\w+", told)) == {
        *("$time_iso8601", "$status", "$request_id", "$request_time", "$upstream_addr", "$upstream_status")
    }
    assert re.findall(r"access_log [^;]*;", CONFIGURATION) == ["access_log ${LCEP_LOG} fault if=$is_fault;"]


@pytest.mark.no_database
def test_a_visitor_says_how_they_came_only_where_another_proxy_speaks_for_them():
    fronts = {path.name: path.read_text() for path in FOLDER.glob("front-*.conf")}

    assert "set $front_scheme $scheme;" in fronts["front-tls.conf"]
    assert "set $front_scheme $http_x_forwarded_proto;" in fronts["front-plain.conf"]
    assert "set_real_ip_from" in fronts["front-plain.conf"] and "real_ip" not in fronts["front-tls.conf"]
    assert "0.0.0.0/0" not in fronts["front-plain.conf"]
    assert dockerfile.stages()[-1].last("EXPOSE").text == "8000"
