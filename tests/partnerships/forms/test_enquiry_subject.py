"""What an enquiry is about."""

import pytest

from members.models import Membership
from partnerships.coverage.levels import NAMED_AT_MOST
from partnerships.forms import subject_options
from partnerships.forms.enquiry_subject import AmbiguousSubject, EnquirySubject, named, query_of, resolve
from partnerships.models import Partnership, Postcode
from partnerships.search import text_index
from partnerships.vocabulary import EnquiryTopic, PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
)
from tests.reading import words_of

pytestmark = pytest.mark.django_db

JOIN, START, OTHER = EnquiryTopic.JOIN, EnquiryTopic.START, EnquiryTopic.OTHER


def ambiguous(topic, **values):
    """Return the AmbiguousSubject that is raised when the place leads to no one subject."""
    with pytest.raises(AmbiguousSubject) as raised:
        resolve(topic, **{"about": ""} | values)
    return raised.value


def keys(error):
    """Return the keys of the options of an AmbiguousSubject."""
    return [option.key for option in error.options]


def test_a_key_names_what_is_published_under_it():
    bridge = make_bridge(name="IVE")
    leeds = make_authority(name="Leeds", bridge=bridge)
    partnership = make_partnership([leeds], name="Leeds33")
    make_partnership([leeds], name="Draft", publication=PublicationState.DRAFT)

    assert named("partnership:leeds33") == EnquirySubject(partnership=partnership)
    assert named("authority:leeds") == EnquirySubject(authority=leeds)
    assert named("bridge:ive") == EnquirySubject(bridge=bridge)
    assert named("partnership:draft") == EnquirySubject()


@pytest.mark.parametrize("key", ["", "leeds", "region:leeds", "partnership:", "authority:le eds", "a:b:c", "\0:\0"])
def test_another_key_names_nothing(key):
    assert (named(key), query_of(key)) == (EnquirySubject(), "")


def test_a_key_of_old_still_names_it():
    partnership = make_partnership(name="LeedsCEP")
    partnership.refresh_from_db()
    partnership.slug = "leeds33"
    partnership.save()

    assert named("partnership:leedscep").partnership == partnership


def test_nothing_typed_means_england_even_with_a_key_left_over():
    make_partnership(name="Leeds33")

    assert resolve(OTHER, about="partnership:leeds33", place="").subject == EnquirySubject()


def test_a_link_to_a_partnership_means_that_partnership():
    partnership = make_partnership(name="Leeds33")

    resolved = resolve(JOIN, about="partnership:leeds33", place="Leeds33")

    assert resolved.subject == EnquirySubject(partnership=partnership)


def test_other_words_than_the_link_s_are_looked_up():
    make_partnership(name="Leeds33")
    dover = make_authority(name="Dover")

    resolved = resolve(JOIN, about="partnership:leeds33", place="dover")

    assert (resolved.subject, resolved.about) == (EnquirySubject(authority=dover), "")


@pytest.mark.parametrize(("topic", "is_about_it"), [(JOIN, True), (OTHER, True), (START, False)])
def test_a_place_with_one_partnership_means_that_one_unless_another_is_to_be_started(topic, is_about_it):
    dover = make_authority(name="Dover")
    partnership = make_partnership([dover])

    resolved = resolve(topic, about="", place="Dover")

    assert resolved.subject == EnquirySubject(partnership=partnership if is_about_it else None, authority=dover)


def test_a_postcode_leads_to_its_authority():
    dover = make_authority(name="Dover", gss_code="E07000108")
    Postcode.objects.create(code="CT161AA", area="E07000108", easting=631_000, northing=141_000)

    assert resolve(START, about="", place="ct16 1aa").subject.authority == dover


def test_a_place_with_several_partnerships_asks_which_one_to_join():
    dover = make_authority(name="Dover")
    make_partnership([dover], name="Castle")
    make_partnership([dover, make_authority()], name="Harbour")

    error = ambiguous(JOIN, place="dover")

    assert error.message == "Select which of the 2 partnerships in Dover you want to join"
    assert keys(error) == ["partnership:castle", "partnership:harbour", "unsure:dover"]


@pytest.fixture
def dover():
    """A place with two partnerships, Castle and Harbour."""
    dover = make_authority(name="Dover")
    make_partnership([dover], name="Castle")
    make_partnership([dover], name="Harbour")
    return dover


