"""The parts of a backup in one file, a tar: first the rows, then the media, at its end the manifest.

The manifest says of each part how many bytes it has and their SHA-256, so that a part which is missing, damaged or too
many is noticed. It comes last: a file that ends early has none, and is never taken for whole.
"""

import hashlib
import io
import json
import tarfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from lcep_site.backups.refusals import BackupDamaged, BackupRefused

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024
NO_BACKUP = "The file is not a backup, or is cut off."


@dataclass
class Manifest:
    """What a backup holds. `parts` says of each its bytes and their hash, and of rows how many, and their digest."""

    release: str
    made_at: str
    database: str
    migrations: list[list[str]]
    postcodes: str
    left_out: dict[str, str]
    format: int = FORMAT
    missing: list[str] = field(default_factory=list)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)


class ArchiveWriter:
    """Writes the parts of a backup to `file`, one after the other, and notes what they are in the `manifest`."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - see finish
        self.manifest = manifest

    def add(self, name: str, content: IO[bytes], **facts: object) -> None:
        """Add `content`, from its beginning to its end, as the part `name`; note the `facts` about it."""
        digest = hashlib.sha256()
        content.seek(0)
        while block := content.read(BLOCK):
            digest.update(block)
        self.manifest.parts[name] = {"bytes": content.tell(), "sha256": digest.hexdigest()} | facts
        self._write(name, content, content.tell())

    def finish(self) -> None:
        """Write the manifest, and with it the end."""
        text = json.dumps(asdict(self.manifest), indent=1).encode()
        self._write(MANIFEST, io.BytesIO(text), len(text))
        self._tar.close()

    def _write(self, name: str, content: IO[bytes], size: int) -> None:
        about = tarfile.TarInfo(name)
        about.size, about.mode = size, 0o600
        content.seek(0)
        self._tar.addfile(about, content)


@dataclass(frozen=True)
class Unpacked:
    """A whole backup: its manifest, and where each part lies."""

    manifest: Manifest
    paths: dict[str, Path]


def unpack(file: IO[bytes], folder: Path) -> Unpacked:
    """Write the parts of the backup in `file` into `folder`; raises BackupDamaged unless all are as they were made."""
    paths: dict[str, Path] = {}
    found: dict[str, dict[str, Any]] = {}
    try:
        with tarfile.open(fileobj=file, mode="r|") as tar:
            for number, about in enumerate(tar):
                content = tar.extractfile(about)
                if content is None or about.name in paths:
                    raise BackupDamaged(NO_BACKUP)
                # By number: what a part is called says nothing about where it is written.
                paths[about.name] = folder / f"{number}.part"
                found[about.name] = _copied(content, paths[about.name])
    except (tarfile.TarError, EOFError) as error:
        raise BackupDamaged(NO_BACKUP) from error
    if MANIFEST not in paths:
        raise BackupDamaged(NO_BACKUP)
    manifest = _manifest_in(paths.pop(MANIFEST))
    del found[MANIFEST]
    if wrong := _differing(manifest.parts, found):
        raise BackupDamaged(f"These parts of it are missing, damaged or too many: {', '.join(wrong)}.")
    return Unpacked(manifest, paths)


def _copied(content: IO[bytes], path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("xb") as copy:
        while block := content.read(BLOCK):
            digest.update(block)
            copy.write(block)
        return {"bytes": copy.tell(), "sha256": digest.hexdigest()}


def _manifest_in(path: Path) -> Manifest:
    try:
        values = json.loads(path.read_bytes())
        if values["format"] > FORMAT:
            raise BackupRefused("A later release made this backup. Restore it with that release, or a later one.")
        return Manifest(**values)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupDamaged("Its manifest is damaged.") from error


def _differing(said: dict[str, dict[str, Any]], found: dict[str, dict[str, Any]]) -> list[str]:
    names = said.keys() | found.keys()
    whole = {name for name in said.keys() & found.keys() if found[name].items() <= said[name].items()}
    return sorted(names - whole)
