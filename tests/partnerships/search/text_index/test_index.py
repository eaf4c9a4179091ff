"""That the index stays equal to what the entries say."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from members.models import MemberOrganisation, Membership
from partnerships.migrations._own_tables import make_search_index
from partnerships.models import LocalAuthority, Partnership, SearchDocument
from partnerships.search import text_index
from partnerships.search.text_index import index
from partnerships.vocabulary import PublicationState
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_sector,
)
from tests.facts import make_elsewhere, make_fact

pytestmark = pytest.mark.django_db


def test_refreshing_one_row_makes_it_found():
    partnership = make_partnership(name="Leeds")

    text_index.refresh(partnership)

    assert list(text_index.find(Partnership.objects.all(), "leeds")) == [partnership]


def test_a_change_replaces_what_was_found_before():
    partnership = make_partnership(name="Leeds")
    text_index.refresh(partnership)
    partnership.name = "Hull"
    partnership.save()

    text_index.refresh(partnership)

    assert [text_index.find(Partnership.objects.all(), text).count() for text in ("leeds", "hull")] == [0, 1]


def test_following_a_deletion_takes_its_words_away():
    membership = make_membership(organisation=make_organisation(name="The Lowry"))
    text_index.rebuild()

    with text_index.following(membership.organisation):
        membership.organisation.delete()

    assert not text_index.find(Partnership.objects.all(), "lowry").exists()
    assert [document.kind for document in SearchDocument.objects.all()] == ["partnership"]


def test_the_index_follows_rows_deleted_all_at_once():
    make_partnership(name="Leeds")
    text_index.rebuild()

    SearchDocument.objects.all().delete()

    assert not text_index.find(Partnership.objects.all(), "leeds").exists()


@pytest.mark.parametrize("number", [1, 3])
def test_rebuilding_asks_the_database_the_same_for_any_number_of_rows(django_assert_num_queries, number):
    for _ in range(number):
        partnership = make_partnership(support_organisation=make_bridge())
        partnership.names.create(name="Old")
        partnership.stated_priorities.create(priority=make_priority(), wording="w")
        partnership.sectors_sought.add(make_sector())
        partnership.programme_participations.create(programme=make_programme())
        make_part(partnership, make_authority())
        make_fact(partnership)
        make_elsewhere(partnership=partnership)
        organisation = make_organisation(authority=make_authority())
        make_membership(partnership=partnership, organisation=organisation)

    # SQLite is asked to tidy up its index, too.
    with django_assert_num_queries(35 + (connection.vendor == "sqlite")):
        text_index.rebuild()


TOLD_BESIDE_IT = {
    "its story": lambda partnership, word: make_fact(partnership, what=f"The {word} hosted it."),
    "the title of something published elsewhere": lambda partnership, word: make_elsewhere(
        partnership=partnership, title=f"A {word} plan"
    ),
    "what that is": lambda partnership, word: make_elsewhere(partnership=partnership, description=f"On {word}s."),
    "who published it": lambda partnership, word: make_elsewhere(partnership=partnership, publisher=f"The {word}"),
    "the town it works in": lambda partnership, word: make_part(partnership, make_authority(), name=word),
}


@pytest.mark.parametrize("what", TOLD_BESIDE_IT)
def test_a_partnership_is_found_by_what_stands_beside_it(what):
    partnership = make_partnership(how_to_join="Write to the hub.")
    text_index.rebuild()
    row = TOLD_BESIDE_IT[what](partnership, "zebra")
    before = text_index.find(Partnership.objects.all(), "zebra").count()

    text_index.refresh(row)

    assert before == 0
    assert list(text_index.find(Partnership.objects.all(), "zebra")) == [partnership]
    assert list(text_index.find(Partnership.objects.all(), "hub")) == [partnership]


def test_what_is_no_more_than_a_draft_finds_no_partnership():
    text_index.rebuild()
    draft = make_elsewhere(partnership=make_partnership(), title="Zebra", publication=PublicationState.DRAFT)

    text_index.refresh(draft)

    assert not text_index.find(Partnership.objects.all(), "zebra").exists()


def test_a_partnership_may_have_more_members_than_sqlite_takes_at_once():
    partnership, sector = make_partnership(), make_sector()
    organisations = MemberOrganisation.objects.bulk_create(
        MemberOrganisation(name=f"School {number}", slug=f"school-{number}", sector=sector) for number in range(1100)
    )
    Membership.objects.bulk_create(
        Membership(partnership=partnership, organisation=organisation) for organisation in organisations
    )

    assert text_index.rebuild() == 1101


def test_an_organisation_may_be_in_more_partnerships_than_sqlite_takes_at_once():
    organisation, bridge = make_organisation(), make_bridge()
    partnerships = Partnership.objects.bulk_create(
        Partnership(name=f"Place {number}", slug=f"place-{number}", bridge=bridge) for number in range(1100)
    )
    Membership.objects.bulk_create(
        Membership(partnership=partnership, organisation=organisation) for partnership in partnerships
    )

    assert text_index.rebuild() == 1101


@pytest.mark.parametrize("write", [text_index.rebuild, lambda: text_index.refresh(LocalAuthority.objects.get())])
def test_documents_are_made_some_at_a_time_and_not_one_is_left_out(monkeypatch, write):
    authority, at_once = make_authority(name="Leeds"), []
    for _ in range(5):
        make_partnership(authorities=[authority])
    monkeypatch.setattr(index, "_BATCH", 2)
    monkeypatch.setattr(SearchDocument.objects, "bulk_create", noting_how_many(at_once))

    write()

    assert at_once == [2, 2, 1]
    assert text_index.find(Partnership.objects.all(), "leeds").count() == 5


def noting_how_many(at_once):
    """Return a bulk_create of search documents that notes in `at_once` how many it is given."""
    bulk_create = SearchDocument.objects.bulk_create

    def create(documents, **options):
        at_once.append(len(documents))
        return bulk_create(documents, **options)

    return create


def test_the_command_rebuilds_and_counts(capsys):
    make_partnership()

    call_command("rebuild_search")

    assert capsys.readouterr().out == "1 entry can be found by words.\n"


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_taken_down_and_put_up_again():
    made, state = make_search_index(), ProjectState()

    with connection.schema_editor() as editor:
        made.database_backwards("partnerships", editor, state, state)
    with pytest.raises(DatabaseError):
        list(text_index.find(Partnership.objects.all(), "leeds"))
    with connection.schema_editor() as editor:
        made.database_forwards("partnerships", editor, state, state)
    make_partnership(name="Leeds")
    text_index.rebuild()

    assert text_index.find(Partnership.objects.all(), "leeds").count() == 1


@pytest.mark.upgrade
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_index_goes_and_comes_with_all_migrations():
    MigrationExecutor(connection).migrate([("partnerships", None)])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    make_partnership(name="Leeds")

    text_index.rebuild()

    assert text_index.find(Partnership.objects.all(), "leeds").count() == 1
