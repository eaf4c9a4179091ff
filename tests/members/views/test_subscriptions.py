"""The pages of the mailing list: what they ask, that links act only on POST, and that strangers learn nothing."""

import datetime
import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from members.forms import subscriptions as forms
from members.mailing_list import digest
from members.mailing_list.consent import CURRENT
from members.mailing_list.subscriptions import FORM, PER_NETWORK
from members.models import Subscriber
from partnerships.models import FormSubmission, OutgoingMail
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_partnership, make_priority, make_region, make_subscriber
from tests.reading import words_of

pytestmark = pytest.mark.django_db

FORM_PAGE, ASKED_PAGE = "/news-by-mail/", "/news-by-mail/asked/"
JO = "jo@reader.example"


def ticked(response):
    """Return the values of the boxes with a tick."""
    boxes = re.findall(r'<input type="checkbox"[^>]* checked[^>]*>', response.content.decode())
    return sorted(re.search(r'value="([^"]*)"', box).group(1) for box in boxes)


def ask(client, email=JO, **answers):
    """Send the form, filled in without a mistake but for `answers`; return the response."""
    return client.post(FORM_PAGE, {"email": email, "consent": CURRENT.version} | answers)


def answer_in_full(client, email):
    """Return everything a browser gets that sends the form with `email` and follows: bytes, headers and cookies."""
    sent = ask(client, email)
    after = client.get(sent["Location"])
    return [(page.status_code, page.content, dict(page.headers), str(page.cookies)) for page in (sent, after)]


def test_a_sent_form_leads_to_a_page_that_says_to_look_in_the_mailbox(client):
    region, priority, partnership = make_region(), make_priority(), make_partnership()
    chosen = {"regions": [region.slug], "priorities": [priority.slug], "partnership": partnership.slug}
    chosen |= {"kinds": ["opportunities"]}

    response = ask(client, **chosen)

    subscriber = Subscriber.objects.get()
    assert (response.status_code, response["Location"]) == (302, ASKED_PAGE)
    assert client.get(ASKED_PAGE).status_code == 200
    assert [*subscriber.regions.all(), *subscriber.priorities.all()] == [region, priority]
    assert [*subscriber.partnerships.all()] == [partnership]
    assert subscriber.kinds == ["opportunities"]


def test_the_page_after_asking_promises_no_more_than_is_done_and_says_the_same_to_all(client, monkeypatch):
    pages, mails, begun = [], [], timezone.now()
    for minute, email in enumerate([JO, JO, JO.upper(), JO, "new@reader.example"]):
        moment = begun + datetime.timedelta(minutes=minute)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        ask(client, email)
        pages.append(words_of(client.get(ASKED_PAGE)))
        mails.append(OutgoingMail.objects.count())

    assert len({*pages}) == 1
    assert mails == [1, 2, 3, 3, 4]
    assert "We send a mail to the address you entered." in pages[0]
    assert "We send no more than three such mails to one address in a day." in pages[0]
    assert "We delete an address that is not confirmed after 7 days" in pages[0]
    assert not [word for word in ("We have written", "We have sent", JO) if word in pages[0]]


def test_where_partnerships_are_too_many_to_list_one_is_asked_for_by_name(client, monkeypatch):
    monkeypatch.setattr(forms, "MOST_LISTED", 1)
    partnership = make_partnership(name="Leeds & Co")
    partnership.names.create(name="The Hub")
    make_partnership(name="Another")

    page = client.get(FORM_PAGE).content.decode()
    answers = [ask(client, partnership=name) for name in ("Leeds & Co", "the hub", "leeds-co", "Nobody", "")]

    assert ("<option" in page, "Another" in page, "Its name as it is in this directory." in page) == (
        False,
        False,
        True,
    )
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 302]
    assert "Enter the name of a partnership as it is in this directory" in words_of(answers[3])
    assert [*Subscriber.objects.get().partnerships.all()] == [partnership]


