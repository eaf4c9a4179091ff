"""A new key: with the one before it among SECRET_KEY_FALLBACKS all that was handed out goes on working."""

import pytest
from django.test import Client, override_settings

from lcep_site.accounts import links as account_links
from members.proposals import checks
from members.proposals.links import CHECK_LINK, check_request_of
from partnerships.enquiries.partnership_replies import enquiry_link, enquiry_of
from partnerships.signed_links import ExpiredLink, NotOurLink
from tests.factories import make_check_request, make_enquiry, make_partnership, make_superuser
from tests.partnerships.signed_links.test_signed_links import EVERY_KIND, KINDS, content_for

pytestmark = pytest.mark.django_db
CONTACT = "host@leeds.example"


@pytest.fixture
def another_key(settings):
    """A function that gives the site another key while its context lasts, with the one before it known or not."""
    return lambda *, is_known: override_settings(
        SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY] if is_known else []
    )


@EVERY_KIND
def test_what_was_signed_by_the_key_before_is_known(name, another_key):
    link = KINDS[name]
    content = content_for(link)
    token = link.token(content)

    with another_key(is_known=True):
        assert link.read(token) == content
        assert link.token(content) != token
    with another_key(is_known=False), pytest.raises(NotOurLink):
        link.read(token)


def test_links_bound_to_an_address_or_an_account_go_on_working(another_key):
    user = make_superuser()
    check_request = make_check_request(partnership=make_partnership(contact_email=CONTACT))
    enquiry = make_enquiry(partnership=check_request.partnership)
    invitation = account_links.url_for(user, account_links.INVITATION).split("/")[-2]
    reply, check = enquiry_link(enquiry, CONTACT).split("/")[-2], CHECK_LINK.token(check_request)

    with another_key(is_known=True):
        assert enquiry_of(reply) == enquiry
        assert check_request_of(check) == check_request
        assert account_links.user_of(invitation, account_links.INVITATION) == user
        assert checks.to_ask(check_request.sent_at.date()) == []
        user.set_password("another-one")
        user.save()
        with pytest.raises(ExpiredLink):
            account_links.user_of(invitation, account_links.INVITATION)


def test_who_is_signed_in_stays_so_only_while_the_key_before_is_known(client, another_key):
    client.force_login(make_superuser())
    elsewhere = Client()
    elsewhere.cookies = client.cookies

    with another_key(is_known=True):
        assert client.get("/back-office/").status_code == 200
    with override_settings(SECRET_KEY="a third", SECRET_KEY_FALLBACKS=["another"]):
        assert client.get("/back-office/").status_code == 200
    with override_settings(SECRET_KEY="a fourth", SECRET_KEY_FALLBACKS=[]):
        assert client.get("/back-office/").status_code == 302
