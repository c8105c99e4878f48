"""Put a thin layer between the program and the system, where gcc is at hand: writes that are cut short."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("shim.c")
PLACE = "TORTURE_SHIM"
"""Where the compiled layer lies; set in processes that run on top of it."""
MISSING = "gcc is not installed here, so no write was cut short."


def has_compiler() -> bool:
    """Say whether the layer can be made here."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


@cache
def layer() -> ctypes.CDLL:
    """Return the layer that this process runs on."""
    return ctypes.CDLL(os.environ[PLACE])


def call_on_top(module: str, *arguments: object) -> dict[str, Any]:
    """Run a module in a process on top of the layer; return the figures in the last line that it prints."""
    with tempfile.TemporaryDirectory() as folder:
        built = str(Path(folder) / "shim.so")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", built, str(SOURCE), "-ldl"], check=True)
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            env=os.environ | {PLACE: built, "LD_PRELOAD": built},
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    *said, figures = done.stdout.splitlines()
    print(*said, sep="\n", end="\n" if said else "")  # noqa: T201
    found: dict[str, Any] = json.loads(figures)
    return found
