"""The research fellow's text about a section is stored, copied and merged like any answer."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import answers_from_json
from tests.rich_text import text

HERE = "about.@fellow"
LIFTED = [
    {"type": "paragraph", "spans": [{"text": "They began small."}]},
    {"type": "quote", "source": "about.story", "spans": [{"text": "We met in a hall."}]},
]


def test_it_is_there_again_after_closing_with_the_source_of_its_quotation(
    session: DraftSession, path: Path
) -> None:
    session.write(HERE, LIFTED)
    session.close()
    with DraftSession.open(path, "Una Petrie") as again:
        assert again.answers().get(HERE) == LIFTED
        assert [revision.author for revision in again.history(HERE)] == ["Ailsa Kerr"]


def test_it_goes_with_a_copy_and_comes_back_changed(session: DraftSession, tmp_path: Path) -> None:
    session.write(HERE, LIFTED)
    session.flush()
    target = tmp_path / "to-send.carreport"
    export_copy(session, target)
    with DraftSession.open(target, "Una Petrie") as other:
        assert other.answers().get(HERE) == LIFTED
        other.write(HERE, [*LIFTED, *text("And grew.")])
    joining = merge_and_save(session, preview_merge(session, target))
    assert [effect.label for effect in joining.effects] == ["The research fellow’s text: About"]
    assert session.answers().get(HERE) == [*LIFTED, *text("And grew.")]


def test_two_fellows_who_write_in_different_paragraphs_come_together(
    session: DraftSession, tmp_path: Path
) -> None:
    session.write(HERE, text("One.", "Two.", "Three."))
    session.seal()
    session.flush()
    target = tmp_path / "to-send.carreport"
    export_copy(session, target)
    with DraftSession.open(target, "Una Petrie") as other:
        other.write(HERE, text("First.", "Two.", "Three."))
    session.write(HERE, text("One.", "Two.", "Third."))
    merge_and_save(session, preview_merge(session, target))
    assert session.answers().get(HERE) == text("First.", "Two.", "Third.")


def test_it_stands_in_the_answers_file_and_comes_back_from_it(session: DraftSession) -> None:
    session.write(HERE, LIFTED)
    told = session.answers().to_json(session.form)
    assert told["about"]["$fellow"] == LIFTED
    read, problems = answers_from_json(session.form, told)
    assert (problems, read.get(HERE)) == ([], LIFTED)


def test_the_reserved_name_itself_is_no_name_in_an_answers_file(session: DraftSession) -> None:
    _, problems = answers_from_json(session.form, {"about": {"@fellow": "words"}})
    assert [problem.code for problem in problems] == ["unknown-field"]