def test_a_stranger_gets_the_same_answer_to_the_last_byte_whoever_is_on_the_list():
    make_subscriber(email="known@reader.example")
    make_subscriber(email="waits@reader.example", confirmed_at=None)
    make_subscriber(email="often@reader.example")
    for _ in range(5):
        ask(Client(), "often@reader.example")

    answers = [answer_in_full(Client(), f"{name}@reader.example") for name in ("new", "known", "waits", "often")]

    assert OutgoingMail.objects.filter(to__in=["new@reader.example", "known@reader.example"]).count() == 2
    assert answers[1:] == [answers[0]] * 3


def test_a_link_from_a_page_has_its_choices_ticked(client):
    region, priority, partnership = make_region(), make_priority(), make_partnership()
    make_region()

    chosen = {"region": region.slug, "priority": priority.slug, "partnership": partnership.slug}

    response = client.get(FORM_PAGE, chosen | {"kind": ["opportunities", "events"]})

    assert ticked(response) == sorted([*chosen.values(), "opportunities", "events"])


def test_every_kind_of_news_can_be_chosen_in_the_order_of_a_mail(client):
    page = client.get(FORM_PAGE).text

    assert re.findall(r'name="kinds" value="([^"]*)"', page) == [source.name for source in digest.sources()]
    assert words_of(client.get(FORM_PAGE)).count("Select none to hear of all.") == 1


@pytest.mark.parametrize("path", ["/news/", "/events/", "/case-studies/", "/opportunities/", "/changes/"])
def test_a_list_with_nothing_in_it_leads_to_the_news_with_its_kind_chosen(client, path):
    [address] = {unescape(link) for link in re.findall(r'href="(/news-by-mail/\?[^"]*)"', client.get(path).text)}

    assert ticked(client.get(address)) == [path.strip("/")]


@pytest.mark.parametrize(
    "query", ["region=atlantis", "kind=%00", "kind=poems", "region=%00", "partnership=%FF%FE", "priority=" + "x" * 3000]
)
def test_a_link_that_makes_no_sense_shows_the_form_with_nothing_ticked(client, query):
    make_region()

    response = client.get(f"{FORM_PAGE}?{query}")

    assert response.status_code == 200
    assert ticked(response) == []


def test_a_partnership_that_is_not_published_cannot_be_chosen(client):
    hidden = make_partnership(publication=PublicationState.DRAFT)

    linked = client.get(FORM_PAGE, {"partnership": hidden.slug})
    sent = ask(client, partnership=hidden.slug)

    assert hidden.name not in linked.content.decode()
    assert "Select a partnership from the list" in words_of(sent)


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Enter your e-mail address"),
        ("jo", "Enter an e-mail address in the correct format"),
        ("jo@reader.example\nBcc: all@reader.example", "Enter an e-mail address in the correct format"),
        ("j" * 300 + "@reader.example", "Your e-mail address must be 254 characters or fewer"),
        ("žofie@reader.example", "We cannot send e-mail to an address with accents"),
    ],
)
def test_an_address_that_cannot_be_written_to_is_asked_for_again_with_words(client, email, words):
    response = ask(client, email)

    assert response.status_code == 200
    assert words in words_of(response)
    assert "<title>Error: " in response.content.decode()
    assert Subscriber.objects.count() == 0


def test_what_was_typed_and_chosen_is_kept_when_something_is_wrong(client):
    region, partnership = make_region(), make_partnership()

    response = client.post(
        FORM_PAGE,
        {"email": JO, "kinds": "news", "regions": [region.slug], "partnerships": partnership.slug, "consent": ""},
    )

    assert "Tick the box if you agree" in words_of(response)
    assert f'value="{JO}"' in response.content.decode()
    assert ticked(response) == sorted(["news", region.slug, partnership.slug])


def test_an_address_in_another_script_is_accepted(client):
    ask(client, "jo@bücher.example")

    assert OutgoingMail.objects.get().to == "jo@bücher.example"


