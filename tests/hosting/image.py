"""Runs each step of the Dockerfile without Docker, as two ordinary people, and serves the site that comes of it.

    python -m tests.hosting.image

One of them builds; the other, who may write nothing but the data and temporary files, serves. The folders of the image
lie in an empty folder of this machine, so paths of the image in commands and variables are those in there. What the
image is based on is the Python of that version at hand, copied; where there is none, a sentence says so. Packages come
from where pip takes them. Whoever is not root is both people, and what is served is made read-only.
"""

import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

from lcep_site.settings import BASE_DIR
from tests.hosting import dockerfile
from tests.hosting.dockerfile import Instruction, Stage, is_left_out

# The folders at the top of the image that its Dockerfile names; those of its base are those of this machine.
IMAGES_OWN = ("/app", "/opt/venv", "/data", "/tmp/build")
BUILDER = 10_000
PATIENCE_SECONDS = 60
SITE = {
    "ALLOWED_HOSTS": "lcep.example",
    "SITE_URL": "https://lcep.example",
    "EMAIL_URL": "submission://mail.lcep.example",
    "MAIL_FROM": "directory@lcep.example",
    "NATIONAL_DESK_EMAIL": "desk@lcep.example",
    "ENQUIRY_REPLY_TO": "answers@lcep.example",
}


@dataclass
class Build:
    """A build in `folder`, with the Python in `python`. `root` is what the image calls /."""

    folder: Path
    python: Path
    environment: dict[str, str] = field(default_factory=dict)
    place: str = "/"
    user: int = BUILDER

    @property
    def root(self) -> Path:
        return self.folder / "root"

    def outside(self, text: str) -> str:
        """Return `text` with the paths of the image as they are on this machine."""
        text = text.replace("/usr/local/bin", str(self.python / "bin"))
        return re.sub(rf"(?<![\w.-])({'|'.join(IMAGES_OWN)})(?![\w-])", lambda match: f"{self.root}{match[1]}", text)

    def begin(self, before: Stage | None) -> None:
        """Begin a stage in an empty root; that of the stage `before` is kept under its name."""
        if before:
            self.root.rename(self.folder / before.name)
        self.environment, self.place, self.user = {}, "/", BUILDER
        self._make(self.root)
        self._make(self.root / "tmp")

    def step(self, step: Instruction) -> None:
        """Do one instruction. Raises CalledProcessError when a command fails."""
        if step.name == "ENV":
            self.environment |= step.pairs
        elif step.name == "WORKDIR":
            self.place = step.text
            self._make(self._at(self.place))
        elif step.name == "USER":
            self.user = int(step.text.partition(":")[0])
        elif step.name == "COPY":
            self._copy(step)
        elif step.name == "RUN":
            print(f"== {step.text[:110]}", flush=True)
            self.run(step.command).check_returncode()

    def run(self, command: list[str], **more: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.outside(word) for word in command], **self.options(more))

    def options(self, more: Mapping[str, str]) -> dict[str, object]:
        """Return how a process of the image is started: by whom, where, and with which variables."""
        told = {name: self.outside(value) for name, value in {**self.environment, **more}.items()}
        base = {"HOME": str(self.root / "tmp"), "TMPDIR": str(self.root / "tmp"), "LANG": "C.UTF-8"}
        # A Python that was copied finds its library no longer by itself.
        base["LD_LIBRARY_PATH"] = str(self.python / "lib")
        passed = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        person = {"user": self.user, "group": self.user, "extra_groups": []} if os.geteuid() == 0 else {}
        return {"cwd": self._at(self.place), "env": base | passed | told, **person}

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            for path in (folder, *folder.parents):
                if self.folder in path.parents:
                    os.chown(path, BUILDER, BUILDER)

    def _copy(self, step: Instruction) -> None:
        *sources, target = step.arguments.split()
        place = self._at(target) if target.startswith("/") else self._at(self.place) / target
        for source in sources:
            if "from" in step.flags:
                shutil.copytree(
                    self.folder / step.flags["from"] / source.lstrip("/"), place, symlinks=True, dirs_exist_ok=True
                )
            else:
                _copy_context(source, place)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{BUILDER}:{BUILDER}", place], check=True)


