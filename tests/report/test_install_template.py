"""A programme adds its own Word template; mistakes are told, and nothing half-added stays."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from carreport import atomic_write
from carreport.assets import template_folders
from carreport.errors import TemplateError
from carreport.report.export import export_report
from carreport.report.install_template import (
    TemplateNotAdded,
    add_template,
    check_template,
    remove_template,
    write_starter_document,
)
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.untrusted import print_untrusted
from carreport.report.word.untrusted.inspect_package import read_members
from carreport.report.word.untrusted.print_untrusted import (
    WordTemplateError,
    render_untrusted_shell,
    try_untrusted_template,
)
from carreport.settings import templates_folder
from tests.held_file import HeldFile, in_use
from tests.irregular_files import make_pipe
from tests.report.fixtures import example, thin
from tests.report.word.strangers import LOOP, say, sound, table

TODAY = date(2026, 11, 21)


def written(folder: Path, content: bytes, name: str = "house style.docx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_template_that_ships_passes_its_own_check() -> None:
    for folder in template_folders():
        checked = check_template(folder)
        assert (folder.name, list(map(str, checked.mistakes + checked.warnings))) == (folder.name, [])


def test_the_template_to_restyle_is_sound_and_its_notes_never_reach_a_report(tmp_path: Path) -> None:
    write_starter_document(tmp_path / "ours.docx")
    added = add_template(tmp_path / "ours.docx", "Our own")
    form, answers, pictures = thin()
    made = export_report(form, answers, pictures, added.name, tmp_path / "report.docx", TODAY)
    content = made.path.read_bytes()
    assert word_faults(content) == []
    assert not any("comment" in name for name in read_members(content))
    assert b"restyle" in read_members((tmp_path / "ours.docx").read_bytes())["word/comments.xml"]


def test_the_template_to_restyle_is_the_same_each_time_and_replaces_nothing(tmp_path: Path) -> None:
    write_starter_document(tmp_path / "a.docx")
    write_starter_document(tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with pytest.raises(TemplateError) as caught:
        write_starter_document(tmp_path / "a.docx")
    assert caught.value.code == "template-there"


def test_a_template_of_ones_own_is_found_beside_those_that_ship(tmp_path: Path) -> None:
    added = add_template(written(tmp_path, sound()), "Über “uns”: 2027")
    assert (added.name, added.title) == ("uber-uns-2027", "Über “uns”: 2027")
    assert added.purpose == "Inquiry report in the style of house style.docx."
    assert find_template(added.name).word_shell.read_bytes() == sound()
    assert added.name in [template.name for template in available_templates(example().form)]
    remove_template(added.name)
    assert added.name not in [template.name for template in available_templates(example().form)]


def test_the_usual_template_of_a_form_stands_first(tmp_path: Path) -> None:
    add_template(written(tmp_path, sound()), "A first one of ours")
    names = [template.name for template in available_templates(example().form)]
    assert names[:2] == ["inquiry-report", "populated-template"]
    assert names[-1] == "a-first-one-of-ours"


def test_a_template_with_mistakes_is_not_added_and_all_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, sound(say("{{ title.titel }}") + say("{{ x")))
    with pytest.raises(TemplateNotAdded) as caught:
        add_template(path, "Ours")
    assert [mistake.code for mistake in caught.value.mistakes] == ["tag-open", "unknown-field"]
    assert "“title”" in str(caught.value)
    assert not templates_folder().exists() or list(templates_folder().iterdir()) == []


@pytest.mark.parametrize("name", ["inquiry-report", "Inquiry Report", "!!!", "x" * 61])
def test_a_name_that_cannot_be_used_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(TemplateError) as caught:
        add_template(written(tmp_path, sound()), name)
    assert caught.value.code == "template-name"


def test_a_template_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = written(tmp_path, sound())
    add_template(path, "Ours")
    path.write_bytes(sound(say("More.")))
    with pytest.raises(TemplateError) as caught:
        add_template(path, "Ours")
    assert caught.value.code == "template-there"
    assert find_template("ours").word_shell.read_bytes() == sound()
    add_template(path, "Ours", replace=True)
    assert find_template("ours").word_shell.read_bytes() == sound(say("More."))
    assert [each.name for each in templates_folder().iterdir()] == ["ours"]


def test_a_folder_is_checked_with_its_outline(tmp_path: Path) -> None:
    for name in ("report.html.j2", "report.docx"):
        (tmp_path / name).write_bytes((template_folders()[0] / name).read_bytes())
    (tmp_path / "template.toml").write_text(
        '[template]\ntitle = "T"\nforms = ["car-inquiry"]\noutline = "written"\n[title]\n'
        'title = "about.titel"\n[[section]]\nheading = "A"\n'
        '[[section.part]]\nshow = "prose"\nanswer = "about.title"',
        encoding="utf-8",
    )
    mistakes = check_template(tmp_path).mistakes
    assert [(mistake.place, mistake.code) for mistake in mistakes] == [("[title]", "unknown-answer")]


@pytest.mark.parametrize(("name", "code"), [("a.odt", "template-kind"), ("no.docx", "template-unreadable")])
def test_what_is_no_template_is_told(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "a.odt").touch()
    with pytest.raises(TemplateError) as caught:
        check_template(tmp_path / name)
    assert caught.value.code == code


def test_sections_under_a_condition_would_be_lost_and_that_is_told(tmp_path: Path) -> None:
    loop = LOOP.replace(
        say("{{p section.body }}"),
        say("{%p if section.front %}") + say("{{p section.body }}") + say("{%p endif %}"),
    )
    codes = {mistake.code for mistake in check_template(written(tmp_path, sound(loop=loop))).mistakes}
    assert codes == {"section-lost"}


def test_what_some_readers_would_miss_is_a_remark(tmp_path: Path) -> None:
    checked = check_template(written(tmp_path, sound(table(("Title", "Date"), ("{{ title.title }}", "x")))))
    assert checked.is_valid
    assert {warning.code for warning in checked.warnings} == {"header-row", "never-printed"}


def test_a_template_changed_after_it_was_added_is_judged_again(tmp_path: Path) -> None:
    add_template(written(tmp_path, sound()), "Ours")
    find_template("ours").word_shell.write_bytes(sound(say("{{ lipsum() }}")))
    form, answers, pictures = thin()
    with pytest.raises(WordTemplateError) as caught:
        export_report(form, answers, pictures, "ours", tmp_path / "report.docx", TODAY)
    assert [mistake.code for mistake in caught.value.mistakes] == ["tag-call"]
    assert not (tmp_path / "report.docx").exists()


def test_a_report_with_a_template_of_ones_own_is_the_same_each_time(tmp_path: Path) -> None:
    add_template(written(tmp_path, sound()), "Ours")
    form, answers, pictures = thin()
    first, second = (
        export_report(form, answers, pictures, "ours", tmp_path / name, TODAY).path.read_bytes()
        for name in ("a.docx", "b.docx")
    )
    assert first == second


def test_a_template_that_takes_too_long_is_stopped_and_that_is_told() -> None:
    with pytest.raises(TemplateError, match=r"0\.01 seconds") as caught:
        try_untrusted_template(sound(), "ours.docx", longest_wait=0.01)
    assert caught.value.code == "template-stopped"
    assert caught.value.remedy


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_template_that_swells_is_stopped_and_that_is_told() -> None:
    deep = "".join(say(f"{{%p for {name} in contents %}}") for name in "abc")
    content = sound(deep + say("swell " * 200) + say("{%p endfor %}") * 3)
    line = {"level": 1, "number": "", "text": "x", "anchor": "a", "front": False}
    title = dict.fromkeys(("title", "date"), "x")
    context = {"title": title, "language": "en-GB", "contents": [line] * 1500, "sections": []}
    with pytest.raises(TemplateError) as caught:
        render_untrusted_shell(content, "ours.docx", context, longest_wait=4)
    assert caught.value.code == "template-stopped"


def test_a_frozen_program_starts_itself_as_the_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert print_untrusted.worker_command() == [sys.executable, print_untrusted.WORKER_FLAG]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "a.odt",
            (
                "a.odt is neither a Word document nor a template folder. "
                "In Word, save it as a Word document (.docx)."
            ),
        ),
        (
            "no.docx",
            (
                "no.docx cannot be read. The system reports: the file or folder does not exist. "
                "Check the file name. If the file is open in Word, close it."
            ),
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        check_template(tmp_path / name)
    assert str(caught.value) == message


def test_a_name_that_is_refused_says_what_a_name_may_be(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        add_template(written(tmp_path, sound()), "Inquiry Report")
    assert str(caught.value) == (
        "A template cannot be called “Inquiry Report”. This is the name of a supplied template. "
        "Choose another name. It needs at least one letter or digit, and can have up to 60 characters."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes")
def test_a_pipe_in_place_of_a_template_is_replaced_without_waiting_for_it(tmp_path: Path) -> None:
    templates_folder().mkdir(parents=True)
    make_pipe(templates_folder() / "ours")
    add_template(written(tmp_path, sound()), "Ours", replace=True)
    assert [path.name for path in templates_folder().iterdir()] == ["ours"]


def test_a_template_is_replaced_though_a_scanner_reads_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_template(written(tmp_path, sound()), "Ours")
    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", (0.0,) * 6)
    monkeypatch.setattr(os, "rename", HeldFile(os.rename, winerror=5))
    add_template(written(tmp_path, sound()), "Ours", replace=True)
    assert [folder.name for folder in templates_folder().iterdir()] == ["ours"]


def test_a_template_that_cannot_be_put_back_is_kept_and_its_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_template(written(tmp_path, sound()), "Ours")
    rename = os.rename

    def hold_the_name(old: Path, new: Path) -> None:
        if Path(new).name == "ours":
            raise in_use(32)
        rename(old, new)

    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", ())
    monkeypatch.setattr(os, "rename", hold_the_name)
    with pytest.raises(TemplateError) as caught:
        add_template(written(tmp_path, sound()), "Ours", replace=True)
    (kept,) = templates_folder().iterdir()
    assert (caught.value.code, str(kept) in str(caught.value)) == ("template-not-replaced", True)


def test_a_template_that_is_in_use_is_not_half_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = add_template(written(tmp_path, sound()), "Ours")
    before = sorted(path.name for path in added.folder.iterdir())
    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", ())
    monkeypatch.setattr(os, "rename", HeldFile(os.rename, tries=9))
    with pytest.raises(OSError, match="Prozess"):
        remove_template(added.name)
    assert sorted(path.name for path in added.folder.iterdir()) == before
