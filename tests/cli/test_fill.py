from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from carreport.draft.session.draft_session import DraftSession
from tests.cli.conftest import Answers, Command, Refusal
from tests.irregular_files import make_sparse_file


def test_a_new_draft_holds_the_answers_of_the_file(
    form: Path, tmp_path: Path, answers: Answers, carreport: Command
) -> None:
    given = answers(name="Up the hill", story="First.\n\n- a bullet", walkers=[{"who": "Ailsa Kerr"}])
    assert carreport("new", form, "-o", tmp_path / "a.carreport", "--answers", given).code == 0
    told = json.loads(carreport("show", tmp_path / "a.carreport", "--json").out)
    assert told["walk"]["name"] == "Up the hill"
    assert [block["type"] for block in told["walk"]["story"]] == ["paragraph", "bullet"]
    assert told["walk"]["walkers"][0]["who"] == {"name": "Ailsa Kerr"}


def test_what_show_prints_fills_in_without_a_difference(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    carreport("fill", draft, answers(name="A “walk” & <more>\u202e 🌧", story="One\n\ntwo", length=3.5))
    told = carreport("show", draft, "--json").out
    assert carreport("fill", draft, "-", standard_input=told).out.startswith(f"{draft}: 0 ")
    assert carreport("show", draft, "--json").out == told


def test_what_show_prints_makes_the_same_draft_anew(
    draft: Path, form: Path, answers: Answers, carreport: Command
) -> None:
    carreport("fill", draft, answers(name="Up", walkers=[{"who": "Ailsa Kerr"}, {"who": "Ewan Muir"}]))
    told = carreport("show", draft, "--json").out
    copy = draft.with_name("copy.carreport")
    assert carreport("new", form, "-o", copy, "--answers", "-", standard_input=told).code == 0
    assert carreport("show", copy, "--json").out == told


def test_every_unknown_field_is_listed_and_the_draft_is_left_alone(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    before = draft.read_bytes()
    done = carreport("fill", draft, answers(nmae="x", walkers=[{"whom": "y"}], name="fits", length=[9]))
    assert done.code == 1
    assert "walk.nmae" in done.err
    assert "“name”" in done.err
    assert "walk.walkers[1].whom" in done.err
    assert "walk.length" in done.err
    assert draft.read_bytes() == before


def test_new_leaves_nothing_behind_when_the_answers_do_not_fit(
    form: Path, tmp_path: Path, answers: Answers, carreport: Command
) -> None:
    given = answers(nothing="like it")
    before = sorted(tmp_path.iterdir())
    assert carreport("new", form, "-o", tmp_path / "a.carreport", "--answers", given).code == 1
    assert sorted(tmp_path.iterdir()) == before


def test_new_never_writes_over_a_file(draft: Path, form: Path, refusal: Refusal) -> None:
    before = draft.read_bytes()
    assert refusal("new", form, "-o", draft) == "draft-exists"
    assert draft.read_bytes() == before


def test_new_says_that_its_folder_is_missing(form: Path, tmp_path: Path, refusal: Refusal) -> None:
    assert refusal("new", form, "-o", tmp_path / "nowhere" / "a.carreport") == "folder-missing"


def test_new_says_which_forms_there_are(tmp_path: Path, carreport: Command) -> None:
    done = carreport("new", "car-inquri", "-o", tmp_path / "a.carreport")
    assert done.code == 2
    assert "“car-inquiry”" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"walk": {"name": }}', "Line 1, column 19"),
        ('{"walk": {"name": "a", "name": "b"}}', "“name”"),
        ('{"walk": {"length": NaN}}', "NaN"),
        ("[" * 100_000, "standard input"),
        ("", "Line 1, column 1"),
    ],
)
def test_an_answers_file_that_is_no_json_is_refused_with_its_place(
    draft: Path, carreport: Command, text: str, said: str
) -> None:
    before = draft.read_bytes()
    done = carreport("fill", draft, "-", standard_input=text)
    assert done.code == 3
    assert said in done.err
    assert draft.read_bytes() == before


