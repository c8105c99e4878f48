"""The commands for surveys and photos show how they read a file, and refuse what is not certain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from carreport.form.kinds.groups import ALT_HINT
from tests.cli.conftest import Command, Refusal
from tests.survey.files import FORM_SOURCE, WRITERS
from tests.survey.ugly import ASKED, REFUSED


@pytest.fixture
def study(tmp_path: Path, carreport: Command) -> Path:
    form, path = tmp_path / "study.toml", tmp_path / "study.carreport"
    form.write_text(FORM_SOURCE, encoding="utf-8")
    assert carreport("new", form, "-o", path, "--author", "Isla Reid").code == 0
    return path


def test_a_file_comes_in_and_prints_the_table_to_the_digit(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = WRITERS["forms.xlsx"](tmp_path / "forms.xlsx")
    done = carreport("survey", "import", study, "s.surveys", replies, "--name", "Poll")
    assert done.code == 0
    assert "19 replies" in done.out
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    (table,) = told["tables"]
    assert [row["percent"]["agree"] for row in table["statements"]] == [79, 84, 74, 89, 68, 47, 79, 89]
    assert (told["replies"], table["n"]) == (19, "n = 19")
    assert "%" in carreport("survey", "table", study, "s.surveys").out


def test_a_look_changes_nothing(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = WRITERS["google.csv"](tmp_path / "google.csv")
    done = carreport("survey", "import", study, "s.surveys", replies, "--dry-run")
    assert done.code == 0
    assert json.loads(carreport("show", study, "--json").out) == {"$form": "study"}


def test_the_second_time_changes_nothing(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = WRITERS["jisc.csv"](tmp_path / "jisc.csv")
    carreport("survey", "import", study, "s.surveys", replies)
    once = carreport("show", study, "--json").out
    assert carreport("survey", "import", study, "s.surveys", replies).code == 0
    assert carreport("show", study, "--json").out == once


def test_what_is_not_certain_is_named_and_can_be_said(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("We meet\nAgree\nAgree\nSort of\n")
    refused = carreport("survey", "import", study, "s.surveys", replies)
    assert (refused.code, "A4: “Sort of”" in refused.err) == (1, True)
    assert json.loads(carreport("show", study, "--json").out) == {"$form": "study"}
    done = carreport("survey", "import", study, "s.surveys", replies, "--word", "Sort of=agree")
    assert (done.code, "“Sort of”  → Agree  1 ×" in done.out) == (0, True)


def test_a_column_can_be_taken_as_something_else(
    study: Path, tmp_path: Path, carreport: Command, refusal: Refusal
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("We meet,Remarks\nAgree,Nothing\nAgree,Much\n")
    done = carreport("survey", "import", study, "s.surveys", replies, "--take", "B=left-out", "--dry-run")
    assert done.code == 0
    assert "B  Remarks" in done.out.partition("Left out")[2]
    assert refusal("survey", "import", study, "s.surveys", replies, "--take", "B=nonsense") == "take"


def test_the_table_as_csv_reckons_nothing(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text('"=1+1"\nAgree\nAgree\n')
    carreport("survey", "import", study, "s.surveys", replies)
    lines = carreport("survey", "table", study, "s.surveys", "--csv").out.splitlines()
    assert lines[0].startswith("Statement,n,Agree,Disagree")
    assert lines[1].startswith("'=1+1,2,2,0,0,100,0,0")


def test_a_place_that_keeps_no_replies_names_those_that_do(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("We meet\nAgree\n")
    done = carreport("survey", "import", study, "s.opens", replies)
    assert (done.code, "s.surveys" in done.err) == (2, True)


def test_a_photo_comes_in_with_its_words(draft: Path, tmp_path: Path, carreport: Command) -> None:
    image = tmp_path / "wall.jpg"
    exif = Image.Exif()
    exif[0x0110] = "SECRET-MODEL"
    Image.new("RGB", (40, 20), "red").save(image, exif=exif)
    done = carreport(
        "photo", "add", draft, "walk.views", image, "--caption", "The wall", "--alt", "A red wall."
    )
    assert done.code == 0
    (photo,) = json.loads(carreport("show", draft, "--json").out)["walk"]["views"]
    assert (photo["caption"], photo["alt"]) == ("The wall", "A red wall.")
    assert b"SECRET" not in draft.read_bytes()


def test_a_photo_without_words_says_what_good_words_are(
    draft: Path, tmp_path: Path, carreport: Command
) -> None:
    image = tmp_path / "wall.png"
    Image.new("RGB", (40, 20), "red").save(image)
    done = carreport("photo", "add", draft, "walk.views", image)
    assert (done.code, ALT_HINT in done.err) == (0, True)
    wrong = carreport("photo", "add", draft, "walk.name", image)
    assert (wrong.code, "walk.views" in wrong.err) == (2, True)


def test_a_withdrawn_reply_goes_and_stays_out(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = WRITERS["forms.xlsx"](tmp_path / "forms.xlsx")
    carreport("survey", "import", study, "s.surveys", replies, "--name", "Poll")
    looked = carreport("erase", study, "--reply", "words of person 7")
    assert (looked.code, "Reply 8 of 19 to “Poll”" in looked.out) == (1, True)
    done = carreport("erase", study, "--reply", "words of person 7", "--yes")
    assert (done.code, "forms.xlsx" in done.err) == (0, True)
    assert b"Words of person 7" not in study.read_bytes()
    again = carreport("survey", "import", study, "s.surveys", replies, "--name", "Poll")
    assert "1 reply " in again.out
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    assert told["replies"] == 18
    assert carreport("erase", study, "--reply", "words of person", "--yes").code == 2


@pytest.mark.parametrize("name", [*ASKED, *REFUSED])
def test_an_ugly_file_changes_nothing_and_says_what_where_and_what_to_do(
    study: Path, tmp_path: Path, carreport: Command, name: str
) -> None:
    before = study.read_bytes()
    {**ASKED, **REFUSED}[name].write(tmp_path / name)
    done = carreport("survey", "import", study, "s.surveys", tmp_path / name)
    assert done.code == (1 if name in ASKED else 3)
    assert {"unknown word.csv": "B3: “Hm”", "long row.csv": "row 3: "}.get(name, " ") in done.err
    assert study.read_bytes() == before


def test_a_file_without_replies_gets_other_advice_than_one_in_doubt(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    (tmp_path / "nothing.csv").write_text("", encoding="utf-8")
    done = carreport("survey", "import", study, "s.surveys", tmp_path / "nothing.csv")
    assert ("--word" in done.err, "--headings" in done.err) == (False, True)
