"""Reads a Dockerfile, and what is left out of an image, as far as ours go."""

import fnmatch
import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from lcep_site.settings import BASE_DIR

DOCKERFILE = BASE_DIR / "Dockerfile"


@dataclass(frozen=True)
class Instruction:
    """One step: `name` in capitals, and what stands behind it on one line."""

    name: str
    text: str

    @property
    def flags(self) -> dict[str, str]:
        """The options before the arguments: {"from": "builder"}."""
        words = self.text.split()
        flags = words[: next((i for i, word in enumerate(words) if not word.startswith("--")), len(words))]
        return dict(flag.removeprefix("--").partition("=")[::2] for flag in flags)

    @property
    def arguments(self) -> str:
        """What stands behind the options."""
        return re.sub(r"^(--\S+\s+)+", "", self.text)

    @property
    def command(self) -> list[str]:
        """What is run: as it is told, or by a shell."""
        told = self.arguments.removeprefix("CMD ") if self.name == "HEALTHCHECK" else self.arguments
        return json.loads(told) if self.is_exec_form else ["/bin/sh", "-c", told]

    @property
    def is_exec_form(self) -> bool:
        return self.arguments.removeprefix("CMD ").startswith("[")

    @property
    def pairs(self) -> dict[str, str]:
        """The names and values of ENV, ARG or LABEL."""
        return dict(word.partition("=")[::2] for word in shlex.split(self.arguments))


@dataclass
class Stage:
    """What begins with a FROM: `image` has its tag, `name` is what others call it."""

    image: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def last(self, name: str) -> Instruction:
        """Return the last of the instructions `name`, which is the one that counts."""
        return [instruction for instruction in self.instructions if instruction.name == name][-1]

    @property
    def environment(self) -> dict[str, str]:
        told = [instruction.pairs for instruction in self.instructions if instruction.name == "ENV"]
        return {name: value for pairs in told for name, value in pairs.items()}


def stages(path: Path = DOCKERFILE) -> list[Stage]:
    """Return the stages of the Dockerfile, with the values that ARG gives by itself."""
    lines = [line for line in path.read_text().splitlines() if not line.lstrip().startswith("#")]
    values: dict[str, str] = {}
    found: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        if not line.strip():
            continue
        instruction = Instruction(*line.strip().split(maxsplit=1))
        if instruction.name == "ARG" and not found:
            values |= instruction.pairs
        elif instruction.name == "FROM":
            image, _, name = instruction.text.partition(" AS ")
            found.append(Stage(Template(image).substitute(values), name))
        else:
            found[-1].instructions.append(instruction)
    return found


def python_version() -> str:
    """Return the version of Python that the image has, such as "3.13"."""
    return re.match(r"python:(\d+\.\d+)", stages()[-1].image)[1]


def is_left_out(path: str) -> bool:
    """Whether .dockerignore leaves `path`, or a folder it is in, out of the image."""
    lines = (BASE_DIR / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    assert not [pattern for pattern in patterns if pattern.startswith("!")]
    parts = path.split("/")
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return any(re.fullmatch(_expression(pattern), name) for pattern in patterns for name in above)


def _expression(pattern: str) -> str:
    """Return a regular expression for a pattern of .dockerignore, which is anchored; ** stands for any folders."""
    below, name = (r"(?:.*/)?", pattern[3:]) if pattern.startswith("**/") else ("", pattern)
    return below + fnmatch.translate(name).replace(".*", "[^/]*")
