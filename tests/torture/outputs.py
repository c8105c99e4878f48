"""Make every output of an inquiry through the window, as the person who writes in it, and look for canaries.

Reports by every template in every format, previews, checks, copies, what the command line tells others,
and every file that is left on the computer.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from carreport.assets import form_files, template_folders
from carreport.draft.revisions.change import DRAFT_ID
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.database import DraftDatabase
from carreport.form.kinds import kind_of
from carreport.form.loader import load_form
from carreport.form.schema import Field, Form, Share
from carreport.report.templates.find_templates import available_templates
from carreport.report.templates.presentations import PRESENTATIONS, Presentation
from carreport.settings import Settings, drafts_folder, templates_folder
from carreport.ui.copies.export_page import ExportCopyPage
from carreport.ui.main_window import MainWindow
from carreport.ui.report.check_page import CheckPage
from carreport.ui.report.preview_controller import PreviewController
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.report_page import ReportPage
from tests.torture.canaries import Leaks
from tests.torture.commands import run_here
from tests.torture.inflate import words_in
from tests.torture.planting import AUTHOR, Planter, Sort, generated_form
from tests.torture.scene import workplace
from tests.ui.driver.prompts import FakePrompts

W = TypeVar("W", bound=QWidget)
WAIT = 120.0
"""Seconds after which an output that does not come counts as not made."""
FORMATS = (".docx", ".pdf", ".html")
NOWHERE = {Sort.ERASED, Sort.BY_ERASED, Sort.ERASED_NAME, Sort.METADATA, Sort.FILE_NAME}
OWN = {Sort.PRIVATE, Sort.UNRELEASED, Sort.CHOSEN, Sort.EARLY}
"""The sorts that are only in the author's private file."""
EVER = {Sort.EARLIER, Sort.REMOVED}
"""The sorts that are in the history of the draft and in no copy."""
IN_NO_COPY = NOWHERE | OWN | EVER | {Sort.RECEIPT}
IN_NO_REPORT = IN_NO_COPY | {Sort.WITHDRAWN, Sort.NOT_ASKED, Sort.QUOTED, Sort.UNNAMED}
IN_NO_PUBLIC_REPORT = IN_NO_REPORT | {Sort.TEAM, Sort.NO_CONSENT}


@dataclass(frozen=True, slots=True)
class Output:
    """One output, what may not be in it, and what must be."""

    name: str
    words: set[str]
    forbidden: set[Sort]
    needed: frozenset[Sort] = frozenset()


