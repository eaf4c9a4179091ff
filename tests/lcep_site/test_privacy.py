"""The privacy notice says what the code does: its periods, its consents, its cookies."""

import html
import re

import pytest
from django.conf import settings
from django.test import override_settings

from members.mailing_list import consent as news_consent
from members.mailing_list.digest import FORTNIGHT_DAYS
from partnerships.enquiries import consent
from partnerships.privacy import retention
from partnerships.vocabulary import RouteKind
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(client):
    """The page."""
    return client.get("/privacy/")


def rows_of_table(response):
    """Return the cells of the table's rows, as text."""
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL).group(1)
    return [
        tuple(html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def test_the_table_is_every_rule_of_retention_and_nothing_else(notice):
    assert rows_of_table(notice) == [(rule.what, str(rule.keep), rule.why, rule.then) for rule in retention.rules()]


def test_every_period_the_notice_names_is_in_the_data(notice):
    body = re.sub(r"<table.*?</table>", "", notice.content.decode(), flags=re.DOTALL)

    periods = re.findall(r"\b(?:\d+|a|two|three|six) (?:days?|weeks?|months?|years?)\b", words_of_text(body))

    # The cookies: below. Our answers: a month and 30 days, as the law has it.
    assert periods == ["a year", "180 days", "a month", "30 days"]


def test_how_long_backups_keep_what_was_erased_is_told_where_they_are_made(client, settings):
    settings.BACKUP_FOLDER, settings.BACKUP_KEEP = "/backups", (7, 4, 12)

    assert "The oldest copy is kept for 12 months" in words_of(client.get("/privacy/"))


def words_of_text(content):
    """Return text without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", content)).split())


@pytest.mark.parametrize("texts", [consent.CONSENTS, news_consent.CONSENTS, news_consent.CORRECTION_CONSENTS])
def test_the_notice_shows_every_version_of_what_people_agree_to(notice, texts):
    text = words_of(notice)

    for version, agreed in texts.items():
        assert f"Version {version}, since {agreed.since:%-d %B %Y}: “{agreed.text}”" in text


def test_the_cookies_end_when_the_notice_says():
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert settings.ACCOUNT_SESSION_REMEMBER is False
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.session.SessionStorage"
    assert settings.CSRF_COOKIE_AGE == 52 * 7 * 24 * 60 * 60
    assert not settings.SESSION_SAVE_EVERY_REQUEST


def test_the_news_comes_as_often_as_people_are_told():
    assert FORTNIGHT_DAYS == 14


def test_the_notice_names_all_who_can_receive_an_enquiry(notice):
    text = words_of(notice)
    sentences = {
        RouteKind.PARTNERSHIP: "the partnership, if it takes enquiries",
        RouteKind.SUPPORT: "if not, the organisation that supports it",
        RouteKind.BRIDGE: "the Bridge Organisation that the place had until March 2023",
        RouteKind.DATA: "if you complain about how we treat your details: the desk for personal data",
        RouteKind.NATIONAL: "if there is none of these: our own staff",
    }

    assert set(sentences) == set(RouteKind)
    assert [kind for kind, sentence in sentences.items() if sentence not in text] == []


@override_settings(DATA_CONTROLLER="the Example Trust")
def test_the_notice_names_the_controller_it_is_set_up_with(client):
    assert "why. It is the Example Trust." in words_of(client.get("/privacy/"))


def test_the_notice_leads_to_the_complaint_and_the_regulator(notice):
    content = notice.content.decode()

    assert 'href="/join/?topic=other"' in content
    assert 'href="https://ico.org.uk/make-a-complaint/"' in content
