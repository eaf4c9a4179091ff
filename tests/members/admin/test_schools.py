"""Member organisations and the register of schools in the back office: tabs, questions, buttons, and who may."""

import pytest
from django.urls import reverse

from members.models import MemberOrganisation
from members.organisations import schools
from partnerships.models import School
from partnerships.vocabulary import SchoolState
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.reading import words_of
from tests.schools import make_school

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
LIST = reverse("admin:members_memberorganisation_changelist")
VIEW = ["view_memberorganisation", "view_school"]
RIGHTS = [*VIEW, "add_memberorganisation", "change_memberorganisation", "change_membership"]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def leeds(bridge):
    return make_authority(name="Leeds", bridge=bridge)


@pytest.fixture
def cockburn(leeds):
    """A member of a partnership of Arch that has the name of a school."""
    organisation = make_organisation(name="Cockburn School", sector=make_sector(name="Schools"), authority=leeds)
    make_membership(organisation=organisation, partnership=make_partnership([leeds], bridge=leeds.bridge))
    return organisation


@pytest.fixture
def officer(client, bridge):
    """An officer of Arch, signed in, who may change organisations."""
    user = make_officer(bridge, permissions=RIGHTS)
    client.force_login(user)
    return user


def page(organisation, name="change"):
    return reverse(f"admin:members_memberorganisation_{name}", args=[organisation.pk])


def sent(client, organisation, **values):
    """Send the form of an organisation as it is, but for these `values`, and return what is shown then."""
    form = client.get(page(organisation)).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    inlines = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    data |= {f"memberships-{name}": value for name, value in inlines.items()}
    response = client.post(page(organisation), data | values, follow=True)
    organisation.refresh_from_db()
    return words_of(response)


@pytest.mark.usefixtures("officer")
def test_the_lists_of_schools_are_tabs_and_hold_only_one_s_own(client, cockburn):
    other = make_bridge()
    elsewhere = make_authority(bridge=other)
    make_membership(
        organisation=make_organisation(name="Other School", sector=cockburn.sector),
        partnership=make_partnership([elsewhere], bridge=other),
    )

    for each in schools.WORK:
        assert each.label in words_of(client.get(LIST))
    listed = client.get(LIST, {"box": "not-in-register"}).context["cl"].result_list

    assert list(listed) == [cockburn]


@pytest.mark.usefixtures("officer")
def test_the_front_page_counts_what_waits_and_leads_there(client, cockburn):
    make_organisation(name="Other School", sector=cockburn.sector, authority=make_authority())

    sections = {section.name: section for section in client.get(reverse("admin:index")).context["sections"]}

    [item] = sections["organisations"].items
    assert (item.label, item.count) == ("Schools not tied to the register", 1)
    assert client.get(item.url).context["cl"].result_count == 1


def test_the_front_page_says_nothing_of_it_where_nothing_waits_or_to_who_only_looks(client, bridge, cockburn):
    def names(permissions):
        client.force_login(make_officer(bridge, permissions=permissions))
        return [section.name for section in client.get(reverse("admin:index")).context["sections"]]

    assert "organisations" not in names(VIEW)
    assert "organisations" in names(RIGHTS)
    cockburn.tie_to(make_school())
    cockburn.save()
    assert "organisations" not in names(RIGHTS)


@pytest.mark.usefixtures("officer")
def test_one_press_ties_it(client, cockburn):
    school = make_school("Cockburn Primary School")
    response = client.get(page(cockburn))
    assert f'value="{school.urn}">It is this one' in response.content.decode()

    response = client.post(page(cockburn, "tie_school"), {"school": school.urn}, follow=True)

    cockburn.refresh_from_db()
    assert cockburn.school == school
    assert f"Tied to Cockburn Primary School, Leeds LS11 5TT ({school.urn})" in words_of(response)
    assert "It is this one" not in words_of(response)


@pytest.mark.usefixtures("officer")
def test_one_press_says_that_it_is_none(client, cockburn):
    assert "the register has none of such a name that is open" in words_of(client.get(page(cockburn)))

    client.post(page(cockburn, "no_school"))

    assert list(client.get(LIST, {"box": "not-in-register"}).context["cl"].result_list) == []


