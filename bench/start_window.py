"""Measure the time until the window is painted, and its memory, compared with a bare Qt window.

    python -m bench.start_window [-n RUNS] [--drafts 1000]

The programs are started in turn (bare, bare with one line of text, carreport, bare …) as processes of the
same Python, under a private Xvfb if there is one, otherwise offscreen. Two moments are measured, in
milliseconds from just before the process is started:

    painted    the window has been painted
    ready      the drafts are listed as well (for the bare window: the same as painted)

and the memory (resident set) of the process when it is ready. Only ratios can be compared between machines.
Each program is started once beforehand, so that all modules are compiled, as in an installed program.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONE_WINDOW = ROOT / "bench" / "started" / "one_window.py"
BEGUN = "CARREPORT_BENCH_BEGUN"
TARGETS = {"painted": 1.6, "memory": 1.4}
PROGRAMS = ("bare", "text", "carreport")
SEEDS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-n", type=int, default=9, help="number of runs (9)")
    parser.add_argument("--drafts", type=int, default=1000, help="number of drafts in the library (1000)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, screen() as environment:
        environment |= {
            "CARREPORT_HOME": home,
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": f"{home}/bytecode",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        make_drafts(Path(home), options.drafts)
        for program in PROGRAMS:
            start(program, environment)
        runs = [{program: start(program, environment) for program in PROGRAMS} for _ in range(options.n)]
    show(runs, options.drafts, environment["QT_QPA_PLATFORM"])
    return 0


def show(runs: Sequence[dict[str, dict[str, float]]], drafts: int, platform: str) -> None:
    print(f"{len(runs)} runs, {drafts} drafts in the library, {platform}, Python {sys.version.split()[0]}")
    print(
        f"{'':10}{'bare':>10}{'with text':>12}{'carreport':>12}{'/ bare':>9}{'/ text':>9}  (target, of bare)"
    )
    for measure, unit in (("painted", "ms"), ("ready", "ms"), ("memory", "MiB")):
        bare, text, ours = ([run[program][measure] for run in runs] for program in PROGRAMS)
        values = "".join(f"{statistics.median(column):{8}.0f} {unit:3}" for column in (bare, text, ours))
        ratios = "".join(f"{ratio(ours, column):7.2f} ×" for column in (bare, text))
        print(f"{measure:10}{values}{ratios}" + (f"  (≤ {TARGETS[measure]})" if measure in TARGETS else ""))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def start(program: str, environment: dict[str, str]) -> dict[str, float]:
    """Run a program to its end, and return its measurements."""
    moment = {BEGUN: str(time.monotonic_ns())}
    process = subprocess.run(
        [sys.executable, ONE_WINDOW, program],
        env=environment | moment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    measured: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return measured


def make_drafts(home: Path, count: int) -> None:
    """Make a library: some new drafts, and copies of them under other names."""
    os.environ["CARREPORT_HOME"] = str(home)
    sys.path.insert(0, str(ROOT))
    from carreport.assets import form_files  # noqa: PLC0415 - not in the measured programs
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - not in the measured programs
    from carreport.form.loader import load_form  # noqa: PLC0415 - not in the measured programs
    from carreport.settings import Settings, drafts_folder, save_settings  # noqa: PLC0415 - not in the measured programs

    folder = drafts_folder()
    folder.mkdir(parents=True)
    form = load_form(form_files()[0])
    save_settings(Settings(name="Ailsa Kerr"))
    for number in range(min(SEEDS, count)):
        with DraftSession.create(folder / f"{number}.carreport", form, "Ailsa Kerr") as session:
            session.write("about.title", f"Inquiry number {number} into a warm handover")
            session.write("about.place", "Linden group")
    for number in range(SEEDS, count):
        shutil.copy2(folder / f"{number % SEEDS}.carreport", folder / f"{number}.carreport")


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Yield the environment of a private X server, or of the offscreen platform."""
    server = shutil.which("Xvfb")
    if server is None:
        yield {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        return
    reading, writing = os.pipe()
    arguments = [server, "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    process = subprocess.Popen(arguments, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        display = os.read(reading, 16).decode().strip()
        yield {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"}
    finally:
        process.terminate()
        process.wait()
        os.close(reading)


if __name__ == "__main__":
    sys.exit(main())
