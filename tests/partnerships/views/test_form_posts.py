"""Whatever is posted to the form for joining and asking gets a page that says what to do: never a breakdown."""

import io

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.database import outage
from partnerships.models import Enquiry, FormSubmission
from tests.enquiry_forms import filled_in, hidden_in, opened
from tests.factories import make_authority, make_bridge, make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db

# The client keeps nothing between two examples, and the rows they leave do them no harm.
EXAMPLES = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FORM = "application/x-www-form-urlencoded"
ODD = [
    "",
    "\0",
    "Dover",
    "Kent",
    "Castle",
    "LS1 3AB",
    "Wales",
    "partnership:castle",
    "unsure:dover",
    "place:Dover",
    "bridge:ive",
    "amina@studio.example",
    "amina@münchen.example",
    "Amina\r\nBcc: everybody@example.com",
    "{{ settings.SECRET_KEY }}",
    "' OR 1=1 --",
    "🎭" * 3000,
    "\u202eשלום\u2066",
]
VALUES = st.one_of(st.sampled_from(ODD), st.text(max_size=60))
CHANGES = st.dictionaries(st.sampled_from([*filled_in(), "seal", "other"]), VALUES, max_size=6)
STEPS = st.sampled_from(["check", "change", "elsewhere", "send", "dance"])
TOPICS = st.sampled_from(["join", "start", "support", "correct", "press", "other"])
TYPES = st.sampled_from(
    [
        FORM,
        f"{FORM}; charset=utf-16",
        f"{FORM}; charset=base64",
        "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=x; charset=raw_unicode_escape",
        "multipart/form-data",
        "application/json",
        "text/plain; charset=\x80",
        "",
    ]
)


@pytest.fixture
def places():
    """A few places and partnerships for words to lead to."""
    bridge = make_bridge(name="IVE")
    dover, thanet = (make_authority(name=name, county="Kent", bridge=bridge) for name in ("Dover", "Thanet"))
    make_partnership([dover], name="Castle")
    make_partnership([dover, thanet], name="Harbour")


@EXAMPLES
@given(topic=TOPICS, step=STEPS, changes=CHANGES)
def test_no_answers_break_the_form(client, places, topic, step, changes):
    response = client.post("/join/", filled_in(topic=topic, step=step) | changes)

    assert response.status_code in {200, 302}


@EXAMPLES
@given(topic=TOPICS, changes=CHANGES)
def test_no_answers_that_can_be_checked_break_the_sending(client, places, topic, changes):
    # So many examples are more than anybody sends.
    FormSubmission.objects.all().delete()
    checked = hidden_in(client.post("/join/", filled_in(topic=topic) | changes))

    response = client.post("/join/", checked | {"step": "send"})

    assert response.status_code in {200, 302}


@EXAMPLES
@given(body=st.binary(max_size=300), content_type=TYPES)
def test_no_bytes_break_the_form(client, places, body, content_type):
    assert client.generic("POST", "/join/", body, content_type=content_type).status_code in {200, 302, 400}


@EXAMPLES
@given(query=st.dictionaries(st.sampled_from(["partnership", "authority", "bridge", "topic"]), VALUES))
def test_no_link_breaks_the_form(client, places, query):
    assert client.get("/join/", query).status_code == 200


def test_what_calls_itself_by_another_encoding_is_read_as_utf_8(client):
    body = "\r\n".join(["--x", 'Content-Disposition: form-data; name="name"', "", "\\ud800é", "--x--", ""]).encode()

    response = client.generic(
        "POST", "/join/", body, content_type="multipart/form-data; boundary=x; charset=raw_unicode_escape"
    )

    assert 'name="name" value="\\ud800é"' in response.content.decode()


def test_a_message_of_a_megabyte_is_shown_again_with_its_length(client):
    response = client.post("/join/", filled_in(message="a" * 1_000_000))

    assert "Your message must be 5,000 characters or fewer. It has 1,000,000" in words_of(response)
    assert "a" * 1_000_000 in response.content.decode()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("message=" + "a" * 4_000_000, FORM, 413),
        ("&".join(f"field{number}=" for number in range(2000)), FORM, 400),
        ("message=half", "multipart/form-data", 400),
    ],
)
def test_what_cannot_be_read_gets_a_page_that_says_what_to_do(client, body, content_type, status):
    response = client.generic("POST", "/join/", body, content_type=content_type)

    assert response.status_code == status
    assert "Use your browser’s Back button: what you typed should still be there." in words_of(response)


class CutOff(io.BytesIO):
    """What comes from a visitor who goes away before the end."""

    def read(self, size=-1):
        raise ConnectionResetError


@pytest.mark.parametrize("length", [1_000, 4_000_000])
@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x"])
def test_a_visitor_who_goes_away_while_sending_is_no_mistake_of_ours(client, content_type, length):
    cut_off = {"wsgi.input": CutOff(), "CONTENT_LENGTH": str(length)}

    response = client.generic("POST", "/join/", "message=half", content_type=content_type, **cut_off)

    assert response.status_code == 400


def test_a_name_cannot_write_a_header(client):
    checked = hidden_in(client.post("/join/", filled_in(token=opened().token, name="Amina\r\nBcc: a@b.example")))
    client.post("/join/", checked | {"step": "send"})

    assert Enquiry.objects.get().name == "Amina Bcc: a@b.example"


def test_a_line_of_the_log_takes_nothing_away_from_a_form_that_comes_in_parts(client):
    # The first request after an outage writes one before the form is read, and looks in it for what it must not tell.
    outage.mine.notice(OperationalError("server closed the connection"))

    checked = client.post("/join/", filled_in())
    client.post("/join/", hidden_in(checked) | {"step": "send"})

    assert Enquiry.objects.get().name == filled_in()["name"]
