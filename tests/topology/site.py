"""A whole site in a folder: its machines, each with a folder of its own, what they share, and what stands in front."""

import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lcep_site import gunicorn
from lcep_site.settings import BASE_DIR
from tests.topology import databases, nginx
from tests.topology.programs import Supervisor

# What each machine has one of, beside its web server.
WORKER, SCHEDULER = ["manage.py", "run_worker"], ["manage.py", "run_daily"]
REDIS = "redis-server"
PATIENCE_SECONDS = 60
PREPARE = [sys.executable, "-m", "tests.topology.prepare"]
MISSING_REDIS = "redis-server is missing. Install it with: sudo apt-get install redis-server"


@dataclass(frozen=True)
class Plan:
    """What a site is made of. `settings` are more variables of its environment."""

    database: str = databases.POSTGRESQL
    machines: int = 2
    redis: bool = False
    tls: bool = False
    whole: bool = False
    port: int = 0
    settings: Mapping[str, str] = None


@dataclass(frozen=True)
class Topology:
    """A site that is served. `port` is that of nginx; `webs` are those of the web servers, one a machine."""

    folder: Path
    database_url: str
    port: int
    webs: list[int]
    supervisor: Supervisor
    environments: list[Mapping[str, str]]

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def ask(self, query: str) -> list[tuple]:
        """Return what the database answers to `query`."""
        return databases.ask(self.database_url, query)

    def python(self, *arguments: str, machine: int = 0, **options) -> str:
        """Run Python with `arguments` on a machine, wait, and return what it says. Raises CalledProcessError."""
        command = [sys.executable, *arguments]
        options = {"check": True, "stdout": subprocess.PIPE, "text": True} | options
        return subprocess.run(command, cwd=BASE_DIR, env=dict(self.environments[machine]), **options).stdout


@contextmanager
def topology_in(folder: Path, plan: Plan = Plan()) -> Iterator[Topology]:  # noqa: B008 - it never changes
    """Serve a whole site in `folder` while the context lasts: as `plan` says, with the real directory, in production.

    It answers through nginx by then. Raises NoNginx, or RuntimeError where something else is missing.
    """
    nginx.path_of()
    if plan.port:
        _check_is_free(plan.port)
    with ExitStack() as running:
        (folder / "logs").mkdir(parents=True, exist_ok=True)
        url = running.enter_context(databases.database_in(folder, plan.database))
        supervisor = Supervisor(folder / "logs")
        port, *webs = plan.port or free_port(), *(free_port() for _ in range(plan.machines))
        shared = _settings(folder, url, port) | (plan.settings or {})
        running.enter_context(supervisor.watching())
        if plan.redis:
            shared["CACHE_URL"] = _start_redis(folder, supervisor)
        environments = [_machine(folder, number, shared) for number in range(1, plan.machines + 1)]
        site = Topology(folder, url, port, webs, supervisor, environments)
        prepare(environments[0], whole=plan.whole)
        for environment in environments[1:]:
            _copy_static_files(environments[0], environment)
        _start(site, plan)
        _wait_for(site, plan)
        yield site


def prepare(environment: Mapping[str, str], *, whole: bool = False) -> None:
    """Make what a site needs before it is served: the `whole` as docs/hosting.md says, else without postcodes."""
    command = [sys.executable, "manage.py", "prepare_site"] if whole else PREPARE
    subprocess.run(command, cwd=BASE_DIR, env=dict(environment), check=True)


def _settings(folder: Path, url: str, port: int) -> dict[str, str]:
    """Return the environment of production that all machines share."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    key = folder / "secret_key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(50))
    return kept | {
        "LCEP_MODE": "production",
        "SECRET_KEY": key.read_text(),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SITE_URL": f"https://localhost:{port}",
        "DATABASE_URL": url,
        "EMAIL_URL": "file:",
        "MAIL_FROM": "LCEP Directory <directory@lcep.example>",
        "NATIONAL_DESK_EMAIL": "national-desk@lcep.example",
        "ENQUIRY_REPLY_TO": "enquiries@lcep.example",
        # Nothing here would be missed.
        "BACKED_UP_ELSEWHERE": "yes",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _machine(folder: Path, number: int, shared: Mapping[str, str]) -> dict[str, str]:
    """Make the folder of a machine, with the media that all share, and return its environment."""
    place, media = folder / f"machine-{number}", folder / "media"
    place.mkdir(exist_ok=True)
    media.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        (place / "media").symlink_to(media)
    return {**shared, "DATA_DIR": str(place)}


def _copy_static_files(environment: Mapping[str, str], other: Mapping[str, str]) -> None:
    shutil.copytree(f"{environment['DATA_DIR']}/static", f"{other['DATA_DIR']}/static", dirs_exist_ok=True)


def _start_redis(folder: Path, supervisor: Supervisor) -> str:
    """Start a Redis of our own, that keeps nothing on disk, and return its address."""
    path = shutil.which(REDIS)
    if path is None:
        raise RuntimeError(MISSING_REDIS)
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    supervisor.start("redis", [path, *options], os.environ)
    return f"redis://127.0.0.1:{port}/0"


def _start(site: Topology, plan: Plan) -> None:
    for number, (environment, port) in enumerate(zip(site.environments, site.webs, strict=True), start=1):
        serve = [sys.executable, *gunicorn.COMMAND, "--bind", f"127.0.0.1:{port}"]
        site.supervisor.start(f"web-{number}", serve, environment)
        site.supervisor.start(f"worker-{number}", [sys.executable, *WORKER], environment)
    site.supervisor.start("scheduler", [sys.executable, *SCHEDULER], site.environments[0])
    command = nginx.command(site.folder / "nginx", site.port, site.webs, tls=plan.tls)
    site.supervisor.start("nginx", command, os.environ)


def _wait_for(site: Topology, plan: Plan) -> None:
    """Wait until each machine and nginx answer. Raises TimeoutError, with what the logs say."""
    until = time.monotonic() + PATIENCE_SECONDS
    for port in [*site.webs, *([] if plan.tls else [site.port])]:
        while not answers(port):
            if time.monotonic() > until:
                logs = "\n".join(path.read_text()[-2000:] for path in sorted(site.logs.glob("*.log")))
                raise TimeoutError(f"Port {port} does not answer. The logs end so:\n{logs}")
            time.sleep(0.1)


def answers(port: int) -> bool:
    """Return whether a web server, or nginx by HTTP, gives the home page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.99.0.1"}
    try:
        connection.request("GET", "/", headers=headers)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _check_is_free(port: int) -> None:
    with socket.socket() as found:
        if found.connect_ex(("127.0.0.1", port)) == 0:
            raise RuntimeError(f"Port {port} is taken. Name another with --port, in TOPOLOGY for make topology.")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
