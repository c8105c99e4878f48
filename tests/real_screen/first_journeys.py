"""First-time journeys: from the first start of the program to a Word report of the main questions.

Three ways, each by mouse and by keyboard: straight to an inquiry of one's own; after a look at the example;
with a colleague's copy that is half done. The Word file and the draft are read back.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers
from carreport.settings import HOME_VARIABLE
from carreport.ui.library import local_drafts
from tests.real_screen.hands import Hands, Keyboard, Lost, Mouse, Record
from tests.real_screen.page_objects import page_reader
from tests.real_screen.screen import Screen, real_screen, start_and_focus, wait_until
from tests.real_screen.word_report import missing_in_word

NEEDED = ("dbus-daemon",)
MOST_ACTIONS = 40
"""How many actions besides typing a first report may take."""
WRITER, COLLEAGUE = "Ailsa Kerr", "Morag Reid"
TITLE = "Where people are sent first"


@dataclass(frozen=True, slots=True)
class Written:
    """A typed text, the field of the draft that it is for, and the heading of the report it belongs under."""

    path: str
    words: str
    heading: str | None = None


TITLE_WRITTEN = Written("about.title", TITLE, "")
ISSUE = Written(
    "context.issue",
    "People who come to the desk are sent from one service to the next. Each sends them on with a leaflet "
    "and a good word. Half of them never arrive, and nobody notices. Those who arrive have told their story "
    "three times by then. The services are in two buildings that face each other, and few of those who work "
    "in them have ever met. We want to know what happens between the doors, and what would help.",
    "The issue",
)
QUESTION = Written("question.main", "How can people be sent on once, and arrive?", "The question")
METHOD = Written("data.methods", "Short telephone calls", "How we found things out")
DONE = Written("data.methods", "We rang eight people a week after their visit.", "How we found things out")
LABEL = Written("data.learning_points", "A name helps", "Learning points")
POINT = Written("data.learning_points", "People arrive if they are sent to a person.", "A name helps")
ACTION = Written("actions.actions", "Print a card with names", "What the group does and will do")
DOER = Written("actions.actions", "Everybody at the desk", "What the group does and will do")
LEARNED = Written(
    "reflections.learned",
    "We learned to ring ahead, and who is at the other end.",
    "What did you learn whilst going through the process?",
)
AUTHOR = Written("finish.authors", WRITER, "")
CONSENT = Written("finish.consents", "The eight telephone calls")
"""What is for the group only is in the draft, and in no report."""
FIRST = (TITLE_WRITTEN, ISSUE, QUESTION)
REST = (METHOD, DONE, LABEL, POINT, ACTION, DOER, LEARNED, AUTHOR, CONSENT)


@dataclass(frozen=True, slots=True)
class Journey:
    """A way to a first report."""

    name: str
    go: Callable[[Hands, Path], None]
    typed: Sequence[Written]
    given: Sequence[Written] = ()
    """What a colleague has written before."""


def straight(hands: Hands, _copy: Path) -> None:
    """Start an inquiry at once."""
    hands.choose("New inquiry")
    hands.expect("What is the inquiry called?")
    hands.stage("A new inquiry")
    hands.learn()
    write_first(hands)
    write_rest(hands)
    make_report(hands)


def example_first(hands: Hands, _copy: Path) -> None:
    """Look at the example, and then start an inquiry."""
    hands.choose("Open the example")
    hands.expect_shown("Next: Context")
    hands.stage("The example")
    hands.learn()
    hands.go_on("Next: Context")
    hands.expect_shown("What is the issue?")
    hands.stage("A step of the example")
    hands.go_home()
    hands.expect_shown("New inquiry")
    hands.stage("Back at the start")
    hands.start_new()
    hands.expect("What is the inquiry called?")
    hands.stage("A new inquiry")
    write_first(hands)
    write_rest(hands)
    make_report(hands)


def colleagues_copy(hands: Hands, copy: Path) -> None:
    """Complete what a colleague has begun."""
    hands.choose("Import a copy…")
    hands.expect("File name:")
    hands.answer_dialog(str(copy), "Open")
    hands.expect_shown("Keep it as a separate inquiry")
    hands.stage("A file from a colleague")
    hands.choose("Continue")
    hands.expect_shown("Next: Context")
    hands.stage("The inquiry of a colleague")
    hands.learn()
    for before, step in pairwise(("About", "Context", "Question", "Data")):
        hands.go_on(f"Next: {step}")
        hands.expect_shown(f"Back: {before}")
    write_rest(hands)
    make_report(hands)


def write_first(hands: Hands) -> None:
    """Answer the main questions of the first three steps."""
    hands.write("What is the inquiry called?", TITLE_WRITTEN.words)
    hands.stage("About")
    hands.go_on("Next: Context")
    hands.write("What is the issue?", ISSUE.words)
    hands.stage("Context")
    hands.go_on("Next: Question")
    hands.write("What is your question?", QUESTION.words)
    hands.stage("Question")
    hands.go_on("Next: Data")


def write_rest(hands: Hands) -> None:
    """Answer the main questions of the other steps."""
    hands.expect("Add a method")
    hands.choose("Add a method")
    hands.write("What do you call it?", METHOD.words)
    hands.write("What did you do?", DONE.words)
    hands.stage("A method")
    hands.close_entry(METHOD.words)
    hands.choose("Add a learning point")
    hands.write("What is it about, in a word or two?", LABEL.words)
    hands.write("What is the point, in one sentence?", POINT.words)
    hands.stage("A learning point")
    hands.go_on("Next: Actions")
    hands.expect("Add an action")
    hands.choose("Add an action")
    hands.write("What will be done?", ACTION.words)
    hands.write("Who does it?", DOER.words)
    hands.stage("An action")
    hands.go_on("Next: Reflections")
    hands.write("What did you learn whilst going through the process?", LEARNED.words)
    hands.stage("Reflections")
    hands.go_on("Next: Finish")
    hands.expect("Add an author")
    hands.choose("Add an author")
    hands.write("Who is it?: name", AUTHOR.words)
    hands.stage("An author")
    hands.close_entry(AUTHOR.words)
    hands.choose("Add a consent")
    hands.write("Where are the words or pictures from?", CONSENT.words)
    hands.stage("A consent")


def make_report(hands: Hands) -> None:
    """Make the report from the last step, and open it."""
    hands.go_on("Next: Report")
    hands.expect("Word document")
    hands.stage("The report")
    hands.do_main_thing("Make Word document")
    hands.expect("Open")
    hands.stage("The report is made")
    hands.choose("Open")
    hands.stage("The report is opened")


JOURNEYS = (
    Journey("straight", straight, (*FIRST, *REST)),
    Journey("example", example_first, (*FIRST, *REST)),
    Journey("copy", colleagues_copy, REST, FIRST),
)


def run(folder: Path, output: Path, only: str) -> int:
    """Go all ways, or those whose name contains `only`, and return the exit code."""
    copy = folder / f"{TITLE}.carreport"
    begin_as_colleague(folder / "colleague", copy)
    problems = 0
    with real_screen(output, is_heard=True) as screen:
        for journey in JOURNEYS:
            for kind in (Mouse, Keyboard):
                name = f"{journey.name}-{kind.manner}"
                for problem in go(journey, kind, screen, folder / name, copy) if only in name else ():
                    sys.stdout.write(f"✗ {name}: {problem}\n")
                    problems += 1
    return 1 if problems else 0


def begin_as_colleague(home: Path, copy: Path) -> None:
    """Write the first half as a colleague, and make a copy of it."""
    home.mkdir()
    os.environ[HOME_VARIABLE] = str(home)
    form = next(form for form in local_drafts.load_shipped_forms() if form.id == local_drafts.EXAMPLE_FORM)
    with closing(DraftSession.create(home / "begun.carreport", form, COLLEAGUE)) as session:
        for written in FIRST:
            is_line = written is TITLE_WRITTEN
            text = [{"type": "paragraph", "spans": [{"text": written.words}]}]
            session.write(written.path, written.words if is_line else text)
        export_copy(session, copy)


def go(
    journey: Journey, kind: type[Mouse | Keyboard], screen: Screen, home: Path, copy: Path
) -> Iterator[str]:
    """Go one way by one manner, print how it went, and yield what was wrong."""
    (home / "Documents").mkdir(parents=True)
    opened = home / "opened"
    programs = {**_programs(home, opened), "HOME": str(home)}
    begun = time.monotonic()
    program = start_and_focus(screen, home / "carreport", **programs)
    with page_reader(screen.environment) as reader:
        hands = kind(screen, reader, f"{journey.name}-{kind.manner}")
        try:
            journey.go(hands, copy)
        except Lost as lost:
            yield str(lost)
        finally:
            program.terminate()
            program.wait()
    _show(hands, time.monotonic() - begun)
    yield from _problems(journey, hands.record, home, opened)


def _programs(home: Path, opened: Path) -> dict[str, str]:
    """Put a program where the system looks for the one that opens files: it notes which file that was."""
    programs = home / "programs"
    programs.mkdir()
    opener = programs / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}"\n', encoding="utf-8")
    opener.chmod(0o755)
    return {"PATH": f"{programs}:{os.environ['PATH']}"}


def _problems(journey: Journey, record: Record, home: Path, opened: Path) -> Iterator[str]:
    if len(record.actions) > MOST_ACTIONS:
        yield f"{len(record.actions)} actions"
    yield from record.moved
    reports = list((home / "Documents").glob("*.docx"))
    if len(reports) != 1:
        yield f"{len(reports)} Word documents"
        return
    everything = (*journey.given, *journey.typed)
    wanted = [(written.words, written.heading) for written in everything]
    yield from missing_in_word(reports[0], wanted)
    wait_until(opened.exists)
    if (name := opened.read_text(encoding="utf-8")) not in (str(reports[0]), reports[0].as_uri()):
        yield f"{name} was opened, and not {reports[0]}"
    yield from _missing_in_draft(everything, home)
    for words in {written.words for written in journey.typed} - set(record.typed):
        yield f"“{words}” was not typed"


def _missing_in_draft(everything: Sequence[Written], home: Path) -> Iterator[str]:
    drafts = [path for path in home.rglob("*.carreport") if "ackup" not in str(path.relative_to(home))]
    for path in drafts:
        with closing(DraftSession.open(path, WRITER, read_only=True)) as session:
            answers: Answers = session.answers()
            if answers.get("about.title") != TITLE:
                continue
            texts = [(one.path, one.plain_text) for one in answers.answered_fields(session.form)]
            for written in everything:
                if not any(at.startswith(written.path) and text == written.words for at, text in texts):
                    yield f"“{written.words}” is not in {written.path} of the draft"
            return
    yield f"none of {len(drafts)} drafts is called “{TITLE}”"


def _show(hands: Hands, seconds: float) -> None:
    record, out = hands.record, sys.stdout
    for stage in record.stages:
        out.write(f"    {stage.name:28} {stage.actions:3} actions {stage.seconds:6.1f} s\n")
    letters = sum(map(len, record.typed))
    wheel = sum(action.startswith("wheel") for action in record.actions)
    out.write(
        f"{hands.name}: {len(record.actions)} actions ({wheel} with the wheel), {len(record.typed)} texts of "
        f"{letters:,} letters, {seconds:.0f} s; {len(record.moved)} things moved in {record.samples:,} looks "
        f"at {record.watched:,} places\n"
    )
    out.flush()
