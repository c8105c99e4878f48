"""A withdrawn reply is erased from its batch and not imported again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.copies.conflict_copies import conflict_copies_of
from carreport.draft.copies.conflicts import find_conflicts
from carreport.draft.copies.exclusions import PARTLY_WITHDRAWN
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import apply_merge, merge_and_save, preview_merge, undo_last_merge
from carreport.draft.erasure import ErasureRequest, erase, preview_erasure
from carreport.draft.revisions.change import ChangeSet
from carreport.draft.revisions.revision import make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_of, restore_as
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import UsageError
from carreport.form.richtext import RichText
from carreport.survey.checks import survey_problems
from carreport.survey.find_reply import all_replies, find_reply, reimported_withdrawals
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import Corrections
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.results.result import survey_result
from carreport.survey.target import find_target
from carreport.survey.themes import OpenQuestion, open_questions, set_themes
from tests.draft.copies.test_export_copy import holds
from tests.survey.files import FORM, text_table

TEAM = "Which team?"
HEAD = "ID,We meet,Which team?,What is hard?\n"
FIRST, LAST = "1,Agree,Café,Time is short\n", "3,Disagree,Café,People leave again and again\n"
GOES = "2,Strongly disagree,canary-team,The canary-words of one who thought again\n"
CANARY = "canary-words"


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as session:
        run_import(session, plan(session, tmp_path, HEAD + FIRST + GOES + LAST))
        session.flush()
        yield session


def plan(draft: DraftSession, folder: Path, text: str) -> ImportPlan:
    target = find_target(FORM, draft.answers(), "s.surveys", "Poll")
    return plan_import(
        text_table(folder, text),
        target,
        Corrections(column_types={2: ColumnType.GROUP} if TEAM in text else {}),
    )


def question(draft: DraftSession) -> OpenQuestion:
    (found,) = open_questions(FORM, draft.answers())
    return found


def survey(draft: DraftSession) -> str:
    return f"s.surveys/{draft.answers().items('s.surveys')[0].id}"


def withdraw(draft: DraftSession, which: str = CANARY) -> str:
    place = find_reply(FORM, draft.answers(), which).place
    erase(draft, ErasureRequest(reply=place))
    draft.flush()
    return place


def counts(draft: DraftSession) -> tuple[int, tuple[int, ...], list[str]]:
    result = survey_result(FORM, draft.answers(), f"{survey(draft)}/statements")
    said = [reply.text.plain_text for reply in question(draft).replies]
    return result.n, tuple(result.statements[0].tally.counts), said


def quoted(reply_place: str) -> list[dict[str, object]]:
    block: dict[str, object] = {
        "type": "quote",
        "source": reply_place,
        "spans": [{"text": "The canary-words of one"}],
    }
    return [block, {"type": "paragraph", "spans": [{"text": "What we make of it"}]}]


def test_the_words_are_gone_from_draft_history_and_backups_and_the_counts_follow(draft: DraftSession) -> None:
    set_themes(draft, question(draft), question(draft).replies[1].id, ["canary-theme"], "Isla Reid")
    draft.flush()
    back_up(draft.path)
    withdraw(draft)
    files = [draft.path, *(backup.path for backup in backups_of(draft.draft_id))]
    assert len(files) > 1
    assert [path for path in files if holds(path, "canary")] == []
    assert counts(draft) == (2, (0, 1, 1, 0, 0), ["Time is short", "People leave again and again"])


def test_a_batch_that_was_set_aside_is_erased_whole_if_it_has_the_reply(draft: DraftSession) -> None:
    path, batch = draft.path, next(row for row in draft.tree if CANARY in (row.text or ""))
    text = batch.text or ""
    forged = make_revision(batch.path, [batch.id], text, author="M", device="0", written_at="now")
    draft.close()
    file = DraftDatabase.open(path)
    file.save(ChangeSet({forged.id: forged}))
    file.close()
    with DraftSession.open(path, "Isla Reid") as again:
        again.restore_revision(batch.path, batch.id)
        withdraw(again)
    assert not holds(path, CANARY)


def test_the_same_file_does_not_bring_it_back(draft: DraftSession, tmp_path: Path) -> None:
    withdraw(draft)
    before = draft.answers()
    again = plan(draft, tmp_path, HEAD + FIRST + GOES + LAST)
    assert (again.has_nothing_new, again.new_count) == (True, 0)
    assert any("1 reply " in note for note in again.notes)
    run_import(draft, again)
    assert draft.answers() == before


def test_a_later_file_brings_what_is_new_and_not_what_was_withdrawn(
    draft: DraftSession, tmp_path: Path
) -> None:
    withdraw(draft)
    new = "4,Agree,Library,Nothing is hard\n"
    later = plan(draft, tmp_path, HEAD + FIRST + GOES + LAST + new)
    assert later.new_count == 1
    run_import(draft, later)
    draft.flush()
    assert counts(draft)[0] == 3
    assert not holds(draft.path, CANARY)


def test_not_even_after_the_replies_themselves_were_taken_out(draft: DraftSession, tmp_path: Path) -> None:
    withdraw(draft)
    batches = draft.answers().items(f"{survey(draft)}/replies")
    (file,) = [reply.id for reply in batches if reply.get("replies")["marks"]]
    draft.remove_item(f"{survey(draft)}/replies/{file}")
    run_import(draft, plan(draft, tmp_path, HEAD + FIRST + GOES + LAST))
    draft.flush()
    assert counts(draft)[0] == 2
    assert not holds(draft.path, CANARY)


def test_quotations_of_it_go_and_the_text_around_them_stays(draft: DraftSession) -> None:
    place = f"{question(draft).path}/replies/{question(draft).replies[1].id}/words"
    text = f"s.points/{draft.add_item('s.points')}/shown"
    where = f"{text}/{draft.add_item(text)}/words"
    draft.write(where, quoted(place))
    draft.seal()
    draft.write(where, [*quoted(place), {"type": "paragraph", "spans": [{"text": "And on"}]}])
    draft.flush()
    withdraw(draft)
    assert [block.plain_text for block in RichText.from_json(draft.answers().get(where)).blocks] == [
        "What we make of it",
        "And on",
    ]
    assert not holds(draft.path, CANARY)
    assert (len(draft.tree.heads(where)), find_conflicts(draft)) == (1, ())


def test_a_copy_that_has_it_does_not_bring_it_back(draft: DraftSession, tmp_path: Path) -> None:
    export_copy(draft, tmp_path / "sent.carreport")
    withdraw(draft)
    before = draft.answers()
    merge_and_save(draft, preview_merge(draft, tmp_path / "sent.carreport"))
    draft.flush()
    assert draft.answers() == before
    assert not holds(draft.path, CANARY)


def test_who_brought_the_file_in_on_their_own_does_not_bring_its_words_back(
    draft: DraftSession, tmp_path: Path
) -> None:
    with DraftSession.create(tmp_path / "other.carreport", FORM, "Morag Reid") as other:
        more = "4,Agree,Library,Nothing is hard\n"
        run_import(other, plan(other, tmp_path, HEAD + FIRST + GOES + LAST + more))
        export_copy(other, tmp_path / "sent.carreport")
    withdraw(draft)
    joining = merge_and_save(draft, preview_merge(draft, tmp_path / "sent.carreport"), separate=True)
    assert [(exclusion.author, exclusion.reason) for exclusion in joining.excluded] == [
        ("Morag Reid", PARTLY_WITHDRAWN)
    ]
    assert counts(draft)[2] == ["Time is short", "People leave again and again", "Nothing is hard"]
    assert not holds(draft.path, "canary")
    assert preview_merge(draft, tmp_path / "sent.carreport").is_empty


def test_a_copy_beside_it_that_has_only_a_withdrawn_reply_more_holds_nothing_unknown(
    draft: DraftSession, tmp_path: Path
) -> None:
    beside = tmp_path / "study (1).carreport"
    export_copy(draft, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Morag Reid") as other:
        run_import(other, plan(other, tmp_path, HEAD + FIRST + GOES + LAST + "4,Agree,Library,Nothing\n"))
        export_copy(other, beside)
    withdraw(draft)
    merge_and_save(draft, preview_merge(draft, beside))
    draft.flush()
    assert [(copy.path, copy.new_versions) for copy in conflict_copies_of(draft.path)] == [(beside, 0)]


def test_words_that_an_answers_file_brought_back_are_not_counted_and_can_be_erased_again(
    draft: DraftSession,
) -> None:
    before = draft.answers()
    place = withdraw(draft)
    draft.fill(before)
    assert counts(draft)[0] == 2
    assert [reply.place for reply in reimported_withdrawals(FORM, draft.answers())] == [place]
    assert "withdrawn-came-again" in [problem.code for problem in survey_problems(FORM, draft.answers())]
    withdraw(draft, place)
    assert list(reimported_withdrawals(FORM, draft.answers())) == []
    assert not holds(draft.path, CANARY)


def test_two_people_who_each_withdraw_a_reply_of_one_file_have_nothing_to_decide(
    draft: DraftSession, tmp_path: Path
) -> None:
    export_copy(draft, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Morag Reid") as other:
        withdraw(other, "Time is short")
        withdraw(draft)
        export_copy(other, tmp_path / "theirs.carreport")
        export_copy(draft, tmp_path / "ours.carreport")
        merge_and_save(draft, preview_merge(draft, tmp_path / "theirs.carreport"))
        merge_and_save(other, preview_merge(other, tmp_path / "ours.carreport"))
        assert draft.answers() == other.answers()
        assert not find_conflicts(draft)
        assert not find_conflicts(other)
        assert counts(draft) == (1, (0, 0, 1, 0, 0), ["People leave again and again"])
        export_copy(draft, tmp_path / "next.carreport")
        assert [
            holds(tmp_path / name, words)
            for name in ("study.carreport", "next.carreport")
            for words in ("canary", "Time is short")
        ] == [False, True, False, False]  # the text that was withdrawn there stays in the history here


def test_words_withdrawn_by_a_colleague_can_be_erased_from_the_history_here_too(
    draft: DraftSession, tmp_path: Path
) -> None:
    export_copy(draft, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Morag Reid") as other:
        place = withdraw(other)
        export_copy(other, tmp_path / "theirs.carreport")
    merge_and_save(draft, preview_merge(draft, tmp_path / "theirs.carreport"))
    draft.flush()
    assert holds(draft.path, CANARY)
    withdraw(draft, place)
    assert not holds(draft.path, CANARY)
    with pytest.raises(UsageError) as caught:
        withdraw(draft, place)
    assert caught.value.code == "nothing-to-erase"


def test_taking_a_colleagues_withdrawal_out_again_lets_the_reply_count_again(
    draft: DraftSession, tmp_path: Path
) -> None:
    before = draft.answers()
    export_copy(draft, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Morag Reid") as other:
        withdraw(other)
        export_copy(other, tmp_path / "theirs.carreport")
    withdrawn = merge_and_save(draft, preview_merge(draft, tmp_path / "theirs.carreport"))
    assert counts(draft)[0] == 2
    assert {effect.author for effect in withdrawn.effects} == {"Morag Reid"}
    undo_last_merge(draft)
    assert draft.answers() == before


def test_a_text_that_quotes_it_comes_in_without_the_quotation(draft: DraftSession, tmp_path: Path) -> None:
    place = f"{question(draft).path}/replies/{question(draft).replies[1].id}/words"
    point = f"s.points/{draft.add_item('s.points')}"
    where = f"{point}/shown/{draft.add_item(f'{point}/shown')}/words"
    draft.write(where, quoted(place)[1:])
    export_copy(draft, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Morag Reid") as other:
        other.write(where, [*quoted(place), {"type": "paragraph", "spans": [{"text": "And on"}]}])
        export_copy(other, tmp_path / "theirs.carreport")
    withdraw(draft)
    merge_and_save(draft, preview_merge(draft, tmp_path / "theirs.carreport"))
    draft.flush()
    said = [block.plain_text for block in RichText.from_json(draft.answers().get(where)).blocks]
    assert said == ["What we make of it", "And on"]
    assert not holds(draft.path, CANARY)


def test_a_reply_withdrawn_while_a_copy_is_looked_at_does_not_come_in_with_it(
    draft: DraftSession, tmp_path: Path
) -> None:
    place = f"{question(draft).path}/replies/{question(draft).replies[1].id}/words"
    point = f"s.points/{draft.add_item('s.points')}"
    where = f"{point}/shown/{draft.add_item(f'{point}/shown')}/words"
    export_copy(draft, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Morag Reid") as other:
        other.write(where, quoted(place))
        export_copy(other, tmp_path / "theirs.carreport")
    joining = preview_merge(draft, tmp_path / "theirs.carreport")
    withdraw(draft)
    apply_merge(draft, joining)
    draft.flush()
    said = [block.plain_text for block in RichText.from_json(draft.answers().get(where)).blocks]
    assert said == ["What we make of it"]
    assert (holds(draft.path, CANARY), counts(draft)[0]) == (False, 2)


def test_what_others_wrote_beside_it_stays_in_the_history_and_in_the_backups(
    draft: DraftSession, tmp_path: Path
) -> None:
    place = f"{question(draft).path}/replies/{question(draft).replies[1].id}/words"
    text = f"s.points/{draft.add_item('s.points')}/shown"
    where = f"{text}/{draft.add_item(text)}/words"
    for words in ("Early", "Middle", "Late"):
        draft.write(where, [quoted(place)[0], {"type": "paragraph", "spans": [{"text": words}]}])
        draft.seal()
        draft.flush()
        back_up(draft.path)
    withdraw(draft)
    assert [RichText.from_json(revision.value).plain_text for revision in draft.history(where)] == [
        "Late",
        "Middle",
        "Early",
    ]
    assert len(draft.tree.heads(where)) == 1
    oldest = backups_of(draft.draft_id)[-1]
    restored = restore_as(oldest, tmp_path / "restored.carreport")
    with DraftSession.open(restored, "Isla Reid", read_only=True) as back:
        assert counts(back)[2] == ["Time is short", "People leave again and again"]
        assert RichText.from_json(back.answers().get(where)).plain_text == "Early"
        assert plan(back, tmp_path, HEAD + FIRST + GOES + LAST).has_nothing_new


def test_of_two_people_who_sent_the_same_one_goes(tmp_path: Path) -> None:
    twice = "We meet,What is hard?\nAgree,Time\nAgree,Time\nDisagree,People\n"
    with DraftSession.create(tmp_path / "study.carreport", FORM, "Isla Reid") as draft:
        run_import(draft, plan(draft, tmp_path, twice))
        withdraw(draft, f"{survey(draft)}#1")
        assert counts(draft)[2] == ["Time", "People"]
        assert plan(draft, tmp_path, twice).has_nothing_new
        withdraw(draft, f"{survey(draft)}#1")
        assert counts(draft)[2] == ["People"]
        assert plan(draft, tmp_path, twice).has_nothing_new


def test_what_still_has_the_words_is_told(draft: DraftSession, tmp_path: Path) -> None:
    export_copy(draft, tmp_path / "sent.carreport")
    point = draft.add_item("s.points", values={"label": "The canary-words of one who thought again"})
    told = preview_erasure(draft, ErasureRequest(reply=find_reply(FORM, draft.answers(), CANARY).place))
    assert ["replies.csv" in sentence for sentence in told.reply_files] == [True]
    assert [receipt.name for receipt in told.receipts] == ["sent.carreport"]
    assert [place.endswith("About?") for place in told.also_found_in] == [True]
    erased = erase(draft, ErasureRequest(reply=find_reply(FORM, draft.answers(), f"{survey(draft)}#2").place))
    assert erased.also_found_in == told.also_found_in
    sent, receipt, replies = erased.out_of_reach
    assert str(tmp_path / "sent.carreport") in sent
    assert "sent.carreport" in receipt
    assert "replies.csv" in replies
    assert CANARY in str(draft.answers().get(f"s.points/{point}/label"))


def test_a_reply_that_was_typed_in_goes_with_its_entry(draft: DraftSession) -> None:
    words = [{"type": "paragraph", "spans": [{"text": "canary-typed"}]}]
    draft.add_item(f"{question(draft).path}/replies", values={"words": words})
    withdraw(draft, "canary-typed")
    assert "canary-typed" not in counts(draft)[2]
    assert len(question(draft).replies) == 3
    assert not holds(draft.path, "canary-typed")


def test_words_of_several_or_of_none_erase_nothing(draft: DraftSession) -> None:
    for which in ("Time is", "nobody said this", "Agree"):
        if which == "Time is":
            assert find_reply(FORM, draft.answers(), which).title == "Reply 1 of 3 to “Poll”"
            continue
        with pytest.raises(UsageError):
            find_reply(FORM, draft.answers(), which)
    assert len(list(all_replies(FORM, draft.answers()))) == 3


def test_a_withdrawn_reply_is_removed_from_every_scale_of_its_file(
    draft: DraftSession, tmp_path: Path
) -> None:
    text = "ID,We talk,How often?\n11,Agree,Often\n12,Agree,canary-never\n13,Disagree,Never\n"
    steps = Corrections(column_scales={2: "Often; canary-never; Never"})
    target = find_target(FORM, draft.answers(), "s.surveys", "Poll")
    brought = run_import(draft, plan_import(text_table(tmp_path, text), target, steps))
    assert len(brought.batches) == 2
    withdraw(draft, "canary-never")
    result = survey_result(FORM, draft.answers(), f"{survey(draft)}/statements")
    assert result.n == 5
    assert {figure.tally.statement: figure.tally.n for figure in result.statements} == {
        "We meet": 3, "We talk": 2, "How often?": 2,
    }  # fmt: skip


def test_a_file_in_which_no_reply_is_recognised_warns_of_those_withdrawn(
    draft: DraftSession, tmp_path: Path
) -> None:
    withdraw(draft)
    other = plan(draft, tmp_path, "ID,We talk,What helps?\n7,Agree,Tea\n8,Disagree,Time\n")
    assert any("1 reply was withdrawn" in note for note in other.notes)
    run_import(draft, plan(draft, tmp_path, HEAD + FIRST + LAST + "4,Agree,Library,Nothing is hard\n"))
    withdraw(draft, "Nothing is hard")
    other = plan(draft, tmp_path, "ID,We talk,What helps?\n7,Agree,Tea\n8,Disagree,Time\n")
    assert any("2 replies were withdrawn" in note for note in other.notes)