def _copy_context(source: str, place: Path) -> None:
    """Copy what Docker would of our folder: what is committed or could be, and not left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", source],
        cwd=BASE_DIR, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if not is_left_out(name) and (BASE_DIR / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(BASE_DIR / name, place / name)


def python_at_hand(version: str) -> Path | None:
    """Return the folder of an interpreter of `version`, "3.13", or None."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{version}"), *versions.glob(f"{version}.*/bin/python{version}")]
    for path in filter(None, found):
        with suppress(OSError, subprocess.CalledProcessError):
            look = [path, "-c", "import sys, pip; print(sys.base_prefix)"]
            return Path(subprocess.run(look, check=True, capture_output=True, text=True).stdout.strip())
    return None


def copied_python(prefix: Path, folder: Path) -> Path:
    """Return a copy in `folder` of the Python in `prefix`, which an ordinary person may not be able to reach."""
    shutil.copytree(prefix, folder, symlinks=True, ignore=shutil.ignore_patterns("test", "__pycache__", "*.a"))
    return folder


def build_in(folder: Path) -> Build:
    """Run all steps of the Dockerfile in `folder`, and return what came of them. Ends where there is no such Python."""
    version = dockerfile.python_version()
    prefix = python_at_hand(version)
    if prefix is None:
        sys.exit(f"Python {version}, which the Dockerfile names, is not at hand with pip. Install it, then try again.")
    folder.chmod(0o755)
    build = Build(folder, copied_python(prefix, folder / "python"))
    before = None
    for stage in dockerfile.stages():
        print(f"== FROM {stage.image} AS {stage.name}", flush=True)
        build.begin(before)
        for step in stage.instructions:
            build.step(step)
        before = stage
    return build


def confine(build: Build) -> None:
    """Let nothing of the image be written but the data and temporary files, as read_only does."""
    subprocess.run(["chmod", "-R", "a-w,a+rX", build.root], check=True)
    for place in ("data", "tmp"):
        (build.root / place).chmod(0o755)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", str(build.user), build.root / place], check=True)
        subprocess.run(["chmod", "-R", "u+w", build.root / place], check=True)


def serve(build: Build) -> None:
    """Prepare the site of the image and serve it, and look whether it is well and shows its home page."""
    site = {**SITE, "SECRET_KEY": secrets.token_urlsafe(50), "DATABASE_URL": "sqlite:////data/lcep.sqlite3"}
    build.run(["python", "manage.py", "prepare_site"], **site).check_returncode()
    last = dockerfile.stages()[-1]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in last.last("CMD").command]
    gunicorn = shlex.join(build.outside(word) for word in command)
    process = subprocess.Popen(["/bin/sh", "-c", f"exec {gunicorn}"], **build.options(site))
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/live/")
        page = _page(port, "/")
        assert "LCEP Directory" in page
        assert _page(port, re.search(r'href="(/static/[^"]+\.css)"', page)[1])
    finally:
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0, "It does not end when it is told to."


def _page(port: int, path: str) -> str:
    """Return what is answered with 200 to whom a proxy sends. Raises URLError for anything else."""
    headers = {"Host": SITE["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
        return answer.read().decode()


def _wait_for(url: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
                print(
                    f"== {url.partition('/health')[1]}{url.partition('/health')[2]}: {answer.read().decode().strip()}"
                )
                return
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lcep-image-", ignore_cleanup_errors=True) as temporary:
        build = build_in(Path(temporary))
        confine(build)
        _try_to_write(build)
        serve(build)
        subprocess.run(["chmod", "-R", "u+w", build.root], check=True)
    print("== Every step of the Dockerfile was run, and the site it makes is served by somebody who may write nothing.")


def _try_to_write(build: Build) -> None:
    """Raise AssertionError if who serves can write anywhere in the image, so that what follows shows something."""
    tried = build.run(["python", "-c", "open('/app/manage.py', 'a'); open('/app/new', 'w')"])
    assert tried.returncode != 0, "The image can be written to."


if __name__ == "__main__":
    main()