def test_a_message_of_megabytes_is_refused_with_the_form(client):
    response = client.post(FORM_PAGE, {"email": "x" * 3_000_000})

    assert response.status_code == 413
    assert "News by e-mail" in words_of(response)


def test_a_network_that_floods_is_told_to_wait(client):
    ask(client)
    rows = [
        FormSubmission(form=FORM, sender_hash=row.sender_hash)
        for row in FormSubmission.objects.all()
        for _ in range(PER_NETWORK.most)
    ]
    FormSubmission.objects.bulk_create(rows)

    response = ask(client, "other@reader.example")

    assert response.status_code == 429
    assert "Wait 60 minutes, then press “Get news by e-mail” again" in words_of(response)


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_asks_the_database_the_same_for_any_number(client, django_assert_num_queries, number):
    for _ in range(number):
        make_partnership()
        make_priority()

    with django_assert_num_queries(4):
        client.get(FORM_PAGE)


@pytest.mark.parametrize("name", ["kinds", "regions", "priorities", "partnerships"])
@pytest.mark.parametrize("slug", ["zz", "\0", "🎻", "../../etc"])
def test_what_a_stale_page_chose_is_refused_so_that_nobody_hears_of_everything_by_it(client, name, slug):
    partnership = make_partnership(name="Leeds & Co")

    response = ask(client, **{name: [slug]}, partnership=partnership.slug)

    words = words_of(response)
    assert words.count("Something you selected is not in this directory any more. Check what is selected now") == 2
    assert f'id="id_{name}_error"' in response.content.decode()
    assert "null" not in words.lower()
    assert not Subscriber.objects.exists()


def test_a_partnership_of_no_letters_is_refused_in_our_words(client):
    response = ask(client, partnership="\0")

    assert "Select a partnership from the list" in words_of(response)
    assert not Subscriber.objects.exists()


def test_what_a_link_names_that_we_do_not_know_is_told(client):
    region = make_region()

    response = client.get(
        f"{FORM_PAGE}?region={region.slug}&region=zz&partnership=nope&priority=%00&kind=news&kind=poems"
    )

    assert ticked(response) == sorted(["news", region.slug])
    assert (
        "We ignored “poems”: it is not one of the kinds of news. "
        "We ignored “zz”: it is not one of the regions. We ignored “ ”: it is not one of the strategic priorities. "
        "We ignored “nope”: it is not one of the partnerships." in words_of(response)
    )


def test_a_list_hands_its_regions_and_priorities_on(client):
    region, priority = make_region(slug="north"), make_priority(slug="voice")
    for _ in range(2):
        make_partnership([make_authority(region=region)]).stated_priorities.create(priority=priority)

    found = client.get("/partnerships/?region=north&priority=voice&stage=unknown&sort=name").text

    address = unescape(re.search(r'href="(/news-by-mail/\?[^"]*)"', found)[1])
    assert ticked(client.get(address)) == ["north", "voice"]
    assert "/news-by-mail/?" not in client.get("/partnerships/?sort=name").text


@pytest.mark.parametrize("name", ["priority", "partnership"])
def test_the_long_lists_are_folded_until_something_in_them_is_chosen_or_wrong(client, name):
    slugs = {"priority": make_priority().slug, "partnership": make_partnership().slug}
    folded, opened = '<details class="entry-more">', '<details class="entry-more" open>'

    pages = [client.get(FORM_PAGE), client.get(FORM_PAGE, {name: slugs[name]}), ask(client, partnership="nobody")]

    assert [(folded in page.text, opened in page.text) for page in pages] == [(True, False), *[(False, True)] * 2]


def test_the_mail_names_the_button_of_the_page_it_leads_to_which_leads_on(client):
    ask(client)
    mail = OutgoingMail.objects.get().text
    path = re.search(r"/news-by-mail/confirm/\S+", mail)[0]

    [button] = re.findall(r'<button class="button" type="submit">([^<]+)</button>', client.get(path).text)
    done = client.post(path, follow=True)

    assert f'press "{button}"' in mail
    assert "Until the first mail comes, find who works near you." in words_of(done)
