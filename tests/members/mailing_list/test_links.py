"""The signed links in mails to subscribers: for one address, as long as it is on the list."""

import pytest

from members.mailing_list.links import CONFIRM, END
from members.models import Subscriber
from partnerships.signed_links import NotOurLink
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_its_subscriber_as_often_as_it_is_opened():
    subscriber = make_subscriber()
    given = END.token(subscriber)

    assert [END.read(given), END.read(given)] == [subscriber, subscriber]


def test_a_link_is_a_whole_address_with_nothing_of_the_subscribers_in_it():
    subscriber = make_subscriber(email="jo@reader.example")

    address = CONFIRM.url(subscriber)

    assert address.startswith("http://127.0.0.1:8000/news-by-mail/confirm/")
    assert "jo" not in address.removeprefix("http://127.0.0.1:8000/news-by-mail/confirm/").split(".")


def test_a_link_is_good_for_no_other_address():
    subscriber = make_subscriber()
    given = END.token(subscriber)
    Subscriber.objects.update(email="other@reader.example")

    with pytest.raises(NotOurLink):
        END.read(given)


def test_a_link_is_worth_nothing_once_its_row_is_gone_even_if_the_address_comes_back():
    subscriber = make_subscriber(email="jo@reader.example")
    given = END.token(subscriber)
    subscriber.delete()
    make_subscriber(email="jo@reader.example")

    with pytest.raises(NotOurLink):
        END.read(given)
