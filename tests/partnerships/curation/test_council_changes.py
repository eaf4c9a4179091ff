"""Councils that change: what hangs on them moves to the one that follows, whatever it is, all of it or nothing."""

import datetime

import pytest
from django.apps import apps
from django.db.models import JSONField
from django.utils import timezone

from partnerships import versions
from partnerships.curation import council_changes
from partnerships.models import AuditEntry, CouncilSuccession, LocalAuthority, Partnership, PartnershipPart
from partnerships.models.successions import told_of
from partnerships.search import text_index
from partnerships.vocabulary import AuthorityType, RevisionKind
from tests.area_parts import make_part
from tests.councils import ELMBRIDGE, NEW, TANDRIDGE, change_councils, make_succession, make_surrey
from tests.factories import (
    make_authority,
    make_enquiry,
    make_organisation,
    make_partnership,
    make_programme,
)
from tests.partnerships.versions.revisions import latest
from tests.schools import make_school
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db


@pytest.fixture
def surrey():
    return make_surrey()


def due():
    return council_changes.due(timezone.localdate())


# What refers to a local authority: a row of each, by the label of its model.
REFERRING = {
    "members.MemberOrganisation": lambda authority: make_organisation(authority=authority),
    "partnerships.Enquiry": lambda authority: make_enquiry(authority=authority),
    "partnerships.PartnershipPart": lambda authority: make_part(make_partnership([authority])),
    "partnerships.Partnership_authorities": lambda authority: make_partnership([authority]),
    "partnerships.PresentSupport_authorities": lambda authority: make_present_support(authorities=[authority]),
    "partnerships.Programme_authorities": lambda authority: make_programme().authorities.add(authority),
    "partnerships.School": lambda authority: make_school(authority=authority),
}
# What names an authority by its code or by a key that is no reference. Each says what becomes of it.
BY_CODE = {
    "partnerships.LocalAuthority": "the authority itself",
    "partnerships.Region": "no authority",
    "partnerships.CouncilSuccession": "leads to the successor",
    "partnerships.FinderCount": "stays, and is told under the name of the council before",
    "partnerships.DeprivationFigures": "stays, and is told as that of the council before",
}
BY_KEY = {
    "admin.LogEntry": "stays: what staff did then",
    "partnerships.DraftComment": "none is of an authority",
    "partnerships.FormerSlug": "moves",
    "partnerships.LoadedRecord": "moves",
    "partnerships.SearchDocument": "none is of an authority; all are made anew",
    "partnerships.WorkingCopy": "none is of an authority",
}


IN_JSON = {
    "members.ChangeProposal": "moves while nobody has decided",
    "members.SheetImport": "names none",
    "members.SheetRow": "is planned anew when it is imported",
    "members.Subscriber": "names kinds of news",
    "partnerships.AuditEntry": "stays: what was done then",
    "partnerships.LoadedRecord": "stays: the keys of the files, which lead on",
    "partnerships.OutgoingMail": "names none",
    "partnerships.PublicChange": "names none",
    "partnerships.PublishedSnapshot": "fingerprints only",
    "partnerships.WorkingCopy": "a form, which is looked at as one when it is published",
}


def test_every_reference_to_an_authority_is_tried_here():
    """A new one fails this test until somebody has said what becomes of it when councils change."""
    assert {reference.model._meta.label for reference in council_changes.references()} == set(REFERRING)


@pytest.mark.parametrize(("column", "decided"), [("gss_code", BY_CODE), ("object_id", BY_KEY)])
def test_every_other_way_of_naming_an_authority_is_decided_here(column, decided):
    named = {model._meta.label for model in apps.get_models() if column in {f.name for f in model._meta.get_fields()}}

    assert named == set(decided)


def test_every_field_that_may_hold_anything_is_decided_here():
    fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    named = {model._meta.label for model, field in fields if isinstance(field, JSONField)}

    # Those of libraries hold who signed in.
    assert {label for label in named if label.split(".")[0] in {"members", "partnerships"}} == set(IN_JSON)


@pytest.mark.parametrize("label", REFERRING)
def test_whatever_refers_to_an_authority_moves_to_its_successor(surrey, label):
    for authority in surrey:
        REFERRING[label](authority)
    [reference] = [each for each in council_changes.references() if each.model._meta.label == label]
    before = set(reference.model._base_manager.values_list("pk", flat=True))

    successor = change_councils()

    rows = reference.model._base_manager.filter(**{reference.name: successor})
    assert len(before) >= 2
    assert before <= set(rows.values_list("pk", flat=True))
    assert not LocalAuthority.objects.filter(gss_code__in=[ELMBRIDGE, TANDRIDGE]).exists()


def test_the_successor_is_a_unitary_authority_in_the_middle_of_them(surrey):
    successor = change_councils()

    assert (successor.name, successor.gss_code, successor.county) == ("East Surrey", NEW, "")
    assert (successor.type, successor.region.name) == (AuthorityType.UNITARY, "South East")
    assert successor.bridge.name == "Artswork"
    assert 510_000 < successor.easting < 536_000
    assert successor.northing == 160_000