def test_one_of_several_can_be_chosen(dover):
    resolved = resolve(JOIN, about="partnership:harbour", place="dover")

    assert resolved.subject.partnership.name == "Harbour"
    assert (resolved.about, resolved.place) == ("partnership:harbour", "dover")


def test_who_is_not_sure_which_leaves_it_to_the_desk_of_the_place(dover):
    assert resolve(JOIN, about="unsure:dover", place="Dover").subject == EnquirySubject(authority=dover)


def test_what_was_not_offered_cannot_be_chosen(dover):
    make_partnership(name="Other")

    assert len(ambiguous(JOIN, place="Dover", about="partnership:other").options) == 3


def test_a_link_from_a_place_with_several_asks_too(dover):
    error = ambiguous(JOIN, about="authority:dover", place="Dover")

    assert (error.place, keys(error)[:2]) == ("Dover", ["partnership:castle", "partnership:harbour"])


def test_several_partnerships_are_no_question_for_other_topics(dover):
    assert resolve(OTHER, about="", place="Dover").subject == EnquirySubject(authority=dover)


def test_a_partnership_and_a_bridge_organisation_are_found_by_name():
    bridge = make_bridge(name="Curious Minds")
    partnership = make_partnership([make_authority(bridge=bridge)], name="Blackpool LCEP", stage=Stage.EMERGING)

    assert resolve(JOIN, about="", place="blackpool lcep").subject == EnquirySubject(partnership=partnership)
    assert resolve(OTHER, about="", place="curious minds").subject == EnquirySubject(bridge=bridge)


def test_a_member_organisation_leads_to_the_partnership_it_takes_part_in(dover):
    organisation = make_organisation(name="Opera North")
    membership = make_membership(organisation=organisation, partnership=Partnership.objects.get(name="Castle"))
    text_index.rebuild()

    assert resolve(JOIN, about="", place="opera north").subject == EnquirySubject(partnership=membership.partnership)

    make_membership(organisation=organisation, partnership=Partnership.objects.get(name="Harbour"))
    error = ambiguous(OTHER, place="Opera North")
    assert (error.message, keys(error)) == (
        "Select the partnership you mean",
        ["partnership:castle", "partnership:harbour"],
    )
    assert resolve(OTHER, about="partnership:harbour", place="Opera North").subject.partnership.name == "Harbour"

    Membership.objects.update(until="2020")
    assert ambiguous(OTHER, place="Opera North").message == (
        "Opera North takes part in no partnership today. Enter a partnership, postcode, town or council"
    )


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Wales", "Wales has its own arts council. Partnerships are in England only: enter a place in England"),
        ("London", "London is a whole region. Enter a postcode, town or council in it"),
        ("North West", "The North West is a whole region. Enter a postcode, town or council in it"),
    ],
)
def test_a_place_that_is_too_large_or_elsewhere_says_what_to_enter(typed, message):
    make_region(name="London", gss_code="E12000007")
    make_region(name="North West", gss_code="E12000002")

    assert ambiguous(OTHER, place=typed).message == message


def test_a_region_offers_its_authorities_of_which_several_can_be_meant():
    london = make_region(name="London", gss_code="E12000007")
    barnet, camden = (make_authority(name=name, region=london) for name in ("Barnet", "Camden"))
    for name in ("Camden Arts", "Camden Music"):
        make_partnership([camden], name=name)
    partnership = make_partnership([barnet], name="Barnet Arts")

    error = ambiguous(JOIN, place="London")
    both = "authority:barnet|authority:camden"
    again = ambiguous(JOIN, place="London", about=both)
    resolved = resolve(JOIN, place=again.place, about=f"{both}|{again.options[1].key}")

    assert error.message == "London is a whole region. Select the local authorities in it that you mean, 10 at most"
    assert (keys(error), error.may_be_several) == (["authority:barnet", "authority:camden"], True)
    assert again.message == "“Camden”: Select which of the 2 partnerships in Camden you want to join"
    assert again.place == "Barnet; Camden"
    assert [subject.partnership for subject in resolved.subjects][0] == partnership
    assert [subject.partnership.name for subject in resolved.subjects] == ["Barnet Arts", "Camden Music"]


