"""From the example to finished files by the command line alone, as a person would type it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from carreport.assets import resource_path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHARES = [
    ("15", "4", "0", "79", "21", "0"),
    ("16", "3", "0", "84", "16", "0"),
    ("14", "5", "0", "74", "26", "0"),
    ("17", "2", "0", "89", "11", "0"),
    ("13", "4", "2", "68", "21", "11"),
    ("9", "8", "2", "47", "42", "11"),
    ("15", "4", "0", "79", "21", "0"),
    ("17", "2", "0", "89", "11", "0"),
]


def carreport(*words: object, given: str | None = None) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "carreport", *map(str, words)],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    draft = tmp_path_factory.mktemp("example") / "schools.carreport"
    answers = resource_path("examples", "schools-partnership.json")
    made = carreport("new", "car-inquiry", "--answers", answers, "-o", draft)
    assert made.returncode == 0, made.stderr
    return draft


def word_rows(path: Path) -> list[tuple[str, ...]]:
    with zipfile.ZipFile(path) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return [
        tuple("".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")) for row in body.iter(f"{W}tr")
    ]


def web_rows(path: Path) -> list[tuple[str, ...]]:
    page = html.document_fromstring(path.read_text(encoding="utf-8"))
    return [tuple(cell.text_content().strip() for cell in row.iter("td", "th")) for row in page.iter("tr")]


@pytest.mark.parametrize("template", ["inquiry-report", "populated-template"])
@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_the_example_becomes_a_report_with_every_answer(
    example: Path, tmp_path: Path, template: str, suffix: str
) -> None:
    target = tmp_path / f"report.{suffix}"
    made = carreport("render", example, "-o", target, "--template", template)
    assert made.returncode == 0, made.stderr
    found = re.search(r"(\d+) of (\d+) answers", made.stdout)
    assert found is not None, made.stdout
    assert found.group(1) == found.group(2)
    assert int(found.group(1)) > 100
    assert target.stat().st_size > 20_000


@pytest.mark.parametrize(("suffix", "rows_of"), [("docx", word_rows), ("html", web_rows)])
def test_the_survey_table_prints_the_counts_and_shares_of_the_nineteen(
    example: Path, tmp_path: Path, suffix: str, rows_of: object
) -> None:
    target = tmp_path / f"report.{suffix}"
    assert carreport("render", example, "-o", target).returncode == 0
    assert callable(rows_of)
    printed = [re.findall(r"\d+", " ".join(row[1:])) for row in rows_of(target)]
    wanted = [sorted((*row, "19")) for row in SHARES]
    assert [sorted(row) for row in printed if sorted(row) in wanted] == wanted


def test_what_show_tells_fills_a_fresh_draft_with_the_same(example: Path, tmp_path: Path) -> None:
    told = carreport("show", example, "--json").stdout
    fresh = tmp_path / "fresh.carreport"
    assert carreport("new", "car-inquiry", "-o", fresh).returncode == 0
    filled = carreport("fill", fresh, "-", "--pictures-from", example, given=told)
    assert filled.returncode == 0, filled.stderr
    assert carreport("show", fresh, "--json").stdout == told


def test_filling_a_draft_with_what_it_shows_changes_nothing(example: Path) -> None:
    told = carreport("show", example, "--json").stdout
    assert carreport("fill", example, "-", given=told).returncode == 0
    assert carreport("show", example, "--json").stdout == told
    assert len(json.loads(told)["data"]["surveys"][0]["statements"]) == 8


def test_the_same_draft_gives_the_same_bytes(example: Path, tmp_path: Path) -> None:
    for suffix in ("docx", "html"):
        first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        assert carreport("render", example, "-o", first).returncode == 0
        assert carreport("render", example, "-o", second).returncode == 0
        assert first.read_bytes() == second.read_bytes()


def test_an_answer_changed_by_fill_has_a_history_and_can_be_brought_back(tmp_path: Path) -> None:
    draft = tmp_path / "copy.carreport"
    answers = json.dumps({"about": {"title": "First title"}})
    assert carreport("new", "-o", draft).returncode == 0
    assert carreport("fill", draft, "-", given=answers).returncode == 0
    assert carreport("fill", draft, "-", given=answers.replace("First", "Second")).returncode == 0
    told = carreport("history", draft, "about.title").stdout
    assert told.index("Second title") < told.index("First title")
    first = next(line.split()[0] for line in told.splitlines() if line.endswith("First title"))
    assert carreport("history", draft, "about.title", "--restore", first).returncode == 0
    assert "First title" in carreport("show", draft).stdout


def test_what_was_given_wrongly_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    draft = tmp_path / "none.carreport"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps({"about": {"titel": "x"}, "dta": {}}), encoding="utf-8")
    made = carreport("new", "-o", draft, "--answers", wrong)
    assert made.returncode == 1
    assert "titel" in made.stderr
    assert "dta" in made.stderr
    assert "Traceback" not in made.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wrong.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"not a draft at all", b"PK\x03\x04 a zip", b"SQLite format 3\x00" + b"\x00" * 84, b"\xff" * 5000],
    ids=["empty", "words", "zip", "cut off", "noise"],
)
def test_what_is_not_a_draft_is_refused_calmly_and_left_alone(tmp_path: Path, content: bytes) -> None:
    draft = tmp_path / "odd.carreport"
    draft.write_bytes(content)
    for command in (("show",), ("check",), ("render", "-o", tmp_path / "r.docx"), ("history", "about.title")):
        told = carreport(command[0], draft, *command[1:])
        assert told.returncode == 3, told
        assert "odd.carreport" in told.stderr
        assert "Traceback" not in told.stderr
    assert draft.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["odd.carreport"]


def test_a_truncated_draft_is_told_and_left_alone(example: Path, tmp_path: Path) -> None:
    draft = tmp_path / "cut.carreport"
    content = example.read_bytes()
    draft.write_bytes(content[: len(content) // 2])
    told = carreport("show", draft)
    assert told.returncode == 3
    assert "Traceback" not in told.stderr
    assert draft.read_bytes() == content[: len(content) // 2]


def test_a_missing_picture_keeps_the_whole_file_out(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    photo = {"picture": {"file": "gone.jpg"}, "alt": "A wall"}
    answers.write_text(json.dumps({"about": {"title": "T"}, "data": {"photos": [photo]}}), encoding="utf-8")
    draft = tmp_path / "d.carreport"
    told = carreport("new", "-o", draft, "--answers", answers)
    assert told.returncode in (1, 3)
    assert "gone.jpg" in told.stderr
    assert not draft.exists()


@pytest.mark.parametrize("target", ["nowhere/report.docx", "report.pages", "."])
def test_a_target_that_cannot_be_written_is_told(example: Path, tmp_path: Path, target: str) -> None:
    told = carreport("render", example, "-o", tmp_path / target)
    assert told.returncode in (1, 2)
    assert "Traceback" not in told.stderr
    assert told.stderr.strip()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("frobnicate",), ("new",), ("render", "x.carreport"), ("new", "no-such-form", "-o", "x")]
)
def test_a_command_that_does_not_exist_is_a_question_of_usage(words: tuple[str, ...], tmp_path: Path) -> None:
    told = (
        carreport(*words)
        if words[0] != "new"
        else carreport(*words[:-1], tmp_path / "x")
        if len(words) > 1
        else carreport(*words)
    )
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


def test_the_command_line_never_loads_the_window(example: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from carreport.cli import main; "
        f"main(['render', r'{example}', '-o', r'{tmp_path / 'r.docx'}']); "
        "assert not [m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))]"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
