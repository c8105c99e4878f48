"""Put what is no plain file wherever a path is taken: no command may wait for it or harm its target.

Each command runs in a fork of its own, with little memory, and is stopped after `PATIENCE` seconds.
"""

from __future__ import annotations

import ctypes
import os
import pkgutil
import select
import shutil
import signal
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path

import carreport.cli
from carreport.cli.entry_point import DEBUG_VARIABLE
from carreport.cli.entry_point import main as run_command
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.private_file import private_path
from carreport.draft.storage.backups import back_up
from carreport.report.loading import import_report_modules
from carreport.settings import cache_folder, drafts_folder, settings_file, templates_folder
from carreport.ui.library.local_drafts import list_cards, list_external_cards
from tests.irregular_files import make_loop, make_pipe, make_socket, make_sparse_file
from tests.rich_text import text
from tests.torture.commands import (
    ENDINGS,
    Argument,
    CommandCall,
    Takes,
    every_call,
    traceback_in,
    usual_files,
)
from tests.torture.every_command import NEIGHBOURS
from tests.torture.scene import AUTHOR, Figures, inquiry, workplace

PATIENCE = 20
"""Seconds after which a command counts as waiting."""
MEMORY = 3 << 30
"""Bytes of memory that a command may take."""
PRECIOUS = b"A precious file of somebody else: zqpreciousqz\n"
TOKEN = b"zqpreciousqz"
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.txt").write_text("inside", encoding="utf-8")


def _device_for(path: Path, name: str) -> Path:
    """Return a device like the one in /dev, of our own if we could harm that one."""
    known = Path("/dev", name)
    if os.geteuid():
        return known
    own = path.parents[1] / f"device-{name}"
    own.unlink(missing_ok=True)
    os.mknod(own, 0o666 | stat.S_IFCHR, known.stat().st_rdev)
    return own


def _unreadable(path: Path) -> None:
    path.write_bytes(PRECIOUS)
    path.chmod(0)


KINDS: dict[str, Callable[[Path], None]] = {
    "FIFO": make_pipe,
    "link": lambda path: path.symlink_to(path.parents[1] / "precious.txt"),
    "dangling link": lambda path: path.symlink_to("nowhere"),
    "loop": make_loop,
    "link to /dev/zero": lambda path: path.symlink_to(_device_for(path, "zero")),
    "link to /dev/full": lambda path: path.symlink_to(_device_for(path, "full")),
    "device": lambda path: os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5)),
    "socket": make_socket,
    "folder": _folder,
    "unreadable": _unreadable,
    "huge": lambda path: make_sparse_file(path, 2 << 30),
}
"""What is put there; each `path` lies one folder below the precious file."""


NOT_LOOKED_AT = {("salvage", "form")}
"""Arguments that a command needs only sometimes: a form, where the one in the draft is damaged."""


@dataclass(frozen=True, slots=True)
class ForkedCall:
    """How a command in a fork ended; `waited` if it had to be stopped, `crash` if it fell over."""

    code: int
    said: str
    waited: bool = False

    @property
    def crash(self) -> bool:
        fell = ("Traceback (most recent call last)", "Something went wrong in carreport")
        return self.code < 0 or any(words in self.said for words in fell)


def run_in_fork(work: Callable[[], int], folder: Path) -> ForkedCall:
    """Run `work` in a fork with limits; what it writes is kept in `folder`."""
    told = folder / "told.txt"
    child = os.fork()
    if not child:
        _be_child(work, told)
    waiting = os.pidfd_open(child)
    ended, _, _ = select.select([waiting], [], [], PATIENCE)
    os.close(waiting)
    if not ended:
        os.killpg(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # what it left running
    said = told.read_text(encoding="utf-8", errors="replace")
    return ForkedCall(os.waitstatus_to_exitcode(status), said, waited=not ended)


def _be_child(work: Callable[[], int], told: Path) -> None:
    code = 99
    try:
        os.setsid()
        out = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode) for number, mode in enumerate("rww"))
        os.environ[DEBUG_VARIABLE] = "1"
        import resource  # noqa: PLC0415 - not on Windows, where this module is only imported

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200 << 20, 200 << 20))
        be_plain_user()
        code = work()
    except BaseException:  # noqa: BLE001 - it is told in words, to be counted
        import traceback  # noqa: PLC0415 - only then

        traceback.print_exc()
    finally:
        with suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def be_plain_user() -> None:
    """Give up the right of the superuser to read and write what is closed to everybody."""
    if os.geteuid():
        return
    libc = ctypes.CDLL(None)
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    rights = (ctypes.c_uint32 * 6)()
    libc.capget(head, rights)
    for part in range(3):
        rights[part] &= ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    libc.capset(head, rights)


