from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from carreport.cli.parser import make_parser
from carreport.form.loader import load_form

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "carreport").rglob("*.py"))
TOOLS = sorted((ROOT / "tools").rglob("*.py"))
LONGEST_MODULE = 450
LONGEST_FUNCTION = 45

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "data", "info"}
EMPTY_ENDINGS = ("Manager", "Handler", "Helper", "Utils", "Info")

MAY_KEEP_ALL = {
    "carreport/cli/entry_point.py": "a command ends with words, never with a traceback",
    "carreport/draft/pictures/decoder_process.py": "decoders raise anything for a malformed picture",
    "carreport/draft/storage/error_messages.py": "one bad file never empties a list",
    "carreport/draft/storage/autosave.py": "a listener's mistake must not end the saving",
    "carreport/ui/qt/guard.py": "an exception that leaves an override of Qt kills the process",
    "carreport/ui/background/jobs.py": "what fails in another thread is told on the window's",
}

NEVER_WRITTEN = {
    "a machine's own path": r"(?<![\w.$}])/(root|work|home/\w+)/",
    "the host of a package registry": r"pypi\." + r"org|python" + r"hosted\.org|deb\.debian" + r"\.org",
}
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"}
MADE = {".import_linter_cache", "example-report", "dist", "build", ".venv-check", ".mutation"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def own_files() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        apart = NOT_OURS | MADE if Path(folder) == ROOT else NOT_OURS
        folders[:] = [name for name in folders if name not in apart]
        yield from (Path(folder, name) for name in files if name not in NOT_OURS)  # `.git` of a worktree


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in [*MODULES, *TOOLS]
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    functions = [
        (f"{relative(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in [*MODULES, *TOOLS]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [function for function in functions if function[1] > LONGEST_FUNCTION] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [relative(path) for path in [*MODULES, *TOOLS] if EMPTY_WORDS & set(path.stem.split("_"))] == []


def test_no_class_has_a_name_that_says_nothing() -> None:
    classes = [
        node.name for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
    ]
    assert [name for name in classes if name.endswith(EMPTY_ENDINGS)] == []


def keeps_all(node: ast.AST) -> bool:
    """Say whether this catches everything and does not let it go on."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
    last = node.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)


def test_only_a_few_places_keep_every_exception() -> None:
    found = {relative(path) for path in MODULES if any(map(keeps_all, ast.walk(tree(path))))}
    assert found == set(MAY_KEEP_ALL)


def test_the_window_does_no_work_in_steps() -> None:
    """A generator of steps needs a scheduler: slow work runs in a job, and what is shown is cheap."""
    stepwise = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in MODULES
        if relative(path).startswith("carreport/ui/")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) in ("Iterator[None]", "Generator[None]")
        and "contextmanager" not in map(ast.unparse, node.decorator_list)
    ]
    assert stepwise == []


def test_loop_variables_say_what_they_hold() -> None:
    vague = [
        f"{relative(path)}:{part.lineno}"
        for path in MODULES
        for loop in ast.walk(tree(path))
        if isinstance(loop, ast.For | ast.comprehension)
        for part in ast.walk(loop.target)
        if isinstance(part, ast.Name) and part.id == "each"
    ]
    assert vague == []


OPENERS = re.compile(
    r"\.open\(\"[arwx+]+b?\"|\bopen\(|\.read_bytes\(|\.read_text\(|\.write_text\(|\.write_bytes\("
)
MAY_OPEN = {
    "carreport/regular_files.py": "the one place that opens files by their names",
    "carreport/atomic_write.py": "it writes files that it has just made",
    "carreport/draft/storage/journal.py": "it writes copies in a temporary folder of its own",
    "carreport/draft/storage/journal_check.py": "it reads such a copy",
    "carreport/draft/storage/sqlite_pages.py": "a process with limits maps such a copy",
    "carreport/draft/copies/reader_process.py": "a process with limits reads a file that has been checked",
}


def test_draft_files_and_settings_are_opened_only_where_links_and_pipes_are_refused() -> None:
    rooms = (
        "carreport/draft/",
        "carreport/settings.py",
        "carreport/cli/",
        "carreport/ui/qt/",
        "carreport/form/",
    )
    found = {
        relative(path)
        for path in MODULES
        if relative(path).startswith(rooms) or path.parent == ROOT / "carreport"
        for line in path.read_text(encoding="utf-8").splitlines()
        if OPENERS.search(
            re.sub(
                r"(Image|VFSFile|DraftDatabase|DraftSession|DraftFile|PrivateFile|cls|os)\.open\(", "", line
            )
        )
        and not line.lstrip().startswith(("def ", "#"))
    }
    assert found - MAY_OPEN.keys() == set()


def test_nothing_holds_back_the_painting_of_a_widget() -> None:
    """A repaint that is due while a window's updates are off is lost for good if they stay off for a turn."""
    found = [relative(path) for path in MODULES if "setUpdatesEnabled(" in path.read_text(encoding="utf-8")]
    assert found == []


def test_no_test_sleeps() -> None:
    pattern = re.compile(r"time\.sleep|qtbot\.wait\((?!0\))|qWait\((?!0\))")
    apart = {"real_screen", "edits"}  # no tests: they wait for another program that says nothing
    tests = [
        path
        for path in (ROOT / "tests").rglob("*.py")
        if path != Path(__file__) and path.parent.name not in apart
    ]
    assert [relative(path) for path in tests if pattern.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("what", NEVER_WRITTEN)
def test_no_file_names_what_only_one_computer_has(what: str) -> None:
    pattern = re.compile(NEVER_WRITTEN[what])
    found = [
        f"{relative(path)}:{number}: {line.strip()[:100]}"
        for path in own_files()
        if path.suffix in {".py", ".toml", ".txt", ".md", ".yml", ".yaml", ".json", ".j2", ".cfg", ""}
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_the_layers_and_the_doors_are_kept() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_module_is_let_off_the_type_checker() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] is True
    assert "overrides" not in settings


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, commands = make_parser()
    assert [name for name in commands if f"| `{name}" not in readme] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]
    link = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")
    broken = [
        f"{relative(document)}: {target}"
        for document in documents
        for target in link.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_every_measurement_stands_in_its_list() -> None:
    told = (ROOT / "bench" / "README.md").read_text(encoding="utf-8")
    pages = [path for path in (ROOT / "bench").glob("*.py") if "__main__" in path.read_text(encoding="utf-8")]
    programs = [path.stem for path in pages]
    assert [name for name in programs if f"-m bench.{name}`" not in told] == []


def test_every_form_file_is_called_like_its_form() -> None:
    forms = list((ROOT / "forms").glob("*.toml"))
    assert len(forms) >= 2
    assert [path.name for path in forms if load_form(path).id != path.stem] == []


def test_every_template_folder_is_whole() -> None:
    apart = {*NOT_OURS, "shared"}
    folders = [path for path in (ROOT / "templates").iterdir() if path.is_dir() and path.name not in apart]
    assert len(folders) >= 5
    needed = ("template.toml", "report.html.j2", "report.docx")
    assert [
        f"{folder.name}/{name}" for folder in folders for name in needed if not (folder / name).is_file()
    ] == []


def test_a_wheel_takes_every_shipped_folder_along() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    pages = {"docs/user-guide.md", "docs/survey-files.md", "docs/review.md", "docs/pictures"}
    assert {"forms", "templates", "resources", *pages} == set(shipped)
    assert all((ROOT / place).exists() for place in shipped)


MOST_IN_A_FOLDER = 15
MORE_ALLOWED = {
    "carreport/cli": "one module a command",
    "carreport/report/sections": "one module a presentation",
}
MOST_FLAT = {"carreport/ui": 12, "carreport/draft": 3, "carreport/report": 15}
"""How many modules may lie beside the rooms of a package."""

MAY_ONLY_FALL = {
    "class names that stand for several classes": 0,
    "uses of the wizard outside its room": 0,
    "classes that are called by a participle": 0,
}
"""What the house does not want and still has: lower a number as soon as it falls, never raise one."""
PARTICIPLE = re.compile(
    "[A-Z][a-z]+ed|Begun|Brought|Built|Drawn|Found|Given|Gone|Held|Kept|Known|Lost|Made|Said|Seen|Sent|Shown"
    "|Taken|Told|Undone|Withdrawn|Written"
)


def rooms() -> Counter[str]:
    """Return how many modules lie in each folder; an `__init__.py` is the folder itself."""
    return Counter(relative(path.parent) for path in MODULES if path.stem != "__init__")


def nodes(*apart: str) -> Iterator[ast.AST]:
    """Yield every node of the code that is not in one of the rooms `apart`."""
    for path in MODULES:
        if not relative(path).startswith(apart):
            yield from ast.walk(tree(path))


def is_participle(name: str) -> bool:
    """Say whether the last word of a name is one, as in `Told`; `DraftSaveError` is a sentence."""
    *before, last = re.findall(r"[A-Z][a-z0-9]*", name)
    return PARTICIPLE.fullmatch(last) is not None and "Not" not in before


@cache
def counted() -> dict[str, int]:
    """Return the numbers of today, under the names of `MAY_ONLY_FALL`."""
    classes = Counter(node.name for node in nodes() if isinstance(node, ast.ClassDef))
    held = (
        node
        for node in nodes("carreport/ui/inquiry/")
        if any("wizard" in str(getattr(node, part, "")).lower() for part in ("id", "attr", "arg", "name"))
    )
    counts = (
        sum(number > 1 for number in classes.values()),
        len(list(held)),
        sum(map(is_participle, classes)),
    )
    return dict(zip(MAY_ONLY_FALL, counts, strict=True))


def names_a_kind(node: ast.AST) -> bool:
    """Say whether code asks which kind of answer it has, where it should ask what the kind can do."""
    match node:
        case ast.Compare(left=left, comparators=sides):
            return any(getattr(side, "attr", "") == "kind" for side in (left, *sides))
        case ast.Subscript(value=ast.Name(id="KINDS"), slice=ast.Constant()):
            return True
        case ast.Subscript(slice=key) | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]):
            return isinstance(key, ast.Attribute) and key.attr == "kind"
        case (
            ast.Match(subject=ast.Attribute(attr=asked))
            | ast.Attribute(value=ast.Call(func=ast.Name(id="kind_of")), attr=asked)
        ):
            return asked in ("kind", "name")
        case ast.ImportFrom(module=str(module), names=imported):
            classes = [name.name for name in imported if re.fullmatch(r"\w+Kind", name.name)]
            return module.startswith("carreport.form.kinds") and bool(classes)
    return False


def test_only_kinds_themselves_and_the_list_of_editors_name_a_kind() -> None:
    apart = ("carreport/form/kinds/", "carreport/ui/editor_registry.py")
    found = [
        f"{relative(path)}:{getattr(node, 'lineno', 0)}"
        for path in MODULES
        if not relative(path).startswith(apart)
        for node in ast.walk(tree(path))
        if names_a_kind(node)
    ]
    assert found == []


def test_no_folder_holds_more_than_a_reader_can_look_over() -> None:
    crowded = {folder: number for folder, number in rooms().items() if number > MOST_IN_A_FOLDER}
    assert {folder: number for folder, number in crowded.items() if folder not in MORE_ALLOWED} == {}


@pytest.mark.parametrize("package", MOST_FLAT)
def test_few_modules_lie_beside_the_rooms_of_a_package(package: str) -> None:
    assert rooms()[package] <= MOST_FLAT[package]


def test_no_package_has_two_modules_of_one_name() -> None:
    named = Counter(
        (path.relative_to(ROOT).parts[1], path.stem) for path in MODULES if path.stem != "__init__"
    )
    assert [name for name, number in named.items() if number > 1] == []


@pytest.mark.parametrize("what", MAY_ONLY_FALL)
def test_what_the_house_does_not_want_only_falls(what: str) -> None:
    assert counted()[what] == MAY_ONLY_FALL[what]
