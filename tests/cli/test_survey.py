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


def test_rows_are_left_out_or_counted_by_their_numbers(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("ID,Finished,We meet\n1,True,Agree\n2,False,Agree\n3,True,Disagree\n4,True,Agree\n")
    command = ("survey", "import", study, "s.surveys", replies, "--dry-run")
    assert "3 of 4 rows are replies; 1 is not: row 3 (not finished)." in carreport(*command).out
    chosen = carreport(*command, "--count-rows", "3", "--leave-out-rows", "4-5")
    assert (chosen.code, "2 of 4 rows are replies" in chosen.out) == (0, True)
    assert carreport(*command, "--leave-out-rows", "9").code == 1
    assert carreport(*command, "--leave-out-rows", "5-4").code == 2


def test_the_letters_of_an_old_file_can_be_chosen(study: Path, tmp_path: Path, carreport: Command) -> None:
    replies = tmp_path / "r.csv"
    replies.write_bytes("We meet,Who?\nAgree,Zoêk\n".encode("cp850"))
    command = ("survey", "import", study, "s.surveys", replies)
    refused = carreport(*command)
    assert (refused.code, "Zoàk" in refused.err) == (3, True)
    assert carreport(*command, "--encoding", "cp850").code == 0
    assert "Zoêk" in carreport("show", study, "--json").out


def test_nothing_from_a_column_that_identifies_people_is_in_any_file(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = tmp_path / "r.csv"
    heads = "Staff member,Ring me on,Q7,Your manager’s name,We meet,Why?"
    cells = "Ann{} Quillfeather,07700 900123,qf@quill.example,Bo Brankstone,Agree,Time"
    replies.write_text("\n".join([heads, *(cells.format(letter) for letter in "abc")]) + "\n")
    assert carreport("survey", "import", study, "s.surveys", replies).code == 0
    assert carreport("share", study, "-o", tmp_path / "copy.carreport").code == 0
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path != replies)
    assert b"Time" in kept
    assert not any(word in kept for word in (b"Quillfeather", b"900123", b"quill.example", b"Brankstone"))


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


def test_columns_have_scales_of_their_own_and_boxes_have_a_base(
    study: Path, tmp_path: Path, carreport: Command, refusal: Refusal
) -> None:
    replies = tmp_path / "r.csv"
    heads = "We meet,How likely?,Colour,What helped? [A walk],What helped? [A talk]\n"
    replies.write_text(heads + "1,10,Red,x,\n2,0,Green,,x\n2,4,Red,,\n")
    options = [
        "--scale",
        "three",
        "--one-is",
        "agree",
        "--steps-of",
        "B=0 to 10",
        "--steps-of",
        "C=Red;Green",
    ]
    done = carreport(
        "survey", "import", study, "s.surveys", replies, *options, "--ticked-nothing", "answered"
    )
    assert done.code == 0, done.err
    assert "ticked by 1 of 3" in done.out
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    counts = [row["counts"] for table in told["tables"] for row in table["statements"]]
    assert {"agree": 1, "disagree": 2, "dont_know": 0} in counts
    assert {"red": 2, "green": 1} in counts
    assert counts.count({"ticked": 1, "not_ticked": 2}) == 2
    assert refusal("survey", "import", study, "s.surveys", replies, "--steps-of", "often") == "by-column"


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


def test_a_misspelt_statement_is_asked_about_and_answered_by_an_option(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    first, later = tmp_path / "first.csv", tmp_path / "later.csv"
    first.write_text("ID,We meet regularly\n1,Agree\n2,Disagree\n")
    later.write_text("ID,We meet regulary\n8,Agree\n9,Agree\n")
    carreport("survey", "import", study, "s.surveys", first, "--name", "Poll")
    asked = carreport("survey", "import", study, "s.surveys", later)
    assert asked.code == 1
    (hint,) = [word for word in asked.err.split() if word.startswith("B=")]
    assert carreport("survey", "import", study, "s.surveys", later, "--new", "B", "--dry-run").code == 0
    assert carreport("survey", "import", study, "s.surveys", later, "--same-as", hint).code == 0
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    assert [row["statement"] for table in told["tables"] for row in table["statements"]] == [
        "We meet regularly"
    ]


def test_a_corrected_reply_is_shown_with_its_cell_and_taken_by_an_option(
    study: Path, tmp_path: Path, carreport: Command
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("ID,We meet\n1,Agree\n2,Agree\n3,Disagree\n")
    carreport("survey", "import", study, "s.surveys", replies, "--name", "Poll")
    replies.write_text("ID,We meet\n1,Agree\n2,Disagree\n3,Disagree\n")
    asked = carreport("survey", "import", study, "s.surveys", replies, "--dry-run")
    assert (asked.code, "B3: We meet: it was “Agree” and is now “Disagree”" in asked.err) == (1, True)
    assert carreport("survey", "import", study, "s.surveys", replies, "--corrected", "new").code == 0
    assert carreport("survey", "import", study, "s.surveys", replies).code == 0
    (told,) = json.loads(carreport("survey", "table", study, "s.surveys", "--json").out)
    assert told["replies"] == 3


@pytest.mark.parametrize(("option", "value"), [("--same-as", "B"), ("--new", "B1"), ("--group", "School")])
def test_an_answer_that_cannot_be_understood_is_refused(
    study: Path, tmp_path: Path, refusal: Refusal, option: str, value: str
) -> None:
    replies = tmp_path / "r.csv"
    replies.write_text("We meet\nAgree\n")
    assert refusal("survey", "import", study, "s.surveys", replies, option, value) == option.strip("-")
