"""Tracked changes become findings at their answer, by author, each counted once."""

from __future__ import annotations

from tests.review.word_back.copies import CAUSE, ISSUE, PLAN, body, only, printed, read, told
from tests.review.word_back.word_files import BY, LATER, deleted, ins, p, r

NEW_MARK, GONE_MARK = f'<w:ins w:id="50" {BY}/>', f'<w:del w:id="51" {BY}/>'
SURE = "sure"


def test_an_untouched_file_has_no_findings() -> None:
    reviewed = read(body())
    assert (reviewed.findings, reviewed.listed_changes) == ((), 0)


def test_an_insertion_has_the_old_and_the_new_text_of_its_paragraph() -> None:
    finding = only(read(body({2: printed(2, r(ISSUE) + ins(" It worries us."))})))
    assert (finding.kind, finding.path, finding.number, finding.author) == (
        "insertion",
        "context.issue",
        1,
        "Ailsa",
    )
    assert (finding.old, finding.new, finding.words) == (ISSUE, f"{ISSUE} It worries us.", " It worries us.")


def test_a_replaced_word_is_a_deletion_and_an_insertion() -> None:
    before, _, after = ISSUE.partition("risen")
    reviewed = read(body({2: printed(2, r(before) + deleted("risen") + ins("grown") + r(after))}))
    assert told(reviewed) == [("deletion", "context.issue", 1, SURE), ("insertion", "context.issue", 1, SURE)]
    assert {finding.new for finding in reviewed.findings} == {ISSUE.replace("risen", "grown")}


def test_two_authors_in_one_paragraph_have_a_text_each() -> None:
    reviewed = read(body({2: printed(2, ins("Now: ") + r(ISSUE) + ins(" True.", LATER))}))
    assert [finding.new for finding in reviewed.findings] == [f"Now: {ISSUE}", f"{ISSUE} True."]


def test_authors_who_changed_the_same_words_have_one_text_of_all() -> None:
    meeting = f'<w:ins w:id="9" {BY}>{r(" Very")}{deleted(" much", LATER)}</w:ins>'
    reviewed = read(body({2: printed(2, r(ISSUE) + meeting)}))
    assert [(finding.author, finding.kind) for finding in reviewed.findings] == [
        ("Ailsa", "insertion"),
        ("Morag", "deletion"),
    ]
    assert {finding.new for finding in reviewed.findings} == {f"{ISSUE} Very"}
    assert reviewed.listed_changes == reviewed.changes == 2


def test_a_new_paragraph_is_one_insertion_with_its_mark() -> None:
    added = printed(2, mark=NEW_MARK) + p(ins("A new paragraph."))
    reviewed = read(body({2: added}))
    assert told(reviewed) == [("insertion", "context.issue", 1, SURE)]
    assert only(reviewed).new == f"{ISSUE}\nA new paragraph."
    assert reviewed.listed_changes == reviewed.changes == 2


def test_a_new_paragraph_above_a_question_belongs_to_the_answer_before() -> None:
    added = p(ins("Written above the question."), f"<w:rPr>{NEW_MARK}</w:rPr>") + printed(4)
    reviewed = read(body({4: added}))
    assert told(reviewed) == [("insertion", "context.issue", 2, SURE)]
    assert (only(reviewed).old, only(reviewed).new) == ("", "Written above the question.")


def test_a_split_is_a_mark() -> None:
    first, second = ISSUE[:30], ISSUE[30:]
    split = printed(2, r(first), mark=NEW_MARK) + p(r(second))
    finding = only(read(body({2: split})))
    assert (finding.kind, finding.path, finding.old, finding.new) == (
        "mark",
        "context.issue",
        ISSUE,
        f"{first}\n{second}",
    )


def test_a_join_is_a_mark() -> None:
    finding = only(read(body({2: printed(2, mark=GONE_MARK)})))
    assert (finding.kind, finding.path, finding.number) == ("mark", "context.issue", 1)


def test_a_deleted_paragraph_is_one_deletion_with_its_mark() -> None:
    reviewed = read(body({3: printed(3, deleted(CAUSE), mark=GONE_MARK)}))
    assert told(reviewed) == [("deletion", "context.issue", 2, SURE)]
    assert (only(reviewed).new, reviewed.listed_changes) == ("", 2)


