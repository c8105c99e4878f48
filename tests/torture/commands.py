"""Every command with every option, as the parser itself lists them; a new one is tortured unasked.

What an argument takes is known by its name. An argument of an unknown name is an error here, so that
whoever adds one says whether it takes a path.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import signal
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import FrameType

from carreport.cli.entry_point import DEBUG_VARIABLE
from carreport.cli.entry_point import main as run_command
from carreport.cli.parser import make_parser
from tests.torture.scene import AUTHOR


class Takes(Enum):
    """What an argument is: a file of one sort to read, a file to write, or a word."""

    DRAFT = "a draft to read"
    ANSWERS = "answers to read"
    FORM = "a form to read"
    TEMPLATE = "a template to read"
    PICTURE = "a picture to read"
    REPLIES = "replies to read"
    FOLDER = "a folder to read"
    OUTPUT = "a file to write"
    WORD = "no path"


TAKES = {
    "draft": Takes.DRAFT, "copies": Takes.DRAFT, "pictures_from": Takes.DRAFT, "answers": Takes.ANSWERS,
    "form": Takes.FORM, "template": Takes.TEMPLATE, "image": Takes.PICTURE, "file": Takes.REPLIES,
    "folder": Takes.FOLDER, "output": Takes.OUTPUT, "report": Takes.TEMPLATE,
    "document": Takes.TEMPLATE,
}  # fmt: skip
"""The arguments that take a path, by their names."""
WORDS = {
    "author": AUTHOR, "since": "0", "go_back": "0", "name": "Views", "like": "inquiry-report",
    "keep": "both", "text": "Decided", "person": AUTHOR, "reply": "data.surveys#1", "sheet": "Views",
    "headings": "1", "scale": "agree4", "steps": "Often; Never", "one_is": "Often", "take": "A=open",
    "word": "Agree=agree", "wave": "Autumn", "caption": "A wall", "alt": "A wall", "credit": "Morag",
    "consent": "nobody", "path": "about.title", "restore": "1", "history": "context.issue",
    "answer": "about.title", "sign": "named", "number": "3", "scale_of": "A=agree4", "new": "A",
    "steps_of": "A=Often; Never", "options_of": "A=Tea; Cake", "ticked_nothing": "skipped",
    "word_of": "A:Agree=agree", "leave_out_rows": "2", "count_rows": "3-4", "encoding": "cp850",
    "same_as": "A=none", "group": "North=South", "corrected": "keep", "quote": "Views", "to": "lead",
    "readers": "me", "suggest": "Decided", "comment": "3f", "how": "done",
}  # fmt: skip
"""What the other arguments are given, by their names."""
ONLY_HERE = {
    ("survey import", "path"): "data.surveys", ("survey table", "path"): "data.surveys",
    ("photo add", "path"): "data.photos", ("template-add", "name"): "restyled",
    ("release", "path"): "reflections.individual/none",
}  # fmt: skip
ENDINGS = {"new": ".carreport", "duplicate": ".carreport",
           "share": ".carreport", "salvage": ".carreport", "backups": ".carreport",
           "render": ".html", "template-start": ".docx", "blank": ".html",
           "review send": ".docx"}  # fmt: skip
"""What the name of a written file ends with, by command."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command: its option string (empty for a positional one) and what it takes."""

    name: str
    option: str
    takes: Takes
    word: str = ""
    is_flag: bool = False

    def given(self, value: str) -> list[str]:
        """Return the words of the command line."""
        if self.is_flag:
            return [self.option]
        return [self.option, value] if self.option else [value]


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command with some of its arguments."""

    name: str
    arguments: tuple[Argument, ...]

    @property
    def paths(self) -> tuple[Argument, ...]:
        """The arguments that take a path."""
        return tuple(argument for argument in self.arguments if argument.takes is not Takes.WORD)

    def words(self, files: Mapping[Takes, Path], instead: Mapping[str, Path]) -> list[str]:
        """Return the whole command line: usual files, but those in `instead` by the name of the argument."""
        line = self.name.split()
        for argument in self.arguments:
            usual = argument.word
            if argument.takes is Takes.OUTPUT:
                usual = str(files[Takes.OUTPUT]) + ENDINGS[self.name]
            elif argument.takes is not Takes.WORD:
                usual = str(files[argument.takes])
            line += argument.given(str(instead.get(argument.name, usual)))
        return line


def every_call() -> list[CommandCall]:
    """Return each command with what it needs, and once more with each of its options."""
    parser, _ = make_parser()
    return [call for name, command in _leaves(parser, "") for call in _calls(name, command)]


def _leaves(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    for group in groups:
        for word, command in group.choices.items():
            yield from _leaves(command, f"{name} {word}".strip())
    if not groups:
        yield name, parser


def _calls(name: str, command: argparse.ArgumentParser) -> Iterator[CommandCall]:
    actions = [action for action in command._actions if not isinstance(action, argparse._HelpAction)]  # noqa: SLF001
    groups = [list(group._group_actions) for group in command._mutually_exclusive_groups if group.required]  # noqa: SLF001
    needed = [action for action in actions if action.required or not action.option_strings]
    needed += [group[0] for group in groups]
    usual = CommandCall(name, _arguments(name, needed))
    yield usual
    optional = [action for action in needed if not action.option_strings and action.nargs == "?"]
    for action in optional:
        yield CommandCall(name, _arguments(name, [kept for kept in needed if kept is not action]))
    for action in actions:
        if action not in needed:
            apart = next((group for group in groups if action in group), [])
            yield CommandCall(name, _arguments(name, [*(a for a in needed if a not in apart), action]))


def _arguments(name: str, actions: list[argparse.Action]) -> tuple[Argument, ...]:
    return tuple(_argument(name, action) for action in actions)


def _argument(name: str, action: argparse.Action) -> Argument:
    option = action.option_strings[-1] if action.option_strings else ""
    if action.nargs == 0:
        return Argument(action.dest, option, Takes.WORD, is_flag=True)
    takes = TAKES.get(action.dest, Takes.WORD)
    if takes is Takes.WORD and action.dest not in WORDS:
        message = f"`{name}` has an argument “{action.dest}”: say in tests/torture/commands.py what it takes."
        raise LookupError(message)
    word = ONLY_HERE.get((name, action.dest), WORDS.get(action.dest, ""))
    return Argument(action.dest, option, takes, word)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended: its exit code, what it wrote, and where it crashed or had to be stopped."""

    code: int
    output: str
    remarks: str
    crash: str = ""
    is_stopped: bool = False


