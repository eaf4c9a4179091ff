"""Whatever we sign comes back as it was or is refused by one of two errors, whoever it is for and whatever was sent."""

import datetime

import pytest
from django.core import signing
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lcep_site.accounts.links import INVITATION, SIGN_IN
from members.forms.proposals import _SEAL as CHANGES_SEAL
from members.mailing_list.links import CHOICES, CONFIRM, END
from members.proposals.links import CHECK_LINK, CORRECTION_LINK
from partnerships.abuse.spam import OPENED_FORM
from partnerships.api.cursors import CURSOR
from partnerships.curation.check_calendar import LINK as CHECKS_CALENDAR
from partnerships.enquiries.asking_again import SENT
from partnerships.enquiries.partnership_replies import ENQUIRY_LINK
from partnerships.files.documents import HELD
from partnerships.files.pictures import STASHED
from partnerships.forms.edit_conflicts import OPENED
from partnerships.forms.enquiries import _SEAL as ANSWERS_SEAL
from partnerships.models import ChecksCalendar
from partnerships.publishing import previews
from partnerships.publishing.previews import PREVIEW_LINK
from partnerships.signed_links import FOR_EVER, ExpiredLink, NotOurLink, RowLink, SignedToken
from tests.factories import make_check_request, make_proposal, make_subscriber, make_user

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
ROW_LINKS = [CONFIRM, CHOICES, END, CHECK_LINK, CORRECTION_LINK, CHECKS_CALENDAR]
KINDS = {
    "a calendar of checks": CHECKS_CALENDAR,
    "a check": CHECK_LINK,
    "a correction": CORRECTION_LINK,
    "a cursor": CURSOR,
    "a document": HELD,
    "a form of an entry": OPENED,
    "a form of the public": OPENED_FORM,
    "a picture": STASHED,
    "a preview": PREVIEW_LINK,
    "a sign-in": SIGN_IN,
    "an enquiry": ENQUIRY_LINK,
    "an enquiry just sent": SENT,
    "an invitation": INVITATION,
    "news, to choose": CHOICES,
    "news, to confirm": CONFIRM,
    "news, to end": END,
}
EVERY_KIND = pytest.mark.parametrize("name", KINDS)
# The database is only read, so examples may share one.
ANY_TEXT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def content_for(link):
    """Return something that `link` is for, where it is for rows: one with the number 1."""
    if link in (CONFIRM, CHOICES, END):
        return make_subscriber(pk=1)
    if link is CHECKS_CALENDAR:
        return ChecksCalendar.objects.create(pk=1, user=make_user())
    return {CHECK_LINK: make_check_request, CORRECTION_LINK: make_proposal}[link](pk=1) if link in ROW_LINKS else [1]


def later(monkeypatch, span):
    """Let it be `span` later than it is, for signatures."""
    moment = (timezone.now() + span).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: moment)


@EVERY_KIND
def test_what_was_signed_comes_back(name):
    link = KINDS[name]
    content = content_for(link)

    assert link.read(link.token(content)) == content


@EVERY_KIND
def test_what_was_signed_comes_back_until_its_age_and_not_after(name, monkeypatch):
    link = KINDS[name]
    token = link.token(content_for(link))
    if link.max_age == FOR_EVER:
        later(monkeypatch, datetime.timedelta(days=20_000))
        assert link.read(token)
        return

    later(monkeypatch, link.max_age - MINUTE)
    link.read(token)
    later(monkeypatch, link.max_age + MINUTE)

    with pytest.raises(ExpiredLink):
        link.read(token)


def test_the_ages_are_those_the_mails_and_pages_tell():
    assert {name: link.max_age.days for name, link in KINDS.items() if link.max_age != FOR_EVER} == {
        "a document": 0,
        "a form of the public": 1,
        "a picture": 0,
        "a preview": 30,
        "a sign-in": 1,
        "an enquiry": 30,
        "an enquiry just sent": 0,
        "an invitation": 7,
        "news, to choose": 730,
        "news, to confirm": 7,
        "news, to end": 730,
    }


