"""What a screen reader would say of the program: heard on the accessibility bus, from outside."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"
LISTENER = Path(__file__).with_name("bus_listener.py")


@dataclass(frozen=True, slots=True)
class Utterance:
    """The control that got the focus, or what was announced (which has no role)."""

    when: float
    text: str
    role: str = ""

    @property
    def is_nameless(self) -> bool:
        """Whether a control got the focus of which nothing can be said."""
        return bool(self.role) and not self.text


class Speech:
    """Everything that was heard so far, in a file."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def heard(self, since: float = 0.0) -> list[Utterance]:
        """Return what was heard since a time."""
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return [one for one in map(_read, lines) if one.when >= since]

    def has(self, text: str, since: float) -> bool:
        """Say whether this was heard since a time."""
        return any(text.lower() in one.text.lower() for one in self.heard(since))


def _read(line: str) -> Utterance:
    told = json.loads(line)
    if "said" in told:
        return Utterance(told["when"], told["said"])
    return Utterance(told["when"], ". ".join(filter(None, (told["name"], told["description"]))), told["role"])


@contextmanager
def speech(folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[Speech, dict[str, str]]]:
    """Start a bus and listen on it for a while; also return the environment of programs on that bus."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"],
        env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert bus.stdout
    with_bus = {**environment, "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}
    log = folder / "heard.jsonl"
    with log.open("w", encoding="utf-8") as target:
        listener = subprocess.Popen([SYSTEM_PYTHON, str(LISTENER)], env=with_bus, stdout=target)
        try:
            yield Speech(log), {**with_bus, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        finally:
            for process in (listener, bus):
                process.terminate()
                process.wait()
