"""Files of a template are read from its own folder; nothing is followed and nothing is waited on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from carreport.report.templates.find_templates import available_templates
from carreport.report.templates.loader import TemplateFileError, load_template
from carreport.report.templates.template_files import (
    TemplatePartError,
    decode_part,
    is_plain_name,
    read_given,
    read_part,
)
from carreport.settings import templates_folder
from tests.irregular_files import make_pipe, make_socket, make_sparse_file
from tests.report.templates.test_loader import FORM

SOUND = '[template]\ntitle = "T"\noutline = "form"\n'
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def to_outside(path: Path) -> None:
    (path.parent.parent / "secret").write_text(SOUND, encoding="utf-8")
    path.symlink_to(path.parent.parent / "secret")


def to_itself(path: Path) -> None:
    path.symlink_to(path.name)


PLACES: dict[str, Callable[[Path], object]] = {
    "a link out of the folder": to_outside,
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to nothing": lambda path: path.symlink_to("gone"),
    "a link to itself": to_itself,
    "a named pipe": make_pipe,
    "a folder": Path.mkdir,
    "a socket": make_socket,
}


@pytest.mark.parametrize("place", PLACES)
def test_only_an_ordinary_file_is_read(tmp_path: Path, place: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    PLACES[place](folder / "x.css")
    with pytest.raises(TemplatePartError) as caught:
        read_part(folder, "x.css", 100)
    assert caught.value.code == "part-kind"


@pytest.mark.parametrize("place", PLACES)
def test_one_such_template_file_hides_no_other_template(place: str) -> None:
    for name in ("bad", "good"):
        (templates_folder() / name).mkdir(parents=True)
    PLACES[place](templates_folder() / "bad" / "template.toml")
    (templates_folder() / "good" / "template.toml").write_text(SOUND, encoding="utf-8")
    assert [template.name for template in available_templates(FORM)][-1] == "good"


def test_a_folder_on_the_way_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "other" / "x.css").write_text("secret", encoding="utf-8")
    (tmp_path / "mine" / "parts").symlink_to(tmp_path / "other")
    with pytest.raises(TemplatePartError) as caught:
        read_part(tmp_path / "mine", "parts/x.css", 100)
    assert caught.value.code == "part-outside"


def test_the_template_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.css").write_bytes(b"here")
    (tmp_path / "mine").symlink_to(tmp_path / "real")
    assert read_part(tmp_path / "mine", "x.css", 100) == b"here"


def test_a_file_that_is_too_large_is_never_read(tmp_path: Path) -> None:
    make_sparse_file(tmp_path / "x.css", 2 << 30)
    with pytest.raises(TemplatePartError) as caught:
        read_part(tmp_path, "x.css", 1 << 20)
    assert (caught.value.code, caught.value.message) == ("part-large", "The file is larger than 1 MB.")


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "a/../b", "..", ".", "", "a//b", "./a", ".hidden", "C:x", "C:\\x",
     "\\\\host\\x", "a\\b", "a\0b", "nul", "con.css", "x ", "x.", "a/b/c/d/e", "x" * 101,
     "file:///etc/passwd", "//host/share/x", "a\nb"],
)  # fmt: skip
def test_a_name_that_may_lead_elsewhere_is_no_name(tmp_path: Path, name: str) -> None:
    assert not is_plain_name(name)
    with pytest.raises(TemplatePartError) as caught:
        read_part(tmp_path, name, 100)
    assert caught.value.code == "part-name"


@pytest.mark.parametrize("name", ["x.css", "parts/head 2.html.j2", "über-uns.css", "a/b/c/d", "README"])
def test_ordinary_names_are_names(name: str) -> None:
    assert is_plain_name(name)


def test_a_path_that_somebody_gives_may_be_a_link_but_not_a_device(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"here")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert read_given(tmp_path / "link", 10) == b"here"
    with pytest.raises(TemplatePartError, match="a device"):
        read_given(tmp_path / "zero", 10)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"a\n\xff", "part-encoding"), ("a".encode("utf-16"), "part-encoding"), (b"a\0b", "part-control")],
)
def test_what_is_no_plain_text_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(TemplatePartError) as caught:
        decode_part(content)
    assert caught.value.code == code


def test_the_mark_that_notepad_puts_first_is_let_go() -> None:
    assert decode_part(b"\xef\xbb\xbfa\r\nb") == "a\nb"


ODD_FILES = {
    "thousands of brackets": "a = " + "[" * 20_000,
    "a name of twenty thousand parts": "a." * 20_000 + "a = 1",
    "a number of ten thousand digits": "a = " + "9" * 10_000,
    "deep names by the line": "[template]\n"
    + "\n".join("title" + ".a" * 90 + f".k{n} = 1" for n in range(200)),
    "four thousand sections with mistakes": "[[section]]\nx = 1\n" * 3500,
    "a heading of sixty thousand letters": '[[section]]\nheading = "' + "x" * 60_000 + '"',
    "a megabyte": "#" * (1 << 20),
    "a control character": '[template]\ntitle = "a\x1bb"',
}  # fmt: skip


@pytest.mark.parametrize("kind", ODD_FILES)
def test_an_odd_template_file_is_a_few_mistakes(tmp_path: Path, kind: str) -> None:
    (tmp_path / "template.toml").write_text(ODD_FILES[kind], encoding="utf-8")
    with pytest.raises(TemplateFileError) as caught:
        load_template(tmp_path)
    assert 1 <= len(caught.value.mistakes) <= 200
    assert len(str(caught.value)) < 100_000