@pytest.mark.usefixtures("officer")
def test_a_renamed_school_is_asked_about_and_one_press_takes_its_name(client, cockburn):
    cockburn.tie_to(make_school())
    cockburn.save()
    School.objects.update(name="New Academy")
    words = words_of(client.get(page(cockburn)))
    assert "was called “Cockburn School” in the register when it was tied to it" in words
    assert "Call it “New Academy” Keep the name “Cockburn School”" in words

    client.post(page(cockburn, "take_school_name"))

    cockburn.refresh_from_db()
    assert (cockburn.name, cockburn.other_names) == ("New Academy", "Cockburn School")
    assert "Call it" not in words_of(client.get(page(cockburn)))


@pytest.mark.usefixtures("officer")
def test_a_closed_school_may_end_its_memberships_be_untied_or_go_on_as_another(client, cockburn):
    cockburn.tie_to(make_school())
    cockburn.save()
    School.objects.update(state=SchoolState.CLOSED)
    make_school("Rising Academy")

    words = words_of(client.get(page(cockburn)))

    assert "It may go on as one of these. It is this one: Rising Academy" in words
    assert "End its memberships today…" in words
    assert "End them today Untie it" in words


@pytest.mark.usefixtures("officer")
def test_what_cannot_be_done_is_said_and_changes_nothing(client, cockburn):
    cockburn.tie_to(make_school())
    cockburn.save()
    School.objects.update(name="New Academy")
    make_organisation(name="New Academy")

    name = words_of(client.post(page(cockburn, "take_school_name"), follow=True))
    number = words_of(client.post(page(cockburn, "tie_school"), {"school": "x"}, follow=True))

    assert "Nothing was changed: New Academy is the name of another entry." in name
    assert "Nothing was changed: the register has no such school." in number
    assert MemberOrganisation.objects.get(pk=cockburn.pk).name == "Cockburn School"


@pytest.mark.usefixtures("officer")
def test_saving_ties_it_where_only_one_school_can_be_meant(client, leeds, cockburn):
    school = make_school(authority=leeds)

    words = sent(client, cockburn, website="https://cockburn.example")

    assert cockburn.school == school
    told = f"Cockburn School was tied to the register of schools: Cockburn School, Leeds LS11 5TT ({school.urn})."
    assert told in words


@pytest.mark.usefixtures("officer")
def test_a_school_chosen_or_cleared_in_the_form_stays_so(client, leeds, cockburn):
    make_school(authority=leeds)
    other = make_school("Rising Academy")

    sent(client, cockburn, school=other.urn)
    assert (cockburn.school, cockburn.name_in_register) == (other, "Rising Academy")

    sent(client, cockburn, school="")
    assert (cockburn.school, cockburn.name_in_register) == (None, "")
    sent(client, cockburn, website="https://cockburn.example")
    assert cockburn.school is None


@pytest.mark.parametrize("name", ["tie_school", "no_school", "take_school_name", "keep_school_name"])
def test_who_may_not_change_it_decides_nothing(client, bridge, cockburn, name):
    client.force_login(make_officer(make_bridge(), permissions=RIGHTS))
    assert client.post(page(cockburn, name)).status_code == 404
    client.force_login(make_officer(bridge, permissions=VIEW))
    assert client.post(page(cockburn, name)).status_code == 403
    assert "It is no school of the register" not in words_of(client.get(page(cockburn)))


@pytest.mark.usefixtures("officer", "cockburn")
def test_only_open_schools_are_offered_told_apart_by_their_postcodes(client):
    make_school("Cockburn School", state=SchoolState.CLOSED)
    make_school("Cockburn School", postcode="LS10 2JU")
    field = {"app_label": "members", "model_name": "memberorganisation", "field_name": "school"}

    offered = client.get(reverse("admin:autocomplete"), field | {"term": "cockburn"}).json()["results"]
    listed = client.get(reverse("admin:partnerships_school_changelist"), {"q": "cockburn"}).context["cl"].result_count

    assert [choice["text"] for choice in offered] == ["Cockburn School, Leeds LS10 2JU"]
    assert listed == 2
