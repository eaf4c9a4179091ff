"""The stamp is another after every committed change, whoever commits first, and nobody waits for it."""

import threading

import pytest
from django.db import connection, transaction

from partnerships.models import ContentStamp, Partnership, Region
from partnerships.public_content import stamp
from tests.factories import make_enquiry, make_mail, make_partnership, make_region
from tests.partnerships.public_content.acts import is_stamped, oldest_open

COMMITTED = pytest.mark.usefixtures("committed")
PATIENCE_SECONDS = 20


class Another(threading.Thread):
    """Somebody else, who does `act` in a transaction on a connection of their own, and commits it when told to.

    An error in it comes out of `commit`.
    """

    def __init__(self, act):
        super().__init__()
        self.act, self.error = act, None
        self.has_acted, self.is_to_commit = threading.Event(), threading.Event()
        self.start()
        assert self.has_acted.wait(PATIENCE_SECONDS)

    def run(self):
        try:
            with transaction.atomic():
                self.act()
                self.has_acted.set()
                self.is_to_commit.wait(PATIENCE_SECONDS)
        except Exception as error:
            self.error = error
        finally:
            self.has_acted.set()
            connection.close()

    def commit(self):
        self.is_to_commit.set()
        self.join()
        if self.error:
            raise self.error


@COMMITTED
def test_it_stays_as_long_as_nothing_changes_and_is_another_after_each_change():
    stamps = [stamp.current(), stamp.current()]
    partnership = make_partnership()
    stamps.append(stamp.current())
    for name in ("One", "Two", "One"):
        Partnership.objects.filter(pk=partnership.pk).update(name=name)
        stamps.append(stamp.current())

    assert stamps[0] == stamps[1]
    assert len(set(stamps)) == len(stamps) - 1


@COMMITTED
@pytest.mark.postgresql  # SQLite lets in one writer at a time by itself.
def test_two_who_commit_in_reverse_order_both_change_it_and_neither_waits():
    one, two = make_region(), make_region()
    first = Another(lambda: Region.objects.filter(pk=one.pk).update(name="North"))
    second = Another(lambda: Region.objects.filter(pk=two.pk).update(name="South"))
    stamps = [stamp.current()]

    second.commit()
    stamps.append(stamp.current())
    first.commit()
    stamps.append(stamp.current())

    assert len(set(stamps)) == 3


@COMMITTED
def test_what_is_rolled_back_leaves_it_as_it_was():
    region = make_region()
    before = stamp.current()

    with transaction.atomic():
        Region.objects.update(name="North")
        transaction.set_rollback(True)
    assert stamp.current() == before

    with transaction.atomic(), transaction.atomic():
        Region.objects.update(name="North")
        transaction.set_rollback(True)
    assert stamp.current() == before

    with transaction.atomic():
        with transaction.atomic():
            Region.objects.update(name="North")
            transaction.set_rollback(True)
        Region.objects.filter(pk=region.pk).update(name="South")
    assert stamp.current() != before


@COMMITTED
def test_it_tells_what_no_row_does():
    before = stamp.current()

    stamp.change()

    assert stamp.current() != before


@COMMITTED
@pytest.mark.postgresql  # There is one row on SQLite.
def test_folding_leaves_it_as_it_is_while_others_are_changing_things(monkeypatch):
    monkeypatch.setattr(stamp, "MAX_ROWS", 0)
    other = Another(make_region)
    for _ in range(5):
        make_partnership()
    before = stamp.current()

    # Those that began after the open one are not folded yet.
    stamp.fold()
    assert stamp.current() == before
    assert ContentStamp.objects.count() > 5

    other.commit()
    after, oldest = stamp.current(), oldest_open()
    stamp.fold()

    assert before != after == stamp.current()
    assert {row.transaction for row in ContentStamp.objects.filter(transaction__lt=oldest)} <= {0}


@COMMITTED
@pytest.mark.postgresql  # SQLite has no numbers of transactions.
def test_numbers_of_a_database_that_was_restored_are_no_numbers_of_ours(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        number = cursor.fetchone()[0]
    ContentStamp.objects.bulk_create(ContentStamp(transaction=number + later, weight=1) for later in range(1, 100))

    stamps = {stamp.current()}
    for name in "abcdef":
        make_region(name=name)
        stamps.add(stamp.current())
    assert len(stamps) == 7

    monkeypatch.setattr(stamp, "MAX_ROWS", 0)
    before, oldest = stamp.current(), oldest_open()
    # One of them may be called as the transaction that folds.
    stamp.fold()
    stamp.fold()
    assert stamp.current() == before
    assert {row.transaction for row in ContentStamp.objects.filter(transaction__lt=oldest)} <= {0}


@pytest.mark.django_db
def test_what_is_no_public_content_leaves_it_as_it_is():
    partnership = make_partnership()

    assert not is_stamped(lambda: make_enquiry(partnership=partnership))
    assert not is_stamped(make_mail)
