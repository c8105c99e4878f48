"""Set carreport up on this computer and start it: `python3 start.py`, on Windows `py start.py`.

    python3 start.py                  open the window
    python3 start.py render …         any command of the program; README.md lists them
    python3 start.py test [options]   run the tests; the options are pytest's
    python3 start.py check            run the other checks: ruff, mypy, import-linter

The packages that the program needs are installed in `.venv` beside this file, from a lock file with
checksums. A second start finds them there and installs nothing. This file uses only the standard library
and syntax that Python 3.7 can read, so that users of an old Python are told that it is too old.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable  # also from within `.venv`
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (22, 3)  # the first that installs into an environment which has no pip of its own
LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"
LOCKS_WITHIN = {LOCK: (LOCK,), TEST_LOCK: (TEST_LOCK, LOCK)}

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
SCREEN_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
CHECKS = (
    ("-m", "ruff", "check", "."),
    ("-m", "ruff", "format", "--check", "."),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)


class SetUpStopped(Exception):
    """What keeps the program from being set up, and what to do about it."""


def main(arguments: list[str]) -> int:
    """Set up what `arguments` need, do it, and return the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        say(too_old(sys.version_info[:3]))
        return 1
    try:
        if arguments[:1] == ["test"]:
            return run_tests(arguments[1:])
        if arguments == ["check"]:  # with a draft, it is the command of the program
            return run_checks()
        return run_program(arguments)
    except SetUpStopped as stopped:
        say(str(stopped))
        show_box(str(stopped))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next start goes on from here.")
        return 130


def too_old(version: tuple[int, ...]) -> str:
    """Say that this Python cannot run the program, and where a newer one comes from."""
    return (
        f"carreport needs Python {dotted(OLDEST_PYTHON)} or later; this is Python {dotted(version)}.\n"
        "A newer one can be had from https://www.python.org/downloads/; both can be on one computer."
    )


def run_program(arguments: list[str]) -> int:
    """Start the window, or the command that `arguments` name."""
    opens_window = all(argument.lower().endswith(".carreport") for argument in arguments)
    if opens_window and not has_screen(os.environ):
        if arguments:
            raise SetUpStopped("There is no screen here, so the window cannot open. " + COMMANDS_WORK)
        return make_example_report()
    if opens_window:
        have_libraries({**QT_LIBRARIES, **SCREEN_LIBRARIES})
    set_up(LOCK)
    return become("-m", "carreport", *arguments)


def run_tests(options: list[str]) -> int:
    """Run the tests, with the options that pytest knows; without any, all of them, several at once."""
    have_libraries(QT_LIBRARIES)
    set_up(TEST_LOCK)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if sys.platform == "win32":  # there the offscreen plugin knows no font of the system
        os.environ.setdefault("QT_QPA_FONTDIR", str(CHECKOUT / "resources" / "fonts"))
    os.chdir(CHECKOUT)
    return become("-m", "pytest", *(options or ["-n", "auto", "--dist", "loadfile"]))


def run_checks() -> int:
    """Run the linter, the type checker and the check of the layers; all, even if one complains."""
    set_up(TEST_LOCK)
    os.chdir(CHECKOUT)
    return max([call(str(PYTHON), "-P", *check) for check in CHECKS])


COMMANDS_WORK = "Every command works without one: `python3 start.py --help` lists them."


def make_example_report() -> int:
    """Make the example's report in both formats: what the program can show without a screen."""
    say("There is no screen here, so the window cannot open. The example's report is made instead.")
    set_up(LOCK)
    target = CHECKOUT / "example-report"
    target.mkdir(exist_ok=True)
    answers = CHECKOUT / "resources" / "examples" / "schools-partnership.json"
    with tempfile.TemporaryDirectory() as folder:
        draft = str(Path(folder, "example.carreport"))
        code = carreport("new", "-o", draft, "--answers", str(answers), stdout=subprocess.DEVNULL)
        for name in ("schools-partnership.docx", "schools-partnership.html"):
            code = code or carreport("render", draft, "-o", str(target / name))
    say(COMMANDS_WORK)
    return code


def has_screen(environment: Mapping[str, str]) -> bool:
    """Say whether a window can be shown here."""
    return sys.platform != "linux" or any(map(environment.get, ("DISPLAY", "WAYLAND_DISPLAY")))


# The system's libraries. Qt cannot say itself that one is missing: without the ones for the
# screen the process is killed, so they are looked for before Qt is touched.


