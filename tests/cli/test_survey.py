"""The commands for surveys and photos say what they take as what; what is not certain changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from carreport.form.kinds.groups import ALT_HINT
from tests.cli.conftest import Command
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
    assert "19 replies brought in." in done.out
    assert "Left out, because it says who replied or when" in done.out
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    (table,) = told["tables"]
    assert [each["percent"]["agree"] for each in table["statements"]] == [79, 84, 74, 89, 68, 47, 79, 89]
    assert (told["replies"], table["n"]) == (19, "n = 19")
    assert "%" in carreport("survey", "table", study, "s.surveys").out


def test_a_look_changes_nothing(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = WRITERS["google.csv"](tmp_path / "google.csv")
    done = carreport("survey", "import", study, "s.surveys", replies, "--dry-run")
    assert (done.code, "only a look" in done.err) == (0, True)
    assert json.loads(carreport("show", study, "--json").out) == {"$form": "study"}


def test_the_second_time_changes_nothing(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = WRITERS["jisc.csv"](tmp_path / "jisc.csv")
    carreport("survey", "import", study, "s.surveys", replies)
    again = carreport("survey", "import", study, "s.surveys", replies)
    assert (again.code, "nothing was changed" in again.out) == (0, True)


def test_what_is_not_certain_is_named_and_can_be_said(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("We meet\nAgree\nAgree\nSort of\n")
    refused = carreport("survey", "import", study, "s.surveys", replies)
    assert (refused.code, "A4: “Sort of”" in refused.err) == (1, True)
    assert json.loads(carreport("show", study, "--json").out) == {"$form": "study"}
    done = carreport("survey", "import", study, "s.surveys", replies, "--word", "Sort of=agree")
    assert (done.code, "“Sort of” → Agree" in done.out) == (0, True)


def test_a_column_can_be_taken_as_something_else(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("We meet,Remarks\nAgree,Nothing\nAgree,Much\n")
    done = carreport("survey", "import", study, "s.surveys", replies, "--take", "B=left-out", "--dry-run")
    assert "it was said so" in done.out
    wrong = carreport("survey", "import", study, "s.surveys", replies, "--take", "B=nonsense")
    assert (wrong.code, "says nothing about a column" in wrong.err) == (2, True)


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
    assert (done.code, "They can be at: s.surveys" in done.err) == (2, True)


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
    assert (wrong.code, "Photos can go to: walk.views" in wrong.err) == (2, True)


def test_a_withdrawn_reply_goes_and_stays_out(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = WRITERS["forms.xlsx"](tmp_path / "forms.xlsx")
    carreport("survey", "import", study, "s.surveys", replies, "--name", "Poll")
    looked = carreport("erase", study, "--reply", "words of person 7")
    assert (looked.code, "Reply 8 of 19 to “Poll”" in looked.out) == (1, True)
    done = carreport("erase", study, "--reply", "words of person 7", "--yes")
    assert (done.code, "the file forms.xlsx that the replies came from" in done.err) == (0, True)
    assert b"Words of person 7" not in study.read_bytes()
    again = carreport("survey", "import", study, "s.surveys", replies, "--name", "Poll")
    assert "1 reply of the file was withdrawn: kept out." in again.out
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    assert told["replies"] == 18
    assert carreport("erase", study, "--reply", "words of person", "--yes").code == 2


@pytest.mark.parametrize("name", [*ASKED, *REFUSED])
def test_an_ugly_file_changes_nothing_and_says_what_where_and_what_to_do(
    study: Path, tmp_path: Path, carreport: Command, name: str
) -> None:
    ugly, before = {**ASKED, **REFUSED}[name], study.read_bytes()
    ugly.write(tmp_path / name)
    done = carreport("survey", "import", study, "s.surveys", tmp_path / name)
    assert done.code == (1 if name in ASKED else 3)
    said = {"unknown word.csv": "B3: “Hm”", "long row.csv": "row 3: "}.get(name, ugly.said)
    assert said in done.err
    assert ("Nothing was changed." if name in ASKED else "Nothing was brought in.") in done.err
    remedies = ("Say what is meant with", "Choose a file", "Open the file", "Save it", "Download it")
    assert any(each in done.err for each in remedies)
    assert study.read_bytes() == before


def test_a_file_without_replies_gets_other_advice_than_one_in_doubt(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    (tmp_path / "nothing.csv").write_text("", encoding="utf-8")
    done = carreport("survey", "import", study, "s.surveys", tmp_path / "nothing.csv")
    assert ("--word" in done.err, "a row of headings and a row for each reply" in done.err) == (False, True)