def test_several_names_stay_as_they_were_typed():
    camden = make_authority(name="Camden")
    make_partnership([make_authority(name="Barnet"), camden])
    resolved = resolve(JOIN, about="", place="Barnet, Camden")
    make_partnership([camden])

    assert (resolved.place, ambiguous(JOIN, place="Barnet, Camden").place) == ("Barnet, Camden",) * 2


def test_a_postcode_in_a_council_the_directory_does_not_know_asks_for_a_name():
    Postcode.objects.create(code="SK11AA", area="E06000099")

    assert ambiguous(JOIN, place="SK1 1AA").message == (
        "SK1 1AA is in England, but we do not know its local authority. "
        "Enter the name of the council or of a town instead"
    )


def test_a_place_outside_the_part_a_partnership_works_in_is_not_about_that_partnership():
    breckland = make_authority(name="Breckland", gss_code="E07000143")
    partnership = make_partnership([breckland], name="Thetford LCEP")
    make_part(partnership, kind="town", name="Thetford", postcode_districts="IP24")
    Postcode.objects.create(code="IP241AA", area="E07000143")
    Postcode.objects.create(code="NR191AA", area="E07000143")

    inside, outside = (resolve(JOIN, about="", place=place).subject for place in ("IP24 1AA", "NR19 1AA"))

    assert inside == EnquirySubject(partnership=partnership, authority=breckland)
    assert outside == EnquirySubject(authority=breckland)


def test_words_that_are_no_place_get_the_finder_s_answer():
    make_authority(name="Leeds")

    assert ambiguous(OTHER, place="zzzzzz").message.startswith(
        "We know no place, council, school or partnership called “zzzzzz”"
    )
    assert keys(ambiguous(OTHER, place="leds"))[-1] == "place:Leeds"
    assert resolve(OTHER, about="place:Leeds", place="leds").place == "Leeds"


def test_a_county_offers_its_authorities_and_the_chosen_one_may_ask_again():
    dover, thanet = (make_authority(name=name, county="Kent") for name in ("Dover", "Thanet"))
    make_partnership([dover], name="Castle")
    make_partnership([dover], name="Harbour")

    assert keys(ambiguous(JOIN, place="Kent")) == ["authority:dover", "authority:thanet"]
    assert resolve(JOIN, about="authority:thanet", place="Kent").subject == EnquirySubject(authority=thanet)
    again = ambiguous(JOIN, place="Kent", about="authority:dover")
    assert (again.place, keys(again)[0]) == ("Dover", "partnership:castle")


def test_each_local_authority_of_a_county_or_region_says_who_covers_it(kept_snapshot, django_assert_num_queries):
    south = make_region(name="South East", gss_code="E12000008")
    names = ("Ashford", "Dover", "Medway", "Swale", "Thanet")
    ashford, dover, medway, swale, _ = (make_authority(name=name, county="Kent", region=south) for name in names)
    make_partnership([ashford], name="Kent Arts", stage=Stage.ESTABLISHED)
    for number in range(NAMED_AT_MOST + 1):
        make_partnership([dover], name=f"Castle {number}")
    make_partnership([medway], name="Idea", stage=Stage.PROPOSED)
    make_part(make_partnership([swale], name="Sheppey LCEP"), name="Sheerness")
    kept_snapshot()

    asked = {place: ambiguous(JOIN, place=place).options for place in ("Kent", "South East")}

    assert [(option.label, option.said) for option in asked["Kent"]] == [
        ("Ashford", "Kent Arts"),
        ("Dover", "5 partnerships"),
        ("Medway", "no partnership we know of, but one was proposed"),
        ("Swale", "Sheppey LCEP, in Sheerness"),
        ("Thanet", "no partnership we know of"),
    ]
    assert asked["South East"] == asked["Kent"]
    with django_assert_num_queries(1):
        subject_options.of_authorities([ashford, dover, medway])


def test_what_is_said_of_a_choice_stands_beside_it_on_the_page(client):
    for name in ("Dover", "Thanet"):
        make_authority(name=name, county="Kent")

    page = client.post("/join/", {"topic": "join", "place": "Kent", "step": "check"})

    assert "Dover – no partnership we know of Thanet – no partnership we know of" in words_of(page)