def have_libraries(needed: dict[str, str]) -> None:
    """Make sure that Qt finds its system libraries; install them if we may, or say how."""
    if sys.platform != "linux":
        return
    packages = missing_packages(needed)
    if packages and may_install():
        install_packages(packages)
        packages = missing_packages(needed)
    if packages:
        raise SetUpStopped(
            "This computer lacks system libraries that the window needs. This installs them:\n\n"
            f"    sudo apt-get install {' '.join(packages)}\n\n"
            "(These are the names of Debian and Ubuntu; elsewhere the names are similar.) Then start again."
        )


def missing_packages(needed: dict[str, str]) -> list[str]:
    """Return the packages whose libraries cannot be loaded."""
    return [package for library, package in needed.items() if not loads(library)]


def loads(library: str) -> bool:
    """Say whether a system library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def may_install() -> bool:
    """Say whether system packages can be installed by us, here and now."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(packages: list[str]) -> None:
    """Install system packages with apt-get, quietly."""
    say(f"Installing system packages: {' '.join(packages)}")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    apt_get = ("apt-get", "-qq", "-o", "Dpkg::Use-Pty=0")
    prepare(*apt_get, "update")
    call(*apt_get, "install", "-y", "--no-install-recommends", *packages, stdout=subprocess.DEVNULL)


# The program's own environment.


def set_up(lock: str) -> None:
    """Make `.venv` hold exactly what `lock` names; do nothing if it does already."""
    if is_set_up(lock):
        return
    check_folder()
    for mark in VENV.glob("installed-*"):
        mark.unlink()
    if not made_by_this_python():
        make_environment()
    say(f"Installing what carreport needs, from {lock}. This happens once and takes a minute or two.")
    install(lock)
    remove_superfluous(lock)
    for installed in LOCKS_WITHIN[lock]:
        mark_of(installed).write_text(fingerprint(installed), encoding="ascii")


def check_folder() -> None:
    """Stop, and suggest another place, if nothing can be written to the checkout's folder."""
    try:
        VENV.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=str(VENV)):
            return
    except OSError as problem:
        is_full = problem.errno == errno.ENOSPC
        reason = "the disk is full" if is_full else "you do not have permission to change this folder"
        remedy = (
            "Free about 500 MB on this disk, then start again."
            if is_full
            else "Copy the whole folder to one of your own, such as "
            f"{Path.home() / CHECKOUT.name}, and start carreport there."
        )
        raise SetUpStopped(
            f"carreport cannot be set up in {CHECKOUT}: {reason}. Nothing was installed. {remedy}"
        ) from None


def is_set_up(lock: str) -> bool:
    """Say whether `.venv` was set up from this very lock, by this version of Python, to the end."""
    mark = mark_of(lock)
    return PYTHON.exists() and mark.exists() and mark.read_text(encoding="ascii") == fingerprint(lock)


def mark_of(lock: str) -> Path:
    """Return the file that is written when everything in `lock` has been installed."""
    return VENV / ("installed-" + lock)


def fingerprint(lock: str) -> str:
    """Return text that differs for each lock and each version of Python."""
    return dotted(sys.version_info[:2]) + " " + hashlib.sha256((CHECKOUT / lock).read_bytes()).hexdigest()


def made_by_this_python() -> bool:
    """Say whether there is an environment of this version of Python already."""
    return PYTHON.exists() and version_of(str(PYTHON)) == sys.version_info[:2]


def make_environment() -> None:
    """Make a fresh `.venv`, without pip: Debian's Python can make no other without more packages."""
    say("Making a Python environment in .venv.")
    if prepare(BASE_PYTHON, "-m", "venv", "--clear", "--without-pip", str(VENV)):
        raise SetUpStopped(f"The environment could not be made in {VENV}. {lacking('python3-venv')}")


def install(lock: str) -> None:
    """Install the packages of `lock`, with uv where it is present, else with pip."""
    uv = shutil.which("uv")
    if uv and not prepare(uv, "pip", "install", *quiet(), *wanted(lock), "--python", str(PYTHON)):
        return
    if prepare(*pip(), "install", *quiet(), "--disable-pip-version-check", *wanted(lock)):
        raise SetUpStopped(
            "The packages could not all be installed; the lines above say why. What is needed: a connection "
            "to a Python package index and about 500 MB on disk. Then start again: it goes on from here."
        )


