"""Let LibreOffice and others edit review copies, and judge what comes back: `python -m tests.review.edits`.

It ends with a table, and exits with 1 if anything was dropped, wrongly called sure, made up or miscounted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path

from carreport.settings import HOME_VARIABLE
from tests.review.edits.all_edits import held, made_files, scripts, with_threads
from tests.review.edits.count_word_marks import Marks, count_marks
from tests.review.edits.expected import LISTED, Outcome
from tests.review.edits.happened import not_happened
from tests.review.edits.inquiries import FORMS, make_draft
from tests.review.edits.judge import Verdict, judge
from tests.review.edits.office import Office, OfficeError, office, what_is_missing
from tests.review.edits.reader import SentCopy, begin_sent_threads, read, send

File = tuple[str, str, Path, Outcome]


def main(arguments: list[str] | None = None) -> int:
    """Make the files that were asked for, judge each, and print the figures."""
    given = _asked(arguments)
    if given.office and (missing := what_is_missing()):
        print(missing)  # noqa: T201
        return 2
    totals: dict[str, Verdict] = {}
    broken = 0
    folder = nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory()
    with folder as made:
        work = Path(made).resolve()
        work.mkdir(parents=True, exist_ok=True)
        os.environ[HOME_VARIABLE] = str(work / "home")
        copies = _send_all(work)
        with office(work) if given.office else nullcontext(None) as program:
            for place, sent in enumerate(copies):
                if given.copy not in sent.copy.name:
                    continue
                other = copies[not place]
                for file in _files(sent, other, given, program, work):
                    broken += _judge_one(file, sent, totals, tells=not given.held)
    print("\n" + "\n".join(_table(totals)))  # noqa: T201
    return 0 if not broken and all(verdict.is_good for verdict in totals.values()) else 1


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.review.edits", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="which answers are edited")
    parser.add_argument("--only", default="", help="only the files with this in their names")
    parser.add_argument("--part", type=_part, default=(0, 1), metavar="1/3", help="only a part of the files")
    parser.add_argument("--copy", default="", help="only the copy with this name, such as learning-event")
    parser.add_argument("--no-office", dest="office", action="store_false", help="only files made by hand")
    parser.add_argument("--held", action="store_true", help="only the ten drawn edits, and only the figures")
    parser.add_argument("--keep", type=Path, help="make the files in this folder, and keep them")
    return parser.parse_args(arguments)


def _part(given: str) -> tuple[int, int]:
    number, _, count = given.partition("/")
    return int(number) - 1, int(count)


def _send_all(work: Path) -> list[SentCopy]:
    drafts = [make_draft(name, work) for name in FORMS]
    copies = [send(draft, draft.with_suffix(".docx")) for draft in drafts]
    begin_sent_threads(drafts[1], copies[1].copy)
    return [*copies, send(drafts[1], work / "with-comments.docx")]


def _files(
    sent: SentCopy, other: SentCopy, given: argparse.Namespace, program: Office | None, work: Path
) -> Iterator[File]:
    copy = sent.copy
    if program is not None:
        yield from _edited(sent, given, program, work)
    if given.held or sent.comments:
        return
    for place, (sort, name, make) in enumerate(made_files(copy, other.copy)):
        if _is_asked(given, place, name):
            docx, outcome = make()
            target = work / f"{copy.name}.{name}.docx"
            target.write_bytes(docx)
            yield sort, name, target, outcome


def _edited(sent: SentCopy, given: argparse.Namespace, program: Office, work: Path) -> Iterator[File]:
    copy = sent.copy
    chosen = held(copy, range(900, 905)) if given.held else scripts(copy, given.seed)
    if sent.comments:
        chosen = with_threads(copy, given.seed)
    for place, (name, script) in enumerate(chosen):
        if not _is_asked(given, place, name):
            continue
        target = work / f"{copy.name}.{name}.docx"
        try:
            program.edit(work / f"{copy.name}.docx", script.steps, target)
        except OfficeError as failed:
            print(f"{copy.name} {name}: LibreOffice: {failed}", flush=True)  # noqa: T201
            continue
        yield "LibreOffice", name, target, script.outcome()


def _is_asked(given: argparse.Namespace, place: int, name: str) -> bool:
    number, count = given.part
    return given.only in name and place % count == number


def _judge_one(file: File, sent: SentCopy, totals: dict[str, Verdict], *, tells: bool) -> int:
    """Judge one file; return how many of its edits have not happened."""
    sort, name, path, outcome = file
    lines = []
    if sort == "LibreOffice":
        lines = [f"has not happened: {what}" for what in not_happened(path.read_bytes(), outcome.expected)]
    missing = len(lines)
    reading = read(path, sent)
    judged = judge(outcome, reading, _marks(path, outcome))
    totals.setdefault(f"{sort}, {sent.copy.name}", Verdict()).add(judged.verdict)
    lines += judged.faults
    if tells:
        for line in lines:
            print(f"{sent.copy.name} {name}: {line}", flush=True)  # noqa: T201
    return missing


def _marks(path: Path, outcome: Outcome) -> Marks | None:
    return count_marks(path) if outcome.outcomes == {LISTED} else None


def _table(totals: dict[str, Verdict]) -> Iterator[str]:
    names = [one.name for one in fields(Verdict)]
    yield "| sort | " + " | ".join(name.replace("_", " ") for name in names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for sort, verdict in totals.items():
        yield f"| {sort} | " + " | ".join(f"{getattr(verdict, name):,}" for name in names) + " |"


if __name__ == "__main__":
    sys.exit(main())
