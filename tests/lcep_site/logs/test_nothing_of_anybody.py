"""No line of the log has anything of a person in it, however a page breaks down over what they sent."""

import pytest
from django.db import DatabaseError, IntegrityError, connection
from django.http import QueryDict

from lcep_site.logs.scrubbing import MOST_READ, scrubbed
from lcep_site.urls import urlpatterns
from tests.factories import make_partnership
from tests.lcep_site.test_kept_queries import EXAMPLES, public_paths

pytestmark = pytest.mark.django_db
MARKS = {"q": "ZE3 9JX", "email": "amina.marked@school.example", "message": "Quibbledown wrote this", "name": "Zebedee"}
# As signing.dumps makes one, at a fixed moment: it is part of the names of tests, which are the same in each process.
TOKEN = "eyJlbnF1aXJ5Ijo3N30:1xXQPF:rjqG8rmL6GO7Tl_JVJ73h7kS0h6-BmwppgN-PyuVMWA"
SECRETS = ("ZE3", "9JX", "marked", "amina", "school.example", "uibbledown", "ebedee", TOKEN, TOKEN[:12], "192.0.2.77")
ROUTES = sorted({path.replace("/x/", f"/{TOKEN}/") for path in public_paths(urlpatterns)})


def says_all(run, sql, params, many, context):
    """Fail as a database does that repeats what it was given, in whatever way."""
    said = f"{params!r}\nDETAIL: Key (email)=({MARKS['email']}) {TOKEN} already exists."
    raise IntegrityError(said)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.usefixtures("access_lines")
def test_a_page_that_breaks_down_tells_nothing_of_what_was_sent(visitor, log, console, path, method):
    with connection.execute_wrapper(says_all):
        getattr(visitor, method)(
            f"{path}?{QueryDict.fromkeys(['q'], MARKS['q']).urlencode()}" if method == "post" else path,
            MARKS,
            REMOTE_ADDR="192.0.2.77",
        )
    console.repeats.close_window()

    # Nothing is told of a balancer that is answered.
    assert f"{method.upper()} " in log.text or path == "/health/live/"
    assert [secret for secret in SECRETS if secret in log.text] == []


@pytest.mark.parametrize("said", ["{q}", "got {email!r}", "{name} and {message}", "no {message}, {q}"])
@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError, DatabaseError])
def test_an_error_that_repeats_what_was_typed_is_told_without(visitor, log, monkeypatch, error, said):
    make_partnership()

    def fail(*arguments, **options):
        raise error(said.format(**MARKS))

    monkeypatch.setattr("partnerships.views.enquiries.EnquiryForm.is_valid", fail)
    visitor.post("/join/", MARKS)

    assert f"Internal Server Error: {error.__name__}: " in log.text
    assert [secret for secret in SECRETS if secret in log.text] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Mail to a.b+c@d.example left", "Mail to [e-mail] left"),
        ("near LS1 3AB, and ls13ab", "near [postcode], and [postcode]"),
        ("call 0113 496 0000 or +44 113 496 0000", "call [number] or [number]"),
        (f"the link {TOKEN}", "the link [token]"),
        ("set/Mg/c8x2jk-0123456789abcdef0123456789abcdef/", "set/Mg/[token]/"),
        ("session 1abcdefghijklmnopqrstuvwxyz2", "session [token]"),
        ("at https://user:pass@host.example/x?y", "at [address]"),
        ('invalid input syntax for type integer: "what"', "invalid input syntax for type integer: …"),
        ("failing\nDETAIL:  Failing row contains (1, a)", "failing\nDETAIL: …"),
        # What helps stays.
        ('relation "partnerships_enquiry" does not exist', 'relation "partnerships_enquiry" does not exist'),
        ("'NoneType' object has no attribute 'pk'", "'NoneType' object has no attribute 'pk'"),
        ("2026-11-28 20:15:00 and 12345 rows", "2026-11-28 20:15:00 and 12345 rows"),
        ("partnerships.enquiries.receive_many_of_them_2", "partnerships.enquiries.receive_many_of_them_2"),
    ],
)
def test_what_looks_like_somebodys_goes_and_what_helps_stays(said, told):
    assert scrubbed(said, None) == told


def test_what_is_in_cookies_and_forms_that_cannot_be_read_is_looked_for_too(rf):
    request = rf.post("/x/", b"not a form", content_type="multipart/form-data")
    request.COOKIES = {"sessionid": "abcdefgh"}

    assert scrubbed("no abcdefgh here", request) == "no … here"


def test_examples_of_addresses_are_all_there():
    assert len(ROUTES) > 60 and EXAMPLES


def test_of_what_is_very_long_the_beginning_is_looked_through_and_none_of_what_was_typed_is_left():
    assert len(scrubbed("a" * 10_000, None)) == MOST_READ
    assert scrubbed(f"invalid literal: '{'Jo Smith ' * 1_000}'", None) == "invalid literal: …"
