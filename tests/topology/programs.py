"""Programs that run until they are stopped, looked after as systemd does it."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from lcep_site.settings import BASE_DIR

# As the units in docs/hosting/ say it.
RESTART_SECONDS = 1
STOP_SECONDS = 40
POLL_SECONDS = 0.1


@dataclass
class Program:
    """What is started, in which environment; what it says goes to a file. `kills` counts how often it was killed."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen | None = None
    kills: int = 0

    def start(self) -> None:
        with self.log.open("ab") as log:
            # In a group of its own, so that all it starts can be ended with it, and Ctrl-C reaches us alone.
            self.process = subprocess.Popen(
                self.command,
                cwd=BASE_DIR,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def send(self, number: int) -> None:
        """Send the signal `number` to it and to all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    @property
    def children(self) -> list[int]:
        """The numbers of the processes that it has started."""
        pid = self.process.pid
        with suppress(OSError):
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []


@dataclass
class Supervisor:
    """Starts programs, and starts again what has ended by itself, once all that was left of it is gone."""

    logs: Path
    programs: dict[str, Program] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    _is_stopping: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> Program:
        """Start a program, whose words go to a file of its name in the folder of logs."""
        program = Program(name, command, environment, self.logs / f"{name}.log")
        program.start()
        self.programs[name] = program
        return program

    def kill(self, name: str) -> None:
        """Kill a program with all it has started, at once and in a way none of them can notice."""
        with self._lock:
            self.programs[name].kills += 1
            self.programs[name].send(signal.SIGKILL)

    def stop(self, name: str) -> None:
        """Stop a program for good, as it likes to be stopped."""
        with self._lock:
            program = self.programs.pop(name)
        _end([program])

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look after the programs while the context lasts; at its end all are stopped."""
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._is_stopping.set()
            thread.join()
            _end(list(self.programs.values()))

    def _watch(self) -> None:
        while not self._is_stopping.wait(POLL_SECONDS):
            for program in list(self.programs.values()):
                if program.process.poll() is not None:
                    self._start_again(program)

    def _start_again(self, program: Program) -> None:
        self.ended.append(program.name)
        program.send(signal.SIGKILL)
        if not self._is_stopping.wait(RESTART_SECONDS):
            with self._lock:
                if self.programs.get(program.name) is program:
                    program.start()


def _end(programs: list[Program]) -> None:
    """Tell each to stop and wait; what does not stop in time is killed with all it has started."""
    for program in programs:
        with suppress(ProcessLookupError):
            program.process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for program in programs:
        with suppress(subprocess.TimeoutExpired):
            program.process.wait(max(0, until - time.monotonic()))
        program.send(signal.SIGKILL)
        program.process.wait()