def test_a_paragraph_deleted_with_the_mark_before_it_is_one_deletion() -> None:
    reviewed = read(body({2: printed(2, mark=GONE_MARK), 3: printed(3, deleted(CAUSE))}))
    assert told(reviewed) == [("deletion", "context.issue", 2, SURE)]
    assert reviewed.listed_changes == reviewed.changes == 2


def test_bold_is_a_finding_and_a_colour_is_counted() -> None:
    was = f"<w:rPrChange w:id='1' {BY}><w:rPr/></w:rPrChange>"
    runs = r(ISSUE[:20], f"<w:b/>{was}") + r(ISSUE[20:], f'<w:color w:val="FF0000"/>{was}')
    reviewed = read(body({2: printed(2, runs)}))
    assert told(reviewed) == [("format", "context.issue", 1, SURE)]
    assert only(reviewed).words == ISSUE[:20]
    assert (reviewed.formatting, reviewed.listed_changes, reviewed.changes) == (1, 2, 2)


def test_a_moved_paragraph_is_one_finding_with_both_ends() -> None:
    ends = '<w:move{0}RangeStart w:id="{1}" w:name="m"/>{2}<w:move{0}RangeEnd w:id="{1}"/>'
    away = ends.format("From", 1, f'<w:moveFrom w:id="2" {BY}>{r(CAUSE)}</w:moveFrom>')
    here = ends.format("To", 3, f'<w:moveTo w:id="4" {BY}>{r(CAUSE)}</w:moveTo>')
    arrived = p(here, f'<w:rPr><w:moveTo w:id="5" {BY}/></w:rPr>') + printed(5)
    reviewed = read(body({3: printed(3, away, mark=f'<w:moveFrom w:id="6" {BY}/>'), 5: arrived}))
    assert told(reviewed) == [("move", "context.issue", 2, SURE)]
    assert only(reviewed).target is not None
    assert only(reviewed).target.path == "context.plan"  # type: ignore[union-attr]
    assert reviewed.listed_changes == reviewed.changes == 4


def test_a_move_of_several_paragraphs_without_a_name_is_one_finding() -> None:
    away = {
        number: printed(number, f'<w:moveFrom w:id="{number}0" {BY}>{r(text)}</w:moveFrom>')
        for number, text in ((2, ISSUE), (3, CAUSE))
    }
    mark = f'<w:rPr><w:moveTo w:id="5" {BY}/></w:rPr>'
    here = "".join(p(f'<w:moveTo w:id="6" {BY}>{r(text)}</w:moveTo>', mark) for text in (ISSUE, CAUSE))
    finding = only(read(body({**away, 5: here + printed(5)})))
    assert (finding.kind, finding.path, finding.covers, finding.elements) == ("move", "context.issue", 2, 6)
    assert (finding.old, finding.new) == (f"{ISSUE}\n{CAUSE}", "")


def test_a_list_is_content() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    change = f'<w:numPr><w:numId w:val="3"/></w:numPr><w:pPrChange w:id="1" {BY}><w:pPr/></w:pPrChange>'
    reviewed = read(body({5: p(r(PLAN), change)}), {"numbering": numbering})
    assert told(reviewed) == [("format", "context.plan", 1, SURE)]
    assert only(reviewed).blocks[0].type == "bullet"


def test_a_deleted_row_of_a_new_table_and_its_cells_are_counted_once() -> None:
    cells = f"<w:tc>{p(ins('Cell'))}</w:tc><w:tc>{p('')}</w:tc>"
    row = f"<w:tr><w:trPr><w:ins w:id='1' {BY}/></w:trPr>{cells}</w:tr>"
    reviewed = read(body({3: printed(3) + f"<w:tbl>{row}</w:tbl>"}))
    assert {finding.kind for finding in reviewed.findings} == {"insertion"}
    assert {finding.path for finding in reviewed.findings} == {"context.issue"}
    assert reviewed.listed_changes == reviewed.changes == 2


def test_a_footnote_is_at_the_paragraph_that_refers_to_it() -> None:
    reference = f'<w:ins w:id="3" {BY}><w:r><w:footnoteReference w:id="4"/></w:r></w:ins>'
    note = f'<w:footnote w:id="4">{p(ins("See the minutes."))}</w:footnote>'
    reviewed = read(body({5: printed(5, r(PLAN) + reference)}), {"footnotes": note})
    assert told(reviewed) == [("insertion", "context.plan", 1, SURE)]
    assert reviewed.listed_changes == reviewed.changes == 2