@dataclass(slots=True)
class Specials(Figures):
    """What came of it."""

    WRONG = ("waited", "tracebacks", "taken_without_a_word", "refused_in_silence", "targets_harmed",
             "foreign_words_taken", "lists_emptied")  # fmt: skip

    commands: int = 0
    places: int = 0
    told: int = 0
    waited: int = 0
    tracebacks: int = 0
    taken_without_a_word: int = 0
    refused_in_silence: int = 0
    targets_harmed: int = 0
    foreign_words_taken: int = 0
    lists_emptied: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.commands > 0 and self.told > 0


@dataclass(frozen=True, slots=True)
class SpecialCase:
    """A special file in one place, and what to run with it there."""

    where: str
    kind: str
    argument: Argument | None = None
    call: CommandCall | None = None

    def __str__(self) -> str:
        return f"{self.kind} as {self.where}"


def every_case() -> list[SpecialCase]:
    """Return every argument that takes a path, and every place the program looks into, with each kind."""
    seen: dict[tuple[str, str], SpecialCase] = {}
    for call in every_call():
        for argument in call.paths:
            where = f"{argument.name} of `{call.name}{' --replace' if _replaces(call) else ''}`"
            for kind in KINDS:
                seen.setdefault((where, kind), SpecialCase(where, kind, argument, call))
    at_home = [SpecialCase(where, kind) for where in SpecialFiles.PLACES for kind in KINDS]
    return [*seen.values(), *at_home]


def _replaces(call: CommandCall) -> bool:
    return any(argument.name == "replace" for argument in call.arguments)


