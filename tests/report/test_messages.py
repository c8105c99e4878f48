"""messages.txt has the mistakes in templates and the faults of files, as people read them.

`UPDATE_DUMPS=1` writes it again; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from carreport.errors import Mistake
from carreport.report.build import build
from carreport.report.html.html_proof import html_faults
from carreport.report.html.render import render_html
from carreport.report.templates.find_templates import find_template
from carreport.report.templates.loader import TemplateFileError, parse_template, template_form_mistakes
from carreport.report.templates.trial_reports import trial_reports
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.untrusted.inspect_template import inspect_template
from tests.report.fixtures import example
from tests.report.html.strangers import looked_through, shell
from tests.report.html.test_hostile_shells import ACTIVE
from tests.report.html.test_hostile_shells import HOSTILE as HOSTILE_SHELLS
from tests.report.html.test_html_proof import FAULTS
from tests.report.html.test_try_page import REMARKS
from tests.report.templates.test_loader import BROKEN as BROKEN_FILE
from tests.report.templates.test_loader import FORM, UNSUITABLE
from tests.report.word.corruptions import BREAKS, everything, packed, unpacked
from tests.report.word.proof.test_docx_faults import BARRIERS
from tests.report.word.strangers import sound
from tests.report.word.test_broken_templates import BROKEN
from tests.report.word.test_hidden_text import HIDDEN
from tests.report.word.test_hostile_templates import HOSTILE

MESSAGES = Path(__file__).parent / "messages.txt"
PAGE = Path(__file__).parents[2] / "docs" / "templates.md"


def template_messages() -> Iterator[str]:
    with pytest.raises(TemplateFileError) as caught:
        parse_template(BROKEN_FILE, Path("mine"))
    yield from map(str, caught.value.mistakes)
    yield from map(str, template_form_mistakes(parse_template(UNSUITABLE, Path("mine")), FORM))
    for content, *_ in BROKEN.values():
        yield from map(str, inspect_template(content).mistakes)
    for code, hostile in {code: hostile for hostile, code in HOSTILE.values() if code != "not-xml"}.items():
        content = hostile if isinstance(hostile, bytes) else sound(hostile)
        mistakes = inspect_template(content).mistakes
        yield next(str(mistake) for mistake in mistakes if mistake.code == code)


def shell_messages(folder: Path) -> Iterator[str]:
    told: set[str] = set()
    for number, (given, code) in enumerate(
        (
            *HOSTILE_SHELLS.values(),
            *ACTIVE.values(),
            *((source, code) for source, code, _ in REMARKS.values()),
        )
    ):
        if code not in told and not callable(given):
            told.add(code)
            source, others = given if isinstance(given, tuple) else (given, {})
            reply = looked_through(shell(folder / str(number), source, others), trial_reports())
            found = [*reply.get("mistakes", ()), *reply.get("remarks", ())]
            yield from [str(Mistake(*mistake)) for mistake in found if mistake[1] == code][:1]
    for content, code in HIDDEN.values():
        if code not in told:
            told.add(code)
            remarks = inspect_template(content).remarks
            yield next(str(remark) for remark in remarks if remark.code == code)


def fault_messages() -> Iterator[str]:
    parts = unpacked(everything())
    for change, code in (*BREAKS.values(), *BARRIERS.values()):
        faults = word_faults(packed(change(dict(parts))))
        yield from (f"Word: {fault.message}" for fault in faults if fault.code == code != "not-xml")
    template = find_template("inquiry-report")
    page = render_html(build(*example(), template, date(2026, 11, 21)), template)
    for before, after, code in FAULTS:
        page_faults = html_faults(page.replace(before, after, 1).encode())
        yield next(f"HTML: {fault.message}" for fault in page_faults if fault.code == code)


def test_the_sentences_of_mistakes_and_faults_are_those_in_the_file(tmp_path: Path) -> None:
    messages = (*template_messages(), *fault_messages(), *shell_messages(tmp_path))
    text = "\n".join(dict.fromkeys(messages)) + "\n"
    if os.environ.get("UPDATE_DUMPS"):
        MESSAGES.write_text(text, encoding="utf-8")
    assert text == MESSAGES.read_text(encoding="utf-8")


def test_the_guide_to_templates_quotes_mistakes_as_they_are() -> None:
    quoted = re.findall(r"(?m)^(?:section \d |document, |header, ).*$", PAGE.read_text(encoding="utf-8"))
    messages = {line.partition(": ")[2] for line in MESSAGES.read_text(encoding="utf-8").splitlines()}
    assert len(quoted) == 4
    assert [line for line in quoted if line.partition(": ")[2] not in messages] == []