class _TooLongError(BaseException):
    """A command took too much of a processor; nothing in the program keeps this."""


LONGEST_HERE = 10.0
"""Seconds of a processor after which a command in this process is stopped."""


def run_here(arguments: list[str]) -> CommandResult:
    """Run a command in this process; a crash is kept, from any thread."""
    output, remarks, crashes = io.StringIO(), io.StringIO(), list[str]()
    before, hook = os.environ.get(DEBUG_VARIABLE), threading.excepthook
    os.environ[DEBUG_VARIABLE] = "1"
    threading.excepthook = lambda given: crashes.append(place_of(given.exc_value))
    code, is_stopped = -1, False
    try:
        with redirect_stdout(output), redirect_stderr(remarks), _stopped_in_time():
            code = run_command(arguments)
    except _TooLongError:
        is_stopped = True
    except Exception as problem:  # noqa: BLE001 - this is what is counted
        crashes.append(place_of(problem))
    finally:
        threading.excepthook = hook
        os.environ.pop(DEBUG_VARIABLE)
        if before is not None:
            os.environ[DEBUG_VARIABLE] = before
    crashes += filter(None, map(traceback_in, (output.getvalue(), remarks.getvalue())))
    return CommandResult(code, output.getvalue(), remarks.getvalue(), "; ".join(crashes), is_stopped)


@contextmanager
def _stopped_in_time() -> Iterator[None]:
    """Stop what takes longer than `LONGEST_HERE`, where the system has a clock for that."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_HERE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def traceback_in(said: str) -> str:
    """Return where a traceback ends that was written for people to see, or nothing."""
    _, found, after = said.partition("Traceback (most recent call last)")
    ends = [line for line in after.splitlines()[1:] if line[:1] not in ("", " ")]
    places = [
        line.strip() for line in after.splitlines() if "carreport" in line and line.startswith("  File")
    ]
    return f"{next(iter(ends), '')[:200]} ({next(reversed(places), '')})" if found else ""


def place_of(problem: BaseException | None) -> str:
    """Return in a line what went wrong, and the last places of the program it went through."""
    frames = traceback.extract_tb(problem.__traceback__ if problem else None)
    ours = [frame for frame in frames if "carreport" in frame.filename and "torture" not in frame.filename]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in ours[:-4:-1])
    return f"{type(problem).__name__}: {str(problem)[:100]} at {places}"


def usual_files(folder: Path, draft: Path) -> dict[Takes, Path]:
    """Write one sound file of each sort into a folder, and return them."""
    from openpyxl import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415 - only this torture needs it
    from PIL import Image  # noqa: PLC0415 - likewise

    from carreport.assets import form_files, template_folders  # noqa: PLC0415 - likewise

    folder.mkdir(parents=True, exist_ok=True)
    answers, replies, picture = folder / "answers.json", folder / "replies.xlsx", folder / "picture.png"
    answers.write_text('{"about": {"place": "Invercairn"}}', encoding="utf-8")
    book = Workbook()
    book.active.title = "Views"
    for row in (("Name", "We share a vision"), ("A", "Agree"), ("B", "Disagree")):
        book.active.append(row)
    book.save(replies)
    Image.new("RGB", (30, 20)).save(picture)
    form = folder / "form.toml"
    shutil.copy(next(path for path in form_files() if path.stem == "car-inquiry"), form)
    template = folder / "template"
    shipped = next(path for path in template_folders() if path.name == "populated-template")
    shutil.copytree(shipped, template, dirs_exist_ok=True)
    listed = folder / "listed"
    listed.mkdir(exist_ok=True)
    return {
        Takes.DRAFT: draft, Takes.ANSWERS: answers, Takes.FORM: form, Takes.TEMPLATE: template,
        Takes.PICTURE: picture, Takes.REPLIES: replies, Takes.FOLDER: listed, Takes.OUTPUT: folder / "made",
    }  # fmt: skip
