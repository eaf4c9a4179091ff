"""The page that makes a member of who sent an enquiry."""

import pytest
from django.urls import reverse

from members.models import MemberOrganisation, Membership
from partnerships.models import Enquiry
from partnerships.search import text_index
from partnerships.vocabulary import EnquirerKind, EnquiryEventKind, EnquiryState, PublicationState
from tests.factories import (
    make_bridge,
    make_enquiry,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
RIGHTS = ["view_enquiry", "change_enquiry"]


@pytest.fixture
def desk():
    """A Bridge Organisation."""
    return make_bridge()


@pytest.fixture
def signed_in(client, desk):
    """A client signed in as an officer of the desk."""
    client.force_login(make_officer(desk, permissions=RIGHTS))
    return client


@pytest.fixture
def enquiry(desk):
    """An enquiry of a school to join a partnership of the desk."""
    make_sector(slug="schools", name="Schools")
    return make_enquiry(
        desk=desk,
        partnership=make_partnership(bridge=desk, name="Leeds33"),
        enquirer=EnquirerKind.SCHOOL,
        organisation="Park Lane Primary",
    )


@pytest.fixture
def url(enquiry):
    """The address of the page."""
    return reverse("admin:make-member", args=[enquiry.pk])


def values_on(response):
    """Return what a browser sends from the page in `response` when nothing is changed."""
    form = response.context["form"]
    values = {name: form[name].value() for name in ("name", "sector", "partnership")}
    return values | {
        "which": form.chosen,
        "considered": form.shown_keys,
        "seen": response.context["seen"],
        "is_last": "on",
    }


def test_two_clicks_make_a_member(signed_in, enquiry, url):
    first = signed_in.get(enquiry.get_admin_url())
    page = signed_in.get(url)
    response = signed_in.post(url, values_on(page), follow=True)

    assert f'href="{url}"' in first.content.decode()
    assert (page.status_code, response.redirect_chain) == (200, [(enquiry.get_admin_url(), 302)])
    assert Membership.objects.values_list("organisation__name", "organisation__sector__slug", "partnership").get() == (
        "Park Lane Primary",
        "schools",
        enquiry.partnership.pk,
    )
    assert [str(message) for message in response.context["messages"]] == ["Park Lane Primary is a member of Leeds33."]


def test_an_organisation_of_the_same_name_is_chosen_beforehand(signed_in, url):
    organisation = make_organisation(name="Park Lane Primary")
    make_membership(organisation=organisation, partnership=make_partnership(name="HullCEP"))

    page = signed_in.get(url)
    response = signed_in.post(url, values_on(page))

    assert ("the same name" in page.content.decode(), "HullCEP" in page.content.decode()) == (True, True)
    assert (response.status_code, MemberOrganisation.objects.get(), organisation.memberships.count()) == (
        302,
        organisation,
        2,
    )


def test_with_a_name_like_it_somebody_has_to_choose(signed_in, url):
    similar = make_organisation(name="Park Lane Primary School")

    page = signed_in.get(url)
    undecided = signed_in.post(url, values_on(page))
    decided = signed_in.post(url, values_on(page) | {"which": "new"})

    assert (page.context["form"].chosen, page.context["form"].shown_keys) == ("", str(similar.pk))
    assert undecided.context["form"].problems == [
        ("There are organisations with a name like this. Select one of them, or a new one", "id_which_new")
    ]
    assert (decided.status_code, MemberOrganisation.objects.count()) == (302, 2)


def test_a_name_changed_on_the_page_is_compared_as_well(signed_in, url):
    make_organisation(name="Leeds Playhouse")
    values = values_on(signed_in.get(url)) | {"name": "Leeds Playhouse Ltd"}

    response = signed_in.post(url, values)
    again = signed_in.post(url, values | {"which": "new", "considered": response.context["form"].shown_keys})

    assert (
        response.status_code,
        [duplicate.organisation.name for duplicate in response.context["form"].likely_duplicates],
    ) == (
        200,
        ["Leeds Playhouse"],
    )
    assert again.status_code == 302


def test_one_of_quite_another_name_is_found_by_its_words_and_chosen(signed_in, url):
    known = make_membership(organisation=make_organisation(name="Chapeltown School", other_names="The Lane Academy"))
    make_membership(partnership=make_partnership(name="Lane Academy LCEP"), organisation=make_organisation(name="Hall"))
    text_index.rebuild()
    values = values_on(signed_in.get(url)) | {"name": "Park Lane", "sector": "", "sought": "lane academy"}

    looked = signed_in.post(url, values | {"look": "yes"})
    form = looked.context["form"]
    made = signed_in.post(url, values | {"which": known.organisation.pk})

    assert (looked.status_code, form.problems) == (200, [])
    assert [duplicate.organisation for duplicate in form.likely_duplicates] == [known.organisation]
    assert (form["name"].value(), form["sought"].value(), form.chosen) == ("Park Lane", "lane academy", "")
    assert f'id="id_which_{known.organisation.pk}"' in looked.text
    assert (made.status_code, known.organisation.memberships.count()) == (302, 2)


def test_what_is_not_public_of_another_bridge_is_not_found(signed_in, url):
    draft = make_partnership(publication=PublicationState.DRAFT)
    make_membership(partnership=draft, organisation=make_organisation(name="Secret School"))
    text_index.rebuild()

    page = signed_in.post(url, values_on(signed_in.get(url)) | {"sought": "secret", "look": "yes"})

    assert "No organisation here has all of these words: “secret”." in page.text
    assert (page.context["form"].likely_duplicates, "Secret School" in page.text) == ([], False)


def test_looking_keeps_what_was_seen_and_answers_nothing_meanwhile(signed_in, enquiry, url):
    values = values_on(signed_in.get(url))
    enquiry.events.create(kind=EnquiryEventKind.NOTED, text="Wait")

    looked = signed_in.post(url, values | {"sought": "museum", "look": "yes"})
    response = signed_in.post(url, values_on(looked))

    assert str(looked.context["seen"]) == str(values["seen"])
    assert "Something happened after you opened this page" in response.text


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": " "}, ("Enter the name of the organisation", "id_name")),
        ({"name": "x" * 161}, ("The name must be 160 characters or fewer", "id_name")),
        ({"sector": ""}, ("Select its sector", "id_sector")),
        ({"sector": "sailing"}, ("Select its sector", "id_sector")),
        ({"partnership": ""}, ("Select the partnership it joins", "id_partnership")),
        ({"partnership": "999999"}, ("Select the partnership it joins", "id_partnership")),
        ({"which": "999999"}, ("Select one of the organisations, or a new one", "id_which_new")),
        ({"which": "9" * 40}, ("Select one of the organisations, or a new one", "id_which_new")),
        ({"which": "x\x00"}, ("There is a character in it that nobody can read. Enter it anew", "id_which_new")),
    ],
)
def test_mistakes_are_said_and_nothing_is_made(signed_in, url, values, problem):
    response = signed_in.post(url, values_on(signed_in.get(url)) | values)

    page = response.content.decode()
    assert (response.status_code, response.context["form"].problems) == (200, [problem])
    assert (f'id="{problem[1]}"' in page, Membership.objects.count()) == (True, 0)


