"""What looks wrong about an entry is said in plain words, once."""

import pytest
from django.utils import timezone

from partnerships.curation import entry_warnings
from partnerships.curation.entry_warnings import CHECKS, EditedEntry, EntryWarning, fingerprint
from partnerships.models import LinkCheck, Partnership
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_bridge, make_partnership

pytestmark = pytest.mark.django_db

EVERY_FIELD = {field for fields in CHECKS.values() for field in fields}


def warnings_of(authorities=None, changed=EVERY_FIELD, links=(), **fields):
    """Return the sentences about an entry not saved yet, with nothing wrong but what is given."""
    usual = {"name": "Leeds33", "summary": "Arts in Leeds.", "publication": PublicationState.DRAFT}
    if "bridge" not in fields:
        usual["bridge"] = make_bridge(name="Arch")
    partnership = Partnership(**usual | fields)
    if authorities is None:
        authorities = [make_authority(bridge=partnership.bridge)]
    entry = EditedEntry(partnership, authorities, Partnership.objects.published(), list(links))
    return [warning.sentence for warning in entry_warnings.of_entry(entry, changed=changed)]


def test_an_entry_with_nothing_odd_raises_no_question():
    assert warnings_of(website="https://arts.example/", stage=Stage.ESTABLISHED) == []


def test_places_of_another_bridge_are_named_with_whose_they_are():
    arch, span = make_bridge(name="Arch"), make_bridge(name="Span")
    places = [make_authority(name=name, bridge=span) for name in ("York", "Hull")] + [make_authority(bridge=arch)]

    assert warnings_of(places, bridge=arch) == [
        "It covers places outside Arch’s territory: Hull, York in the territory of Span."
    ]


def test_a_long_list_of_places_is_cut_short():
    arch, span = make_bridge(name="Arch"), make_bridge(name="Span")
    places = [make_authority(name=f"Place {number}", bridge=span) for number in range(7)]

    assert warnings_of(places, bridge=arch)[0].endswith("Place 3, Place 4 and 2 more in the territory of Span.")


def test_an_entry_without_a_place_is_noticed():
    assert warnings_of([]) == ["No local authority is chosen: it will be on no map and found by no postcode."]


def test_https_is_offered_for_http():
    assert warnings_of(website="HTTP://arts.example/a") == [
        "The website’s address begins with http://, which is not safe. Try https://arts.example/a and enter that."
    ]


def test_a_dead_link_is_noticed_without_asking_its_server():
    now = timezone.now()
    LinkCheck.objects.create(url="https://gone.example/", status=404, checked_at=now, first_failed_at=now)

    assert warnings_of(website="https://gone.example/") == [
        "The website’s address led nowhere when we last looked. Is it spelt right, and still theirs?"
    ]


def test_odd_links_beside_the_website_are_named():
    now = timezone.now()
    LinkCheck.objects.create(url="https://gone.example/plan", status=404, checked_at=now, first_failed_at=now)

    assert warnings_of(links=["http://plain.example/", "https://gone.example/plan", "https://well.example/"]) == [
        "These links begin with http://, which is not safe: http://plain.example/. Try https://.",
        "These links led nowhere when we last looked: https://gone.example/plan.",
    ]


@pytest.mark.parametrize("name", ["Leeds 33", "The Leeds33 LCEP", "leeds33 Local Cultural Education Partnership"])
def test_a_name_like_another_s_is_noticed(name):
    make_partnership(name="Leeds33 Arts", publication=PublicationState.DRAFT)
    make_partnership(name="Hull LCEP").names.create(name="Leeds33 CEP")

    sentences = warnings_of(name=name)

    assert sentences == ([] if name == "Leeds 33" else ["There is already Hull LCEP. Is this the same partnership?"])


def test_its_own_names_are_not_those_of_another():
    partnership = make_partnership(name="Hull LCEP", summary="Arts.")
    partnership.names.create(name="Hull CEP")
    entry = EditedEntry(partnership, list(partnership.authorities.all()), Partnership.objects.published())

    assert entry_warnings.of_entry(entry, changed={"name"}) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"stage": Stage.ENDED}, "Its stage is “Ended”, but nothing says when it closed."),
        ({"stage": Stage.DORMANT, "ended": "2020"}, "It has a date of closing, but its stage is not “Ended”."),
        (
            {"contact_email": "a@arts.example"},
            "It has an address for enquiries, but “takes enquiries” is not ticked: none go there.",
        ),
        (
            {"publication": PublicationState.PUBLISHED, "summary": ""},
            "It has no summary, so lists show only its name.",
        ),
    ],
)
def test_what_does_not_fit_together_is_noticed(fields, sentence):
    assert warnings_of(**fields) == [sentence]


def test_only_what_was_changed_is_asked_about():
    fields = {"website": "http://arts.example/", "stage": Stage.ENDED, "bridge": make_bridge()}

    assert warnings_of(changed={"about"}, **fields) == []
    assert len(warnings_of(changed={"website"}, **fields)) == 1


def test_everything_is_asked_about_when_an_entry_becomes_public():
    fields = {"website": "http://arts.example/", "stage": Stage.ENDED, "publication": PublicationState.PUBLISHED}

    assert len(warnings_of(changed={"publication"}, **fields)) == 2


def test_a_warning_is_told_from_another():
    assert fingerprint(EntryWarning("name", "One")) != fingerprint(EntryWarning("name", "Two"))
