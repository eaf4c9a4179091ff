"""Who comes to the form for one errand, by a link, reads of that errand, and not of joining."""

import pytest

from tests.reading import words_of

pytestmark = pytest.mark.django_db


def test_who_comes_for_press_or_to_complain_reads_of_that_and_who_answers_when(client):
    press, complain = (words_of(client.get(f"/join/?topic={topic}")) for topic in ("press", "complain"))

    answers = "The national desk of this directory answers you by e-mail within"
    assert f"Press or research {answers} 2 working days." in press
    assert f"Complain about how we handle personal data {answers} 30 days." in complain


def test_who_comes_to_correct_something_is_not_told_to_join(client):
    response = client.get("/join/?topic=correct")

    assert "<h1>Correct something in this directory</h1>" in response.content.decode()
    assert "Correct something in this directory Tell us what you want to do." in words_of(response)


@pytest.mark.parametrize("query", ["", "?topic=join", "?topic=other", "?topic=nonsense"])
def test_the_form_is_called_after_joining_and_asking_for_everybody_else(client, query):
    assert "<h1>Join a Local Cultural Education Partnership, or ask" in client.get(f"/join/{query}").content.decode()
