"""Draw faults from the modules that decide, and see which of them no test notices.

    .venv/bin/python -m tools.mutation --sample 400 --seed 7

The tests are recorded once for each state of the program and its tests; then each fault is tried
with the tests that run its lines. The same command continues a run that was interrupted. The exit
code is 0 if every fault was noticed, 1 if some survived, 2 if the command is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from itertools import islice, repeat
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tools.mutation.mutants import MutableModule, Mutant
from tools.mutation.trial import CheckoutCopy, Recording

_STORAGE = ("autosave", "backups", "database", "lock", "salvage")
_IMPORTING = ("duplicates", "headings", "columns")
DECIDING = (
    *(f"carreport/draft/{name}" for name in ("revisions", "session", "copies", "erasure.py")),
    *(f"carreport/draft/storage/{name}.py" for name in _STORAGE),
    *(f"carreport/report/{name}.py" for name in ("printable", "quotations", "proof/consent")),
    *(f"carreport/survey/{name}" for name in ("results", "replies", "agreement.py", "scales.py")),
    *(f"carreport/survey/importing/{name}.py" for name in _IMPORTING),
)
"""What decides about what people read, keep and share."""
TESTS = tuple(f"tests/{name}" for name in ("draft", "survey", "report", "cli", "form", "shipped"))
"""The tests without the window, which are the faster ones."""
OUTCOMES = ("killed", "survived", "timed out", "not covered")


def main(words: Sequence[str] | None = None, checkout: Path | None = None) -> int:
    """Carry out the command; return the exit code."""
    options = _parse(words)
    checkout = checkout or Path.cwd()
    modules = _python_files(checkout, options.modules, "*.py")
    tests = _python_files(checkout, options.tests, "test_*.py")
    if not modules or not tests:
        print("There is no such module, or no test.", file=sys.stderr)
        return 2
    state = blake2b(repr((modules, tests, options.seconds)).encode(), digest_size=6)
    for folder in sorted({Path(name).parts[0] for name in (*modules, *tests)}):
        for file in sorted((checkout / folder).rglob("*.py")):
            state.update(file.read_bytes())
    kept = checkout / ".mutation" / state.hexdigest()
    kept.mkdir(parents=True, exist_ok=True)
    drawn = list(_draw(checkout, modules, options.sample, options.seed))
    print(f"{len(drawn)} faults drawn with --seed {options.seed} from {len(modules)} modules", flush=True)
    with TemporaryDirectory(prefix="mutation-", ignore_cleanup_errors=True) as folder:
        copies = [CheckoutCopy(checkout, Path(folder) / str(number)) for number in range(options.jobs)]
        recording = _record(copies, kept, modules, tests)
        chosen = {mutant: recording.tests_of(mutant, options.seconds) for mutant in drawn}
        outcomes = _try_all(copies, chosen, recording, kept / "outcomes.json")
    return _report(drawn, outcomes, kept / f"survivors-{options.seed}.diff")


def _parse(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="*", default=DECIDING, help="modules or folders; all that decide")
    parser.add_argument("--sample", type=int, default=400, help="how many faults to draw")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="the same faults again")  # noqa: S311
    parser.add_argument("--jobs", type=int, default=2, help="how many faults to try at once")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="tests or folders of tests to choose from")
    parser.add_argument(
        "--seconds", type=float, default=30, help="the most recorded seconds of tests a fault"
    )
    return parser.parse_args(words)


def _python_files(checkout: Path, names: Sequence[str], pattern: str) -> list[str]:
    found = (
        (checkout / name).rglob(pattern) if (checkout / name).is_dir() else [checkout / name]
        for name in names
    )
    files = {path for paths in found for path in paths if path.is_file() and path.name != "__init__.py"}
    return sorted(path.relative_to(checkout).as_posix() for path in files)


def _draw(checkout: Path, modules: Sequence[str], size: int, seed: int) -> Iterator[Mutant]:
    """Yield faults drawn at random, each as likely as any other."""
    mutable = {module: MutableModule(checkout, module) for module in modules}
    places = [(module, number) for module, faults in mutable.items() for number in range(len(faults))]
    random.Random(seed).shuffle(places)  # noqa: S311 - no secret
    whole = (mutant for module, number in places if (mutant := mutable[module].mutant(number)))
    yield from islice(whole, size)


def _record(
    copies: Sequence[CheckoutCopy], kept: Path, modules: Sequence[str], tests: Sequence[str]
) -> Recording:
    """Record the tests, unless that was done before."""
    jobs = min(len(copies), len(tests))
    shares = {kept / f"{place + 1}-of-{jobs}.coverage": tests[place::jobs] for place in range(jobs)}
    if not all(file.with_suffix(".json").exists() for file in shares):
        print(f"Recording {len(tests)} files of tests …", flush=True)
        with ThreadPoolExecutor(len(copies)) as pool:
            list(pool.map(CheckoutCopy.record, copies, shares, shares.values(), repeat(modules)))
    return Recording.load(shares)


def _try_all(
    copies: Sequence[CheckoutCopy], chosen: Mapping[Mutant, list[str]], recording: Recording, kept: Path
) -> dict[str, str]:
    """Try each fault that was not tried before; return the outcomes by name."""
    outcomes: dict[str, str] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    free: SimpleQueue[CheckoutCopy] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def outcome(mutant: Mutant) -> str:
        seconds = sum(recording.seconds[test] for test in chosen[mutant])
        copy = free.get()
        try:
            found = copy.outcome(mutant, chosen[mutant], seconds) if chosen[mutant] else "survived"
            return "not covered" if found == "survived" and not recording.tests_at(mutant) else found
        finally:
            free.put(copy)

    left = [mutant for mutant in chosen if mutant.name not in outcomes]
    with ThreadPoolExecutor(len(copies)) as pool:
        for mutant, found in zip(left, pool.map(outcome, left), strict=True):
            outcomes[mutant.name] = found
            print(f"{found:<12} {mutant.module}:{mutant.lines.start}", flush=True)
            kept.write_text(json.dumps(outcomes, indent=0), encoding="utf-8")
    return outcomes


def _report(drawn: Sequence[Mutant], outcomes: dict[str, str], survivors: Path) -> int:
    """Print a table of the outcomes and write the survivors to a file; return the exit code."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for mutant in drawn:
        counts[mutant.module][outcomes[mutant.name]] += 1
    total = sum(counts.values(), Counter())
    print(f"\n{'':<50}" + "".join(f"{outcome:>13}" for outcome in OUTCOMES))
    for name, row in (*sorted(counts.items()), ("all", total)):
        print(f"{name:<50}" + "".join(f"{row[outcome]:>13}" for outcome in OUTCOMES))
    missed = [mutant for mutant in drawn if outcomes[mutant.name] in ("survived", "not covered")]
    noticed = len(drawn) - len(missed)
    diffs = (f"{mutant.name}: {outcomes[mutant.name]}\n{mutant.diff}" for mutant in missed)
    survivors.write_text("\n".join(diffs), encoding="utf-8")
    print(f"\n{noticed} of {len(drawn)} faults were noticed ({100 * noticed / max(1, len(drawn)):.1f} %).")
    if missed:
        print(f"The others are in {survivors}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