def remove_superfluous(lock: str) -> None:
    """Remove packages that an earlier lock named and `lock` does not."""
    text = (CHECKOUT / lock).read_text(encoding="utf-8")
    named = {plain_name(name) for name in re.findall(r"(?m)^([\w.-]+?) *(?:==|@)", text)}
    here = {plain_name(path.name.partition("-")[0]) for path in VENV.rglob("*.dist-info")}
    superfluous = sorted(here - named - {"pip", "setuptools", "wheel"})
    uv = shutil.which("uv")
    if superfluous and uv:
        prepare(uv, "pip", "uninstall", "--quiet", "--python", str(PYTHON), *superfluous)
    elif superfluous:
        prepare(*pip(), "uninstall", "--quiet", "--yes", *superfluous)


def plain_name(name: str) -> str:
    """Return the name of a package in the form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(lock: str) -> tuple[str, ...]:
    """Return the options of uv and pip that install what is in the lock, with the same checksums."""
    return ("--require-hashes", "-r", str(CHECKOUT / lock))


def quiet() -> list[str]:
    """Return the option that hides the progress of downloads, unless a person can see it."""
    return [] if sys.stderr is not None and sys.stderr.isatty() else ["--quiet"]


def pip() -> list[str]:
    """Return the command of a pip that can install into `.venv`; find or make one."""
    own, base = [str(PYTHON), "-m", "pip"], [BASE_PYTHON, "-m", "pip"]
    if version_of(*base) < OLDEST_PIP:
        if version_of(BASE_PYTHON, "-m", "ensurepip") and not prepare(str(PYTHON), "-m", "ensurepip"):
            return own
        if may_install():
            install_packages(["python3-pip"])
        if version_of(*base) < OLDEST_PIP:
            raise SetUpStopped(f"This Python has no pip to install packages with. {lacking('python3-pip')}")
    return [*base, "--python", str(PYTHON)]


def version_of(*program: str) -> tuple[int, ...]:
    """Return the version that a program says it has, and nothing if it is not there."""
    asked = subprocess.run([*program, "--version"], capture_output=True, text=True, check=False)
    return tuple(map(int, re.findall(r"\d+", asked.stdout)[:2]))


def lacking(package: str) -> str:
    """Return how to install a part of Python that some systems package separately."""
    if shutil.which("apt-get") is None:
        return "The Python from https://www.python.org/downloads/ has it. Install that one, then start again."
    return (
        f"On Debian and Ubuntu this installs what it needs: sudo apt-get install {package}. Then start again."
    )


# Other programs.


def carreport(*arguments: str, stdout: int | None = None) -> int:
    """Run one command of the program and come back."""
    return call(str(PYTHON), "-P", "-m", "carreport", *arguments, stdout=stdout)


def call(*command: str, stdout: int | None = None) -> int:
    """Run a program in the checkout's environment and return its exit code."""
    return subprocess.call(command, stdout=stdout, env=clean_environment())


def prepare(*command: str) -> int:
    """Run part of the set-up; its output is not a command's result, so it goes to standard error."""
    return call(*command, stdout=sys.stderr.fileno() if sys.stderr is not None else subprocess.DEVNULL)


def become(*arguments: str) -> int:
    """Replace this process by the environment's Python; on Windows, run that and wait for it."""
    command = [str(PYTHON), "-P", *arguments]  # -P: modules in the current folder are not ours
    if os.name == "nt":
        return subprocess.call(command, env=clean_environment())
    if sys.stdout is not None:
        sys.stdout.flush()
    os.execve(command[0], command, clean_environment())  # noqa: S606 - it is our own Python
    raise AssertionError


def clean_environment() -> dict[str, str]:
    """Return the variables with the checkout on the path, and none that redirects Python or pip."""
    strange = ("PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in strange}
    return {**kept, "PYTHONPATH": str(CHECKOUT), "PIP_USER": "0", "PIP_ROOT_USER_ACTION": "ignore"}


def dotted(numbers: tuple[int, ...]) -> str:
    """Return a version as people write it."""
    return ".".join(map(str, numbers))


def say(sentence: str) -> None:
    """Show a sentence on standard error."""
    if sys.stderr is not None:  # `pythonw` has none
        print(sentence, file=sys.stderr, flush=True)


def show_box(sentence: str) -> None:
    """Show a message in a box on Windows, where `pyw start.py` has no console to write to."""
    if sys.platform == "win32" and sys.stderr is None:
        ctypes.WinDLL("user32").MessageBoxW(None, sentence, "carreport", 0x30)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