def test_a_partnership_of_another_desk_is_not_offered_or_taken(signed_in, url):
    elsewhere = make_partnership()

    response = signed_in.post(url, values_on(signed_in.get(url)) | {"partnership": elsewhere.pk})

    assert response.context["form"].problems == [("Select the partnership it joins", "id_partnership")]


def test_what_was_entered_is_kept_when_a_colleague_was_quicker(signed_in, enquiry, url):
    values = values_on(signed_in.get(url))
    enquiry.events.create(kind=EnquiryEventKind.NOTED, text="Wait")

    response = signed_in.post(url, values | {"name": "Park Lane"})
    again = signed_in.post(url, values | {"name": "Park Lane", "seen": response.context["seen"]})

    assert "Something happened after you opened this page" in response.content.decode()
    assert (response.context["form"]["name"].value(), again.status_code) == ("Park Lane", 302)


def test_a_closed_enquiry_makes_no_member(signed_in, enquiry, url):
    values = values_on(signed_in.get(url))
    Enquiry.objects.update(state=EnquiryState.QUARANTINED, suspicions="Too fast")

    for response in (signed_in.get(url), signed_in.post(url, values)):
        assert (response.status_code, response["Location"]) == (302, enquiry.get_admin_url())
    assert Membership.objects.count() == 0


@pytest.mark.parametrize("verb", ["get", "post"])
def test_another_bridges_officer_finds_no_such_page(client, url, verb):
    client.force_login(make_officer(make_bridge(), permissions=RIGHTS))

    assert getattr(client, verb)(url).status_code == 404


@pytest.mark.parametrize("verb", ["get", "post"])
def test_who_may_only_look_is_refused(client, desk, url, verb):
    client.force_login(make_officer(desk, permissions=["view_enquiry"]))

    assert getattr(client, verb)(url).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in_page(client, url):
    response = client.post(url)

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize("verb", ["put", "delete"])
def test_the_page_takes_no_other_verb(signed_in, url, verb):
    assert getattr(signed_in, verb)(url).status_code == 405
