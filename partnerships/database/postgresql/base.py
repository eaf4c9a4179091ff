"""Django's back end for PostgreSQL, but that nobody who serves visitors waits for ever for a server that is away."""

import time
from collections.abc import Generator
from types import ModuleType
from typing import Any

import psycopg
from django.db import Error
from django.db.backends.postgresql import base

from partnerships.database import limits

NO_ANSWER = "the server does not answer"


class Connection(psycopg.Connection[Any]):
    """A connection that is given up when the server has not answered for as long as `limits` says.

    A server that hangs still keeps the connection open, and so does a network that swallows what is sent.
    """

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        return super().wait(self._limited(gen) if limits.server.is_limited else gen, *args, **kwargs)

    def _limited(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        began = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                # Nothing came when a tenth of a second is over.
                if not (ready := (yield wanted)) and limits.is_over(began):
                    limits.server.has_failed()
                    self.pgconn.finish()
                    raise psycopg.OperationalError(NO_ANSWER)
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value


def _driver() -> ModuleType:
    """Return psycopg, but that it makes our connections."""
    driver = ModuleType(psycopg.__name__)
    vars(driver).update(vars(psycopg), connect=Connection.connect)
    return driver


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a server that is away once a second, not with every request."""

    Database = _driver()

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if limits.server.is_limited:
            params.setdefault("connect_timeout", limits.CONNECTING)
            params["options"] = " ".join(filter(None, [limits.OPTIONS, params.get("options", "")]))
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not limits.server.is_limited:
            return super().get_new_connection(conn_params)
        if not limits.server.may_be_tried():
            raise psycopg.OperationalError(NO_ANSWER)
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.Error:
            limits.server.has_failed()
            raise
        limits.server.has_answered()
        return connection

    def commit(self) -> None:
        """Write what was changed. An error of it, after which nobody knows whether it was, says so as `in_commit`."""
        try:
            super().commit()
        except Error as error:
            error.in_commit = True  # type: ignore[attr-defined]  # a note of ours
            raise