class SpecialFiles:
    """A person's files, in which one after the other is no plain file."""

    PLACES = (
        "the settings", "the settings folder", "the recent files", "the cache folder", "the index",
        "the last problem", "the folder of data", "the folder of drafts", "a draft in the list",
        "the folder of backups", "the backups of the draft", "a backup", "the templates folder",
        "a template of one’s own", "template.toml", "report.html.j2", "report.docx", "the lock",
        "the journal", "the private file", "a conflict copy", "a temporary file", "a picture in the answers",
        "a folder beside the template", "the recent draft elsewhere",
    )  # fmt: skip

    def __init__(self, folder: Path, figures: Specials) -> None:
        self.folder, self.figures = folder, figures
        self.home = Path(os.environ["CARREPORT_HOME"])
        self.sound = folder / "sound"
        self.sound.mkdir()
        draft = self.sound / "inquiry.carreport"
        with DraftSession.create(draft, inquiry(), AUTHOR) as session:
            session.write("about.title", "The inquiry itself")
            session.write("context.issue", text("The issue itself."))
            session.add_item("reflections.individual", values={"came": text("A private word.")})
            self.draft_id = session.draft_id
        files = usual_files(self.sound, draft)
        self.usual = {takes: path.relative_to(self.sound) for takes, path in files.items()}
        for title in NEIGHBOURS:
            with DraftSession.create(
                self.sound / "listed" / f"{title}.carreport", inquiry(), AUTHOR
            ) as other:
                other.write("about.title", title)
        back_up(draft)
        shutil.copytree(self.home, self.sound / "home")

    def _fresh(self) -> tuple[Path, dict[Takes, Path]]:
        """Put everything in its place again, sound."""
        now = self.folder / "now"
        shutil.rmtree(now, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.sound, now)
        shutil.move(now / "home", self.home)
        (self.folder / "precious.txt").write_bytes(PRECIOUS)
        (now / "precious.txt").write_bytes(PRECIOUS)
        return now, {takes: now / path for takes, path in self.usual.items()}

    def hold(self, case: SpecialCase, only: tuple[str, ...] = ()) -> None:
        """Try one special file in one place, with all that a person does or `only` some of it."""
        with suppress(PermissionError):  # of a device, where none may be made
            if case.call is not None and case.argument is not None:
                self._as_argument(case, case.call, case.argument)
            else:
                self._at_home(case, only)
            self.figures.places += 1
            return
        self.figures.left_out[case.kind] += 1

    # As an argument.

    def _as_argument(self, case: SpecialCase, call: CommandCall, argument: Argument) -> None:
        now, files = self._fresh()
        place = now / "special"
        place.mkdir()
        is_written = argument.takes is Takes.OUTPUT
        ending = ENDINGS[call.name] if is_written else files[argument.takes].suffix
        here = place / f"special{ending}"
        KINDS[case.kind](here)
        os.environ["CARREPORT_HOME"] = str(self.home)
        line = call.words(files, {argument.name: here}) + _more(call, argument, files)
        result = run_in_fork(partial(run_command, line), self.folder)
        is_given = case.kind == "link"  # the file it leads to is the one that was meant
        self._judge(str(case), result, None if is_given else now)
        is_folder = case.kind == "folder" and argument.takes is Takes.FOLDER
        is_made = is_written and here.is_file() and (is_given or not here.is_symlink())
        is_used = (call.name, argument.name) not in NOT_LOOKED_AT
        is_good = is_used and result.code == 0 and not result.crash and not result.waited
        if is_good and not (is_folder or is_made):
            self.figures.taken_without_a_word += 1
            _tell(case, result, "was taken without a word")

    # Where the program looks by itself.

    def _at_home(self, case: SpecialCase, only: tuple[str, ...]) -> None:
        doings = self._doings()
        for name, work in {name: doings[name] for name in only or doings}.items():
            now, files = self._fresh()
            here = self._place(case.where, now)
            _clear(here)
            here.parent.mkdir(parents=True, exist_ok=True)
            (here.parents[1] / "precious.txt").write_bytes(PRECIOUS)
            KINDS[case.kind](here)
            result = run_in_fork(partial(work, now, files), self.folder)
            self._judge(f"{case}, {name}", result, now, here.parents[1] / "precious.txt")
            sound = [title for title in NEIGHBOURS if title not in result.said]
            is_list = name in ("list", "start page") and not result.waited and not result.crash
            if is_list and sound:
                self.figures.lists_emptied += 1
                _tell(f"{case}, {name}", result, f"{sound} are not listed")

    def _place(self, where: str, now: Path) -> Path:
        draft, own = now / "inquiry.carreport", templates_folder() / "mine"
        data = drafts_folder().parent
        backups = data / "backups" / self.draft_id
        if where in ("template.toml", "report.html.j2", "report.docx"):
            shutil.copytree(now / "template", own)
            return own / where
        if where == "the private file":
            return private_path(draft, self.draft_id, AUTHOR)
        if where == "the index":
            run_in_fork(partial(run_command, ["list", str(now / "listed")]), self.folder)
            return next(iter(cache_folder().glob("shelf-*")), cache_folder() / "shelf-0.json")
        if where == "the recent draft elsewhere":
            away = now / "away" / "away.carreport"
            away.parent.mkdir()
            shutil.copy(draft, away)
            run_in_fork(partial(_remember, away, self.draft_id), self.folder)
            return away
        if where == "a picture in the answers":
            told = '{"data": {"photos": [{"picture": {"file": "special/photo.jpg"}}]}}'
            (now / "answers.json").write_text(told, encoding="utf-8")
        return {
            "the settings": settings_file(), "the settings folder": settings_file().parent,
            "the recent files": settings_file().with_name("places.json"), "the cache folder": cache_folder(),
            "the last problem": cache_folder() / "last-problem.txt", "the folder of data": data,
            "the folder of drafts": drafts_folder(),
            "a draft in the list": now / "listed" / "special.carreport",
            "the folder of backups": data / "backups", "the backups of the draft": backups,
            "a backup": backups / "2026-01-02T03-04-05Z.carreport",
            "the templates folder": templates_folder(),
            "a template of one’s own": own, "the lock": draft.with_name(f".{draft.name}.lock"),
            "the journal": draft.with_name(f"{draft.name}-journal"),
            "a conflict copy": now / "inquiry (conflicted copy).carreport",
            "a temporary file": now / f".{draft.name}.deadbeef.tmp",
            "a picture in the answers": now / "special" / "photo.jpg",
            "a folder beside the template": now / "template" / "pictures",
        }[where]  # fmt: skip

    def _doings(self) -> dict[str, Callable[[Path, dict[Takes, Path]], int]]:
        """What a person does with all this, by name."""
        lines = {
            "list": ["list", "{now}/listed"], "own list": ["list"], "show": ["show", "{draft}"],
            "fill": ["fill", "{draft}", "{now}/answers.json", "--author", AUTHOR],
            "share": ["share", "{draft}", "-o", "{now}/copy.carreport", "--author", AUTHOR],
            "render": ["render", "{draft}", "-o", "{now}/report.html", "--template", "mine"],
            "render Word": ["render", "{draft}", "-o", "{now}/report.docx", "--template", "mine"],
            "render a folder": ["render", "{draft}", "-o", "{now}/report.html", "--template",
                                "{now}/template"],
            "templates": ["templates"], "backups": ["backups", "{draft}"], "all backups": ["backups"],
            "restore": ["backups", "{draft}", "--restore", "1", "-o", "{now}/restored.carreport"],
            "release": ["release", "{draft}", "--author", AUTHOR], "conflicts": ["conflicts", "{draft}"],
            "merge": ["merge", "{draft}", "--beside", "--author", AUTHOR],
            "verify": ["verify", "{draft}"], "salvage": ["salvage", "{draft}", "-o", "{now}/good.carreport"],
            "erase": ["erase", "{draft}", "--answer", "about.title", "--yes", "--author", AUTHOR],
            "template-add": ["template-add", "{now}/template", "--name", "mine", "--replace"],
            "template-check": ["template-check", "{now}/template"],
        }  # fmt: skip
        doings: dict[str, Callable[[Path, dict[Takes, Path]], int]] = {
            name: partial(_run_line, line) for name, line in lines.items()
        }
        return doings | {"start page": _list_start_page}

    # Judging.

    def _judge(self, told: str, result: ForkedCall, now: Path | None, target: Path | None = None) -> None:
        """Judge how a command ended, and what it did to the targets of links below `now`."""
        figures = self.figures
        figures.commands += 1
        figures.told += result.code in (1, 2, 3)
        if result.waited:
            figures.waited += 1
            _tell(told, result, f"waited more than {PATIENCE} s")
        elif result.crash:
            figures.tracebacks += 1
            _tell(told, result, f"fell over: {traceback_in(result.said)}")
        elif result.code and not result.said.strip():
            figures.refused_in_silence += 1
            _tell(told, result, "ended in silence")
        if now is None:
            return
        targets = [path for path in (now / "precious.txt", target) if path is not None]
        if any(not path.is_file() or path.read_bytes() != PRECIOUS for path in targets):
            figures.targets_harmed += 1
            _tell(told, result, "harmed the target of a link")
        if TOKEN.decode() in result.said or any(_holds(path, TOKEN) for path in _made(now)):
            figures.foreign_words_taken += 1
            _tell(told, result, "has the words of the target of a link")


