"""The thread that looks: a connection of its own, which waits for nothing longer than it may."""

import threading

import pytest
from django.db import connection

from lcep_site.health import asking

pytestmark = pytest.mark.django_db(transaction=True)
LIMIT = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW statement_timeout"}


def asked():
    with connection.cursor() as cursor:
        cursor.execute(LIMIT[connection.vendor])
        return str(cursor.fetchone()[0])


def test_what_it_asks_is_limited_and_its_connection_closed():
    done, seen, before = threading.Event(), [], asked()

    def look():
        seen.append(asked())
        seen.append(connection.connection)
        done.set()

    threads = set(threading.enumerate())
    asking.apart(look)
    assert done.wait(20)
    for thread in set(threading.enumerate()) - threads:
        thread.join(20)

    assert seen[0] == {"sqlite": "750", "postgresql": "1500ms"}[connection.vendor] != before
    assert seen[1] is not connection.connection
    assert asked() == before