class Person:
    """Somebody at the window, who makes all that the window can make of an open inquiry."""

    def __init__(self, draft: Path, place: Path) -> None:
        self.app = QApplication.instance() or QApplication(["carreport"])
        self.place = place
        place.mkdir(exist_ok=True)
        self.prompts = FakePrompts()
        self.window = MainWindow(Settings(name=AUTHOR), self.prompts)
        self.window.resize(1100, 760)
        self.window.show()
        self.window.open_draft(draft)
        self.wait(lambda: self.window.inquiry.wizard is not None)

    def close(self) -> None:
        """Close the window, and wait until everything of it has ended."""
        self.window.close()
        self.wait(lambda: not self.window.background.is_busy)
        self.window.deleteLater()
        self.app.processEvents()

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        until = monotonic() + WAIT
        while not is_done():
            if monotonic() > until:
                raise TimeoutError
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def _page(self, task: str, kind: type[W], at: str = "") -> W:
        self.window.begin_task(task, at)
        found: list[W] = []

        def is_there() -> bool:
            found[:] = [page for page in self.window.findChildren(kind) if page.isVisible()]
            return bool(found)

        self.wait(is_there)
        return found[0]

    def report(self, template: str, suffix: str) -> tuple[bytes, str]:
        """Make a report; return its bytes and what the page says."""
        page = self._page("report", ReportPage, template)
        page.formats.choose(suffix)
        page.templates.choose(template)
        target = self.place / f"report{suffix}"
        target.unlink(missing_ok=True)
        page.set_target(target)
        page.make_button.click()
        panels = (page.result_panel, page.failure_panel, page.names_panel)
        self.wait(lambda: any(panel.isVisible() for panel in panels))
        if page.names_panel.isVisible():
            page.names_panel.anyway_button.click()
            self.wait(lambda: any(panel.isVisible() for panel in panels[:2]))
        return target.read_bytes() if target.exists() else b"", _texts(page)

    def preview(self, template: str) -> tuple[bytes, bytes]:
        """Return the pages of the preview, which are those that are printed, and the web page of it."""
        before = self.window.find_task(PreviewController)
        old = before.shown_preview if before is not None else None
        page = self._page("preview", PreviewPage, template)
        work = self.window.find_task(PreviewController)
        if work is None:
            raise LookupError("preview")
        self.wait(lambda: work.shown_preview is not None and work.shown_preview is not old)
        shown = work.shown_preview
        self.prompts.shown.clear()
        page.web_page_requested.emit(template)
        self.wait(lambda: any(isinstance(path, Path) for path in self.prompts.shown))
        target = next(path for path in self.prompts.shown if isinstance(path, Path))
        return (shown.pdf if shown else b""), target.read_bytes()

    def check(self, template: str) -> str:
        """Return what the check says."""
        page = self._page("check", CheckPage, template)
        self.wait(lambda: not self.window.background.is_busy and bool(page.summary.text()))
        return _texts(page)

    def copy(self, target: Path) -> tuple[bytes, str]:
        """Make a copy to send; return its bytes and what the page says."""
        page = self._page("send", ExportCopyPage)
        page.set_target(target)
        page.primary_action.trigger()
        self.wait(lambda: page.result_panel.isVisible() or page.failure_panel.isVisible())
        return target.read_bytes() if target.exists() else b"", _texts(page)


