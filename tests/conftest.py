"""For every test: nothing leaves this machine. For many tests: the answers of every page, fetched once."""

import gc
import itertools
import os
import socket
from collections import Counter
from contextlib import ExitStack, contextmanager, nullcontext

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.template import engines

from lcep_site import frame
from lcep_site.health import asking
from lcep_site.health.checks import CHECKS
from lcep_site.logs import requests
from partnerships.database import outage
from partnerships.published_kinds import table
from partnerships.schools import kept as kept_schools
from partnerships.search.snapshot import reading
from partnerships.sought import tally
from tests import databases, parts, snapshots
from tests.factories import FIRST_NUMBER, FIRST_PREPARED, count_from, make_superuser
from tests.no_versions import no_versions
from tests.pages import answer_all
from tests.permission_matrix.makers import claim
from tests.permission_matrix.people import known, make_person
from tests.permission_matrix.world import make_both
from tests.signing_in import StaffClient

# No test fails because the machine is busy. Each run tries other examples.
hypothesis.settings.register_profile("without a clock", deadline=None, max_examples=50)
hypothesis.settings.load_profile("without a clock")
OUR_OWN = ("127.0.0.1", "::1", "localhost")


def pytest_collection_modifyitems(config, items):
    """Deselect tests of the other database: skipping them would count as failing."""
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    for_other = [item for item in items if item.get_closest_marker(other)]
    if for_other:
        config.hook.pytest_deselected(items=for_other)
        items[:] = [item for item in items if item not in for_other]
    # The files with slow tests first, or one process would wait at the end for what the other has just begun.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish():
    """Look for garbage seldom, and never in what was imported: it takes an eighth of all time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_configure(config):
    """Add up how long each file takes, in the process that hears of all."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(SecondsOfFiles(os.environ.get("TEST_PART")), "seconds-of-files")


class SecondsOfFiles:
    """Keeps how many seconds the tests of each file took, under the name of the part of `make test` that this is."""

    def __init__(self, part):
        self.part, self.seconds = part, Counter()

    def pytest_runtest_logreport(self, report):
        self.seconds[report.location[0]] += report.duration

    def pytest_sessionfinish(self):
        if self.part:
            parts.keep(self.part, self.seconds)

    def pytest_terminal_summary(self, terminalreporter, config):
        """Say in which order the tests ran, so that it can be had again."""
        seed = config.getoption("randomly_seed", None)
        if seed is not None and self.part:
            terminalreporter.write_line(f"In random order: --randomly-seed={seed}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Report a skipped test as failed: what it tests is not known to work."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, which nothing here may be: {report.longrepr}"
    return report


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """Refuse connections to other machines. A socket file, such as PostgreSQL's, and this machine are let through."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family != socket.AF_UNIX and address[0] not in OUR_OWN:
            raise AssertionError(f"A test tried to reach {address[0]}: tests stay on this machine.")
        return connect(self, address)

    socket.socket.connect = connect_here
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id):
    """A copy of the empty database, for this process alone."""
    with django_db_blocker.unblock(), databases.copied(worker_id):
        yield


@pytest.fixture(autouse=True)
def _what_is_committed_goes(request, monkeypatch):
    """Whichever test a process takes next, it finds the database empty."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        # By the connection as it was before the test.
        monkeypatch.undo()
        databases.clear_what_flush_leaves()


@pytest.fixture
def any_database(django_db_setup, django_db_blocker):
    """Let databases be asked without a transaction around the test, which leaves ours as it is."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(autouse=True, scope="session")
def _menus_of_everything():
    """Inside the transaction of a test it would be asked for each page anew what menus show; so they show all."""
    names = frozenset(listing.name for _, listing in table.listings())
    with pytest.MonkeyPatch.context() as patches:
        patches.setattr(frame, "holding", lambda: names)
        yield


@pytest.fixture(autouse=True)
def _any_number_of_files(monkeypatch):
    """Tests ask for more files a minute than a network may."""
    monkeypatch.setattr("partnerships.views.open_data.FILES.most", 1_000_000)


@pytest.fixture(autouse=True)
def _one_id_for_all_requests(monkeypatch):
    """So that two answers can be the same, header by header."""
    monkeypatch.setattr(requests, "_numbers", itertools.repeat(1))


@pytest.fixture(autouse=True)
def _health_is_looked_at_by_who_asks(monkeypatch):
    """A thread beside the test would not see what it has not committed."""
    monkeypatch.setattr(asking, "_looker", asking.Looker(CHECKS, lambda look: look()))


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    """What other tests asked the finder is not written in this one."""
    tally.mine.take()


@pytest.fixture(autouse=True)
def _database_known_to_answer(monkeypatch):
    """Whatever other tests said of it."""
    monkeypatch.setattr(outage, "mine", outage.Outage())


@pytest.fixture(autouse=True)
def _numbers_from_the_first():
    """Whatever ran before, a test makes rows of the same names."""
    count_from(FIRST_NUMBER)


@pytest.fixture(autouse=True)
def _factories_write_no_versions(request):
    """What a test makes beforehand has no versions, unless the test is marked with `versions`."""
    with nullcontext() if request.node.get_closest_marker("versions") else no_versions():
        yield


@pytest.fixture(autouse=True)
def _missing_variables_are_blank(request, monkeypatch):
    """Where a test may draw templates with variables that are missing, as Django's own have, let them be just blank.

    pytest-django lets them pass too, but looks through the whole stack each time, which takes most of such a test.
    """
    if request.node.get_closest_marker("ignore_template_errors"):
        monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture(scope="session")
def prepared_data(django_db_setup, django_db_blocker):
    """A context for fixtures of a whole module: rows made in it are there for each of its tests, and go at its end.

    The tests still run each in a transaction of its own. Not for those that commit.
    """

    @contextmanager
    def prepared():
        with django_db_blocker.unblock(), transaction.atomic():
            # Apart from what the tests make meanwhile.
            count_from(FIRST_PREPARED)
            yield
            transaction.set_rollback(True)

    return prepared


@pytest.fixture(scope="session")
def answers(prepared_data):
    """The answers of every page of PAGES over the committed data: see answer_all."""
    with prepared_data():
        return answer_all()


@pytest.fixture
def kept_snapshot():
    """A function after which the snapshot stays as it then is, as it does for a worker while nothing changes.

    So do the names of schools.
    """
    with ExitStack() as for_the_test:

        def keep():
            snapshot = reading.whole()
            kept_schools.current()
            for_the_test.enter_context(snapshots.held(snapshot))
            return snapshot

        yield keep


@pytest.fixture
def one_connection():
    """Keep the test's own connection, and what it has not committed, through every request, as Django's client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def client():
    """A client whose `force_login` counts as signing in with both factors, as the back office asks for."""
    return StaffClient()


@pytest.fixture
def staff_client(client):
    """A client signed in as somebody who may do everything in the back office."""
    client.force_login(make_superuser())
    return client


@pytest.fixture(scope="module")
def worlds(prepared_data):
    """Our Bridge Organisation and another."""
    with prepared_data():
        yield make_both()


@pytest.fixture
def sign_in(client, worlds):
    """A function that signs in somebody of a role, for all requests of the test, and returns them."""
    with ExitStack() as for_the_test:

        def sign_in(role):
            user = make_person(role, worlds[0])
            claim(worlds[0], user)
            client.force_login(user)
            for_the_test.enter_context(known(user))
            return user

        yield sign_in