def test_an_answers_file_that_is_no_utf_8_is_refused(draft: Path, tmp_path: Path, refusal: Refusal) -> None:
    path = tmp_path / "old.json"
    path.write_bytes('{"walk": {"name": "Café"}}'.encode("latin-1"))
    assert refusal("fill", draft, path) == "answers-encoding"


def test_a_byte_order_mark_is_no_obstacle(draft: Path, tmp_path: Path, carreport: Command) -> None:
    path = tmp_path / "windows.json"
    path.write_text('{"walk": {"name": "Café"}}', encoding="utf-8-sig")
    assert carreport("fill", draft, path).code == 0


def test_a_missing_answers_file_is_refused(draft: Path, refusal: Refusal) -> None:
    assert refusal("fill", draft, "nowhere.json") == "answers-unreadable"


def test_answers_for_another_form_are_refused(draft: Path, carreport: Command) -> None:
    done = carreport("fill", draft, "-", standard_input='{"$form": "rides", "walk": {"name": "x"}}')
    assert done.code == 1
    assert "“rides”" in done.err


def test_a_picture_beside_the_answers_goes_into_the_draft(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    Image.new("RGB", (40, 20), "teal").save(draft.with_name("view.png"))
    assert carreport("fill", draft, answers(views=[{"picture": {"file": "view.png"}}])).code == 0
    told = json.loads(carreport("show", draft, "--json").out)
    assert told["walk"]["views"][0]["picture"]["width"] == 40


def test_a_missing_picture_file_leaves_the_draft_alone(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    Image.new("RGB", (40, 20), "teal").save(draft.with_name("view.png"))
    before = draft.read_bytes()
    views = [{"picture": {"file": "view.png"}}, {"picture": {"file": "gone.png"}}]
    done = carreport("fill", draft, answers(views=views))
    assert done.code == 1
    assert "gone.png" in done.err
    assert draft.read_bytes() == before


def test_a_picture_that_the_draft_has_not_is_asked_for(
    draft: Path, form: Path, answers: Answers, carreport: Command
) -> None:
    Image.new("RGB", (40, 20), "teal").save(draft.with_name("view.png"))
    carreport("fill", draft, answers(name="Up", views=[{"picture": {"file": "view.png"}}]))
    told = carreport("show", draft, "--json").out
    other = draft.with_name("other.carreport")
    carreport("new", form, "-o", other)
    before = other.read_bytes()
    done = carreport("fill", other, "-", standard_input=told)
    assert done.code == 1
    assert "--pictures-from" in done.err
    assert other.read_bytes() == before


def test_pictures_come_along_from_the_draft_that_has_them(
    draft: Path, form: Path, answers: Answers, carreport: Command
) -> None:
    Image.new("RGB", (40, 20), "teal").save(draft.with_name("view.png"))
    carreport("fill", draft, answers(views=[{"picture": {"file": "view.png"}, "alt": "Blue"}]))
    told = carreport("show", draft, "--json").out
    other = draft.with_name("other.carreport")
    carreport("new", form, "-o", other)
    assert carreport("fill", other, "-", "--pictures-from", draft, standard_input=told).code == 0
    assert carreport("show", other, "--json").out == told
    assert carreport("fill", other, "-", standard_input=told).code == 0


def test_a_draft_that_is_open_elsewhere_is_left_alone(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    with closing(DraftSession.open(draft, "Ewan Muir")):
        done = carreport("fill", draft, answers(name="Up"))
    assert done.code == 3
    assert "Ewan Muir" in done.err
    assert "name" not in carreport("show", draft, "--json").out


def test_an_answers_file_that_is_far_too_large_is_not_read(
    draft: Path, tmp_path: Path, refusal: Refusal
) -> None:
    make_sparse_file(tmp_path / "huge.json", 5 << 30)
    assert refusal("fill", draft, tmp_path / "huge.json") == "answers-too-large"