def _texts(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


# Templates of one's own.


def add_own_templates(form: Form) -> None:
    """Add templates that withhold nothing: every question in order, and each in every presentation."""
    shipped = next(folder for folder in template_folders() if folder.name == "populated-template")
    for name, audience in (("own-form", "public"), ("own-team", "team")):
        _template(shipped, name, audience, form, 'outline = "form"\n')
    lines = [
        'outline = "written"',
        f'[title]\ntitle = "{form.title_path}"',
        "[[section]]",
        'heading = "All of it"',
    ]
    for path, question in form.questions():
        for presentation in PRESENTATIONS.values():
            lines += _part(path, question, presentation)
    _template(shipped, "own-parts", "public", form, "\n".join(lines))


def _template(shipped: Path, name: str, audience: str, form: Form, rest: str) -> None:
    folder = templates_folder() / name
    shutil.copytree(shipped, folder)
    head = f'[template]\ntitle = "{name}"\npurpose = "Mine."\nkind = "Mine"\nfor = "{audience}"\n'
    (folder / "template.toml").write_text(f'{head}forms = ["{form.id}"]\n{rest}', encoding="utf-8")


def _part(path: str, question: Field, presentation: Presentation) -> Iterator[str]:
    names = {inner.id: inner for inner in question.fields}
    if not presentation.shows(kind_of(question)) or not names.keys() >= set(presentation.roles):
        return
    groups = [name for name, inner in names.items() if kind_of(inner).name == "choice"]
    if presentation.name == "grouped" and not groups:
        return
    yield f'[[section.part]]\nshow = "{presentation.name}"'
    yield f'answers = ["{path}"]' if presentation.takes_several else f'answer = "{path}"'
    if presentation.name == "grouped":
        yield f'by = "{groups[0]}"'


# One inquiry.


class Leakage:
    """The outputs of one inquiry, judged as they are made."""

    def __init__(self, planter: Planter, figures: Leaks) -> None:
        self.planter, self.figures = planter, figures

    def judge(self, output: Output) -> None:
        """Count the canaries that may not be in an output, and those that are missing."""
        figures, words = self.figures, self.planter.words
        figures.outputs += 1
        wrong = sorted(word for word in output.words if word in words and words[word][0] in output.forbidden)
        figures.found_in_an_output += len(wrong)
        if wrong:
            sorts = Counter(words[word][0].name for word in wrong)
            places = sorted({words[word][1].split("/")[0] for word in wrong})
            print(f"{output.name}: {dict(sorts)} of {', '.join(places[:6])}")  # noqa: T201
        needed = self.planter.of(*output.needed) - output.words if output.needed else set()
        figures.missing += len(needed)
        figures.present += len(output.words & self.planter.of(*output.needed)) if output.needed else 0
        if needed:
            places = sorted({words[word][1] for word in needed})
            print(f"{output.name}: {len(needed)} words are missing, of {', '.join(places[:6])}")  # noqa: T201

    def by_window(self, draft: Path, place: Path, *, is_short: bool) -> None:
        """Make all that the window can make."""
        person = Person(draft, place)
        form = self.planter.session.form
        try:
            for template in available_templates(form):
                forbidden = IN_NO_REPORT if template.audience is Share.TEAM else IN_NO_PUBLIC_REPORT
                forbidden = forbidden | (set(Sort) if template.is_blank else set())
                whole = template.name in ("populated-template", "own-team", "own-form")
                needed = frozenset({Sort.PRESENT}) if whole else frozenset()
                for suffix in FORMATS:
                    if is_short and not (suffix == ".html" or template.name.startswith("own-form")):
                        continue
                    data, said = person.report(template.name, suffix)
                    self.judge(
                        Output(f"{form.id}, {template.name}{suffix}", words_in(data), forbidden, needed)
                    )
                    self.judge(
                        Output(f"{template.name}{suffix}, its proof", words_in(said.encode()), forbidden)
                    )
                if is_short and template.name != "own-team":
                    continue
                pages, web = person.preview(template.name)
                self.judge(Output(f"{template.name}, preview", words_in(pages), forbidden, needed))
                self.judge(Output(f"{template.name}, web page", words_in(web), forbidden, needed))
                if not template.is_blank:
                    said = person.check(template.name)
                    forbidden -= {
                        Sort.NO_CONSENT,
                        Sort.QUOTED,
                        Sort.WITHDRAWN,
                        Sort.UNNAMED,
                    }  # the check names them
                    self.judge(Output(f"{template.name}, check", words_in(said.encode()), forbidden))
            self._copies(person, place)
        finally:
            person.close()

    def _copies(self, person: Person, place: Path) -> None:
        for _ in range(2):
            name = self.planter.word(Sort.RECEIPT, "")
            data, said = person.copy(place / f"{name}.carreport")
            kept = frozenset({Sort.PRESENT, Sort.TEAM, Sort.NOT_ASKED, Sort.WITHDRAWN, Sort.REPLY})
            self.judge(Output("copy", words_in(data), IN_NO_COPY, kept))
            self.judge(Output("copy, its page", words_in(said.encode()), IN_NO_COPY - {Sort.RECEIPT}))
            (place / f"{name}.carreport").unlink()

    def by_commands(self, draft: Path, place: Path) -> None:
        """Let nobody, and somebody else, read and send the draft by commands."""
        form = self.planter.session.form
        lists = [path for path, question in form.questions() if question.is_group]
        lines = [
            ["show"], ["show", "--json"],
            ["timeline"], ["timeline", "--since", "0"], ["timeline", "--since", "9"],
            ["verify"], ["check"], ["conflicts"], ["backups"], ["release", "--author", "Morag Reid"],
            *(["history", path] for path in (*lists, form.title_path)),
            *(["survey", "table", path, "--csv"] for path in lists if "survey" in path),
        ]  # fmt: skip
        allowed = {Sort.REMOVED, Sort.EARLIER, Sort.WITHDRAWN, Sort.NOT_ASKED, Sort.RECEIPT}
        for line in lines:
            words = line[:2] if line[0] == "survey" else line[:1]
            result = run_here([*words, str(draft), *line[len(words) :]])
            said = words_in((result.output + result.remarks).encode())
            needed = frozenset({Sort.PRESENT, Sort.TEAM}) if line == ["show", "--json"] else frozenset[Sort]()
            self.judge(Output(f"`{' '.join(line)}`", said, IN_NO_COPY - allowed, needed))
        for suffix in (*FORMATS, ".carreport"):
            target = place / f"by-command{suffix}"
            word = "share" if suffix == ".carreport" else "render"
            author = ["--author", "Morag Reid"] if word == "share" else []
            result = run_here([word, str(draft), "-o", str(target), *author])
            forbidden = IN_NO_COPY if word == "share" else IN_NO_REPORT
            self.judge(Output(f"`{word}` {suffix}", words_in(target.read_bytes()), forbidden))
            self.judge(
                Output(f"`{word}`, its words", words_in((result.output + result.remarks).encode()), forbidden)
            )
            target.unlink()

    def on_disk(self, draft: Path, folder: Path) -> None:
        """Look into every file that is left: drafts, backups, settings, lists, logs, temporary files."""
        own_id = _id_of(next(iter(draft.parent.glob(f"{draft.name}.*.private")), None))
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.is_relative_to(folder / "home" / "data" / "templates"):
                continue
            words = words_in(path.read_bytes()) | words_in(path.name.encode())
            is_draft = path.suffix in (".carreport", ".private")
            forbidden = NOWHERE | EVER | OWN
            if is_draft:
                forbidden = NOWHERE if own_id and _id_of(path) == own_id else NOWHERE | OWN
                if own_id and path.suffix == ".carreport" and path == draft:
                    forbidden = NOWHERE | OWN
            if path.suffix == ".private":
                forbidden = NOWHERE
            self.judge(Output(f"file {path.relative_to(folder)}", words, forbidden))


def _id_of(path: Path | None) -> str:
    if path is None:
        return ""
    file = DraftDatabase.open(path)
    try:
        return file.meta().get(DRAFT_ID, "")
    finally:
        file.close()


def forms() -> list[Form]:
    """Return the shipped forms."""
    return [load_form(path) for path in form_files()]


def form_of(number: int) -> Form:
    """Return the form of the inquiry with this number: those that are shipped, and made ones, in turn."""
    shipped = forms()
    return shipped[number % 4] if number % 4 < len(shipped) else generated_form(number)


def torture(number: int, figures: Leaks, form: Form | None = None, *, is_short: bool = False) -> None:
    """Write one inquiry, make all its outputs, and judge them."""
    chance = random.Random(number)  # noqa: S311 - an inquiry that can be told again
    with workplace() as folder:
        before, tempfile.tempdir = tempfile.tempdir, str(folder / "temporary")
        (folder / "temporary").mkdir()
        os.environ["TMPDIR"] = str(folder / "temporary")
        try:
            _torture(folder, form or form_of(number), chance, figures, is_short=is_short)
        finally:
            tempfile.tempdir = before
            os.environ.pop("TMPDIR")


def _torture(folder: Path, form: Form, chance: random.Random, figures: Leaks, *, is_short: bool) -> None:
    draft = drafts_folder() / "inquiry.carreport"
    draft.parent.mkdir(parents=True)
    with DraftSession.create(draft, form, AUTHOR) as session:
        planter = Planter(session, chance)
        planter.plant()
    add_own_templates(form)
    leakage = Leakage(planter, figures)
    leakage.by_window(draft, folder / "made", is_short=is_short)
    leakage.by_commands(draft, folder / "made")
    shutil.rmtree(folder / "made")
    leakage.on_disk(draft, folder)
    figures.lists_not_released += len(set(planter.not_released))
    figures.reasons.update(sort.name.lower() for sort, _ in planter.words.values())
    figures.words_that_must_stay += len(planter.of(*IN_NO_PUBLIC_REPORT))


def run(inquiries: int, first: int) -> Leaks:
    """Do one share of the torture: all the outputs of the inquiries with the numbers from `first`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    figures = Leaks()
    for number in range(first, first + inquiries):
        torture(number, figures)
    return figures
