"""The typesetter sees one folder, keeps every letter that some font has, and names the others."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from carreport.assets import resource_path
from carreport.report.pdf.typst_compiler import BUNDLED_FONTS, MISSING_GLYPH, TypstCompiler
from carreport.subprocess_worker import worker_command

HEAD = '#set document(title: "T")\n#set text(font: sys.inputs.fonts.split(","))\n'
UNASSIGNED = "\U0010fffd"


def typesetter(folder: Path, body: str = "#sys.inputs.report") -> TypstCompiler:
    return TypstCompiler((HEAD + body).encode(), resource_path("fonts"), folder)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("nobody’s business", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "way", ["../secret.txt", "/../secret.txt", "{whole}", "../../etc/passwd", "/etc/passwd"]
)
def test_no_file_outside_its_folder_can_be_read(tmp_path: Path, secret: Path, way: str) -> None:
    inside = tmp_path / "pictures"
    inside.mkdir()
    path = way.format(whole=secret)
    with pytest.raises(ValueError, match=r"not found|escape|backslash"):
        typesetter(inside, f"#read({json.dumps(path)})").render("x")


def test_a_file_in_its_folder_can_be_read(secret: Path) -> None:
    assert typesetter(secret.parent, '#read("secret.txt")').render("x").pdf.startswith(b"%PDF")


def test_nothing_is_fetched() -> None:
    template = resource_path("pdf", "report.typ").read_text(encoding="utf-8")
    for word in ("#import", "#include", "read(", "eval(", "@preview", "plugin("):
        assert word not in template


def test_letters_that_our_fonts_have_ask_no_other_font(tmp_path: Path) -> None:
    made = typesetter(tmp_path)
    made.render("Zażółć gęślą jaźń, Ґрунт, Ἀθῆναι, שלום, مرحبا, ☐ ☑ ✓ ★ • – — “ ” … ‑ − × ≤ €")
    assert list(made.tools) == [False]


def test_a_letter_that_no_font_has_is_named_and_a_box_stands_for_it(tmp_path: Path) -> None:
    printed = typesetter(tmp_path).render(f"before {UNASSIGNED} after")
    assert printed.missing_characters == UNASSIGNED
    with pytest.raises(ValueError, match="could not be displayed"):
        typesetter(tmp_path, f'#"{UNASSIGNED}"').render("x")
    assert typesetter(tmp_path).render(MISSING_GLYPH).missing_characters == ""


def test_every_letter_that_no_font_has_is_found_among_many(tmp_path: Path) -> None:
    lacking = [chr(code) for code in range(0x10FF00, 0x10FF10)]
    printed = typesetter(tmp_path).render("".join(f"a{letter}" for letter in lacking))
    assert printed.missing_characters == "".join(lacking)


def test_what_is_never_seen_is_never_missed(tmp_path: Path) -> None:
    assert (
        typesetter(tmp_path).render("a\u200d\u200b\u2066b\u2069\ufe0f\u00a0\u2003c").missing_characters == ""
    )


def test_the_same_words_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = (typesetter(tmp_path).render("same").pdf for _ in range(2))
    assert first == second


def test_the_fonts_that_ship_are_the_families_that_are_named() -> None:
    files = sorted(path.name.partition("-")[0] for path in resource_path("fonts").glob("*.ttf"))
    assert set(files) == {family.replace(" ", "") for family in BUNDLED_FONTS}
    assert sum(path.stat().st_size for path in resource_path("fonts").iterdir()) < 2_500_000
    assert "SIL OPEN FONT LICENSE" in (resource_path("fonts") / "LICENSE").read_text(encoding="utf-8")


def test_the_process_that_sets_reports_loads_neither_word_nor_window() -> None:
    code = (
        "import carreport.report.pdf.typst_process, sys;"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"PySide6", "docx", "lxml", "PIL", "jinja2", "apsw"} & set(done.stdout.split())
    assert "carreport.report.pdf.typst_process" in worker_command(
        "carreport.report.pdf.typst_process", "", ("carreport",)
    )