def test_who_worked_in_all_of_them_works_in_all_of_it_and_others_in_a_part(surrey):
    everywhere = make_partnership(surrey, name="Surrey CEP")
    one = make_partnership([surrey[0]], name="Elmbridge CEP")

    successor = change_councils()

    assert list(everywhere.authorities.all()) == list(one.authorities.all()) == [successor]
    [part] = PartnershipPart.objects.all()
    assert (part.partnership, part.authority, str(part)) == (one, successor, "the former district of Elmbridge")
    # Cobham lies in Elmbridge, and Oxted in Tandridge.
    assert "KT11" in part.districts and "RH8" not in part.districts
    assert (part.source, part.as_of) == ("https://lgr.example", "2026-04-01")
    assert list(LocalAuthority.objects.covered()) == [successor]


def test_where_nobody_works_in_all_of_it_it_is_covered_in_part_only(surrey):
    make_partnership([surrey[1]])

    successor = change_councils()

    assert list(LocalAuthority.objects.covered()) == []
    assert list(LocalAuthority.objects.covered_in_part()) == [successor]


def test_a_part_stays_a_part_and_what_counted_for_nothing_does_not_begin_to(surrey):
    in_part = make_partnership(surrey)
    make_part(in_part, surrey[0], name="KT11")
    elsewhere = make_partnership([surrey[0]])
    make_part(elsewhere, surrey[1], name="RH8")

    change_councils()

    assert {part.name for part in in_part.parts.all()} == {"KT11", "Tandridge"}
    assert {part.name for part in elsewhere.parts.all()} == {"Elmbridge"}


def test_what_was_said_of_some_of_them_only_is_put_to_staff(surrey):
    make_present_support(authorities=surrey, name="Everywhere")
    make_present_support(authorities=[surrey[0]], name="Elmbridge only")
    make_partnership([surrey[0]])

    [change] = due()

    assert change.widened == ["present support “Elmbridge only”"]


@pytest.mark.versions
def test_versions_and_the_log_tell_what_happened(surrey):
    partnership = make_partnership(surrey, name="Surrey CEP")
    make_partnership(surrey)
    successor = change_councils()

    assert (latest().kind, latest().reason) == (
        RevisionKind.COUNCILS,
        "East Surrey took the place of Elmbridge and Tandridge",
    )
    history = versions.History(Partnership, partnership.pk)
    last = history.keys[0]
    [difference] = versions.changes_by_revision(history, [last], None)[last]
    assert difference.old == "Elmbridge (until 1 April 2026); Tandridge (until 1 April 2026)"
    assert difference.new == "East Surrey"
    entry = AuditEntry.objects.get(action="councils_changed")
    assert entry.about == f"local authority {successor.pk}: East Surrey took the place of Elmbridge and Tandridge"
    assert entry.details == {"partnerships": 2}
    assert versions.backfill() == 0


def test_it_is_found_by_its_new_name(surrey):
    partnership = make_partnership(surrey, name="Surrey CEP")
    text_index.rebuild()

    change_councils()

    assert list(text_index.find(Partnership.objects.all(), "East Surrey")) == [partnership]


def test_a_second_run_does_nothing(surrey):
    change_councils()

    assert due() == []


def test_nothing_happens_before_the_day(surrey):
    CouncilSuccession.objects.update(on=timezone.localdate() + datetime.timedelta(days=1))

    assert due() == []


def test_one_that_keeps_its_name_keeps_its_address(surrey):
    CouncilSuccession.objects.update(successor_name="Elmbridge")

    successor = change_councils(Elmbridge=NEW)

    assert (successor.name, successor.slug, successor.gss_code) == ("Elmbridge", "elmbridge", NEW)
    assert LocalAuthority.objects.get() == successor


def test_where_only_the_code_changes_all_else_stays(surrey):
    make_succession("E08000016", "Barnsley", successor_name="Barnsley", county="")
    barnsley = make_authority(name="Barnsley", gss_code="E08000016", type=AuthorityType.METROPOLITAN)
    partnership = make_partnership([barnsley])

    change_councils(Barnsley="E08000038")

    [today] = partnership.authorities.all()
    assert (today.gss_code, today.type, today.slug) == ("E08000038", AuthorityType.METROPOLITAN, "barnsley")
    assert not partnership.parts.exists()
    assert told_of(today) == [("Its GSS code was E08000016 until 1 April 2026.", "https://lgr.example")]


def test_one_that_is_here_already_is_moved_to(surrey):
    """Staff may have entered it, or one of several councils may join it later."""
    there = make_authority(name="East Surrey", gss_code=NEW)
    in_both = make_partnership([there, *surrey])
    in_it = make_partnership(surrey)

    assert change_councils() == there

    assert list(in_both.authorities.all()) == list(in_it.authorities.all()) == [there]
    assert not in_both.parts.exists()
    assert {part.name for part in in_it.parts.all()} == {"Elmbridge", "Tandridge"}


def test_a_council_that_followed_others_is_followed_itself(surrey):
    east = change_councils()
    make_partnership([east])
    make_succession(NEW, "East Surrey", successor_name="Surrey", county="")

    surrey = change_councils(Surrey="E06000100")

    assert set(CouncilSuccession.objects.values_list("successor", flat=True)) == {surrey.pk}
    assert surrey.codes == ["E06000100", NEW, ELMBRIDGE, TANDRIDGE]
    assert list(LocalAuthority.objects.covered()) == [surrey]


def test_where_the_successor_was_loaded_with_others_gone_it_is_only_noted(surrey):
    LocalAuthority.objects.all().delete()
    there = make_authority(name="East Surrey", gss_code=NEW)

    assert change_councils() == there
    assert due() == []
    assert there.codes == [NEW, ELMBRIDGE, TANDRIDGE]
