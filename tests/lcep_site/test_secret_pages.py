"""What is somebody's own is kept by no browser and no cache: account pages, the back office, pages behind links."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from lcep_site.accounts.second_factor import SHOWN_AT
from lcep_site.accounts.urls import urlpatterns as account_patterns
from partnerships.views.link_pages import link_page
from tests.factories import make_partnership, make_superuser
from tests.lcep_site.accounts.people import give_app, give_codes, give_passkey, make_owner
from tests.pages import FRAMES, PAGES
from tests.permission_matrix.world import models_of_the_back_office
from tests.reading import words_of

pytestmark = pytest.mark.django_db

ARGUMENTS = {"token": "1.1aaaaa.aaaaaaaaaaaaaaaaaaaa", "pk": 1, "uidb36": "1", "key": "no-link"}


def kept_by_nobody(response) -> bool:
    return {"no-store", "private"} <= {part.strip() for part in response.get("Cache-Control", "").split(",")}


def every_pattern(resolver, namespaces=()):
    """Return every address there is as its full name and pattern."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_pattern(pattern, (*namespaces, *filter(None, [pattern.namespace])))
        elif pattern.name:
            yield ":".join([*namespaces, pattern.name]), pattern


# It holds what the public page does, and what was typed there is kept for who goes back to it.
KEPT_TO_GO_BACK_TO = {"members:entry-check-change"}


def behind_links():
    """Return the names of all addresses that hold a token, but those of pages that browsers keep for their owner."""
    patterns = [*every_pattern(get_resolver()), *((pattern.name, pattern) for pattern in account_patterns)]
    names = {name for name, pattern in patterns if "token" in pattern.pattern.regex.groupindex}
    return sorted(names - KEPT_TO_GO_BACK_TO)


def address_of_account_page(pattern):
    return reverse(pattern.name, kwargs={name: ARGUMENTS[name] for name in pattern.pattern.regex.groupindex})


@pytest.mark.parametrize("pattern", account_patterns, ids=lambda pattern: pattern.name)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_no_account_page_is_kept(staff_client, pattern, is_signed_in):
    owner = make_owner()
    give_app(owner), give_codes(owner), give_passkey(owner)
    if is_signed_in:
        staff_client.force_login(owner)

    response = staff_client.get(address_of_account_page(pattern))

    assert kept_by_nobody(response), response["Cache-Control"]


def test_the_page_with_the_secret_of_an_app_is_not_kept(staff_client):
    staff_client.force_login(make_owner())
    session = staff_client.session
    session[SHOWN_AT] = time.time()
    session.save()

    response = staff_client.get("/accounts/second-factor/app/")

    key = staff_client.session[SECRET_SESSION_KEY]
    assert " ".join(key[start : start + 4] for start in range(0, len(key), 4)) in words_of(response)
    assert kept_by_nobody(response)


def test_there_are_pages_behind_links_of_both_apps():
    assert {"invitation", "partnerships:enquiry-by-link", "members:subscription-end"} <= set(behind_links())


@pytest.mark.parametrize("name", behind_links())
def test_no_page_behind_a_link_is_kept_though_the_link_is_broken(client, name):
    assert kept_by_nobody(client.get(reverse(name, args=[ARGUMENTS["token"]])))


def test_no_page_behind_a_link_is_kept_when_it_works(rf):
    @link_page("members/correction_broken.html")
    def view(request):
        return HttpResponse("a secret")

    assert kept_by_nobody(view(rf.get("/")))


def test_no_page_of_the_back_office_is_kept(staff_client):
    staff_client.force_login(make_superuser())
    row = make_partnership()
    addresses = {reverse("admin:index"), reverse("admin:partnerships_partnership_change", args=[row.pk])}
    addresses.add(f"{reverse('admin:autocomplete')}?app_label=partnerships&model_name=event&field_name=bridge")
    for model in models_of_the_back_office():
        model_admin = admin.site.get_model_admin(model)
        for pattern in model_admin.get_urls():
            try:
                addresses.add(model_admin.entry_url(pattern.name.split("_", 2)[-1]))
            except (AttributeError, NoReverseMatch):
                continue

    answers = {address: staff_client.get(address) for address in addresses}

    assert {address for address, answer in answers.items() if not kept_by_nobody(answer)} == set()
    assert len(addresses) > 40


def test_a_public_page_may_be_kept(answers):
    assert [name for name in ("home", "partnerships", "a member", "privacy") if kept_by_nobody(answers[name])] == []


def test_who_may_show_what_is_said_everywhere(answers, client):
    policies = {name: answers[name]["Cross-Origin-Resource-Policy"] for name in PAGES}

    assert {name for name, policy in policies.items() if policy == "cross-origin"} == FRAMES
    assert set(policies.values()) == {"same-origin", "cross-origin"}
    assert Client().get("/api/v1/")["Cross-Origin-Resource-Policy"] == "cross-origin"


def on_paper(answer):
    """Return what stands at the foot of the page when it is printed, "" if nothing does."""
    found = re.search(r'<p class="page on-paper" hidden>(.*?)</p>', answer.content.decode())
    return found[1] if found else ""


@pytest.mark.parametrize("name", [*behind_links(), *KEPT_TO_GO_BACK_TO])
def test_no_paper_bears_the_secret_of_a_mailed_link(client, name):
    assert ARGUMENTS["token"] not in on_paper(client.get(reverse(name, args=[ARGUMENTS["token"]])))


def test_no_paper_bears_that_of_an_account(client):
    assert {on_paper(client.get(address_of_account_page(pattern))) for pattern in account_patterns} == {""}


def test_other_paper_bears_its_address(client):
    assert f"{settings.SITE_URL}/about/, " in on_paper(client.get("/about/"))