def _more(call: CommandCall, argument: Argument, files: dict[Takes, Path]) -> list[str]:
    """Return what a command must be given besides, to look at this argument at all."""
    if argument.name == "pictures_from":
        told = '{"data": {"photos": [{"picture": {"sha256": "%s"}}]}}' % ("0" * 64)
        files[Takes.ANSWERS].write_text(told, encoding="utf-8")
        return ["--answers", str(files[Takes.ANSWERS])] if call.name == "new" else []
    return ["--restore", "1"] if (call.name, argument.name) == ("backups", "output") else []


def _run_line(line: list[str], now: Path, files: dict[Takes, Path]) -> int:
    words = [word.replace("{now}", str(now)).replace("{draft}", str(files[Takes.DRAFT])) for word in line]
    return run_command(words)


def _remember(draft: Path, draft_id: str) -> int:
    from carreport.draft.recent_files import add_recent_file  # noqa: PLC0415 - only this place needs it

    add_recent_file(draft, draft_id)
    return 0


def _list_start_page(now: Path, _files: dict[Takes, Path]) -> int:
    cards = [*list_cards(None, now / "listed", AUTHOR), *list_external_cards(None, now / "listed", AUTHOR)]
    print(*(f"{card.path.name} {card.title}" for card in cards), sep="\n")  # noqa: T201
    return 0


def _made(now: Path) -> Iterator[Path]:
    """Yield the files that a command made or changed."""
    names = (
        "made*",
        "report.*",
        "copy.carreport",
        "good.carreport",
        "inquiry.carreport",
        "restored.carreport",
    )
    return (path for name in names for path in now.glob(name))


def _holds(path: Path, token: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and token in path.read_bytes()


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _import_everything() -> None:
    """Import what commands import when they run, once for all forks."""
    import_report_modules()
    for module in pkgutil.iter_modules(carreport.cli.__path__):
        import_module(f"carreport.cli.{module.name}")


def _tell(told: object, result: ForkedCall, what: str) -> None:
    print(f"{told}: {what} ({result.code}): {result.said[-400:]!r}")  # noqa: T201


def run(cases: int, first: int) -> Specials:
    """Do one share of the torture: the cases from `first`, in an order that mixes places and kinds."""
    _import_everything()
    figures, every = Specials(), every_case()
    step = next(number for number in (97, 101, 103) if len(every) % number)
    with workplace() as folder:
        files = SpecialFiles(folder, figures)
        for number in range(first, min(first + cases, len(every))):
            files.hold(every[number * step % len(every)])
    return figures