@EVERY_KIND
def test_what_was_signed_for_something_else_is_not_ours(name):
    link = KINDS[name]
    others = [other for other in KINDS.values() if other != link]
    tokens = [other.token(content_for(other)) for other in others if other not in ROW_LINKS]
    rows = [make_subscriber(pk=1), make_check_request(pk=1), make_proposal(pk=1)]
    by_row = [(CONFIRM, 0), (CHOICES, 0), (END, 0), (CHECK_LINK, 1), (CORRECTION_LINK, 2)]
    tokens += [other.token(rows[number]) for other, number in by_row if other != link]

    for token in tokens:
        with pytest.raises(NotOurLink):
            link.read(token)


@EVERY_KIND
@ANY_TEXT
@given(cut=st.integers(1, 200), letter=st.characters())
@example(cut=1, letter="\0")
@example(cut=1, letter="\ud800")
def test_what_lost_or_changed_something_on_the_way_is_not_ours(name, cut, letter):
    link = KINDS[name]
    row_type = link.rows.model if isinstance(link, RowLink) else None
    content = (row_type.objects.first() or content_for(link)) if row_type else [1]
    token = link.token(content)
    position = cut % len(token)

    changed = {token[:position], token[:position] + letter + token[position + 1 :], letter + token} - {token}

    for damaged in changed:
        with pytest.raises(NotOurLink):
            link.read(damaged)


@EVERY_KIND
@ANY_TEXT
@given(text=st.text(st.characters(exclude_categories=())))
@example(text="")
@example(text="1.2")
@example(text="1.2.3")
@example(text="1:2:3")
@example(text=":" * 1000)
@example(text="1.1aaaaa.aaaaaaaaaaaa")
@example(text="1.aaaaaaaaaaaa")
@example(text="9" * 40 + ".1aaaaa.aaaaaaaaaaaa")
@example(text="٣.1a.aaaaaaaaaaaa")
@example(text="\0.1aaaaa.aaaaaaaaaaaa")
def test_what_we_never_made_is_not_ours(name, text):
    with pytest.raises(NotOurLink):
        KINDS[name].read(text)


@pytest.mark.parametrize("content", [["nosuchkind", 1, "key"], [1, "key"], ["user", 1, "key"]])
def test_a_preview_of_a_kind_or_entry_there_is_not_is_not_ours(content):
    with pytest.raises(NotOurLink):
        previews.entry_of(PREVIEW_LINK.token(content))


@pytest.mark.parametrize("link", ROW_LINKS, ids=lambda link: link.page)
def test_a_link_whose_row_is_gone_is_like_one_that_was_made_up(link):
    row = content_for(link)
    token = link.token(row)
    row.delete()

    with pytest.raises(NotOurLink):
        link.read(token)


@pytest.mark.parametrize("name", ["a check", "a correction", "news, to end"])
def test_a_link_to_a_row_needs_one_query(name, django_assert_num_queries):
    link = KINDS[name]
    token = link.token(content_for(link))

    with django_assert_num_queries(1):
        link.read(token)


def test_no_two_kinds_have_one_salt():
    salts = [link.salt for link in KINDS.values()]

    assert len({*salts, ANSWERS_SEAL.salt, CHANGES_SEAL.salt}) == len(salts) + 2


def test_a_signature_with_another_key_is_not_ours():
    token = signing.dumps([1], key="another", salt=ENQUIRY_LINK.salt)

    with pytest.raises(NotOurLink):
        ENQUIRY_LINK.read(token)


def test_a_key_that_was_replaced_still_reads_what_it_signed(settings):
    token = ENQUIRY_LINK.token([1])
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one"

    assert ENQUIRY_LINK.read(token) == [1]


def test_a_seal_fits_its_text_and_kind_only():
    seal = ANSWERS_SEAL.seal("text")

    assert seal == SignedToken(salt=ANSWERS_SEAL.salt).seal("text")
    assert seal not in {ANSWERS_SEAL.seal("other text"), CHANGES_SEAL.seal("text")}
