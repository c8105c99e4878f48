"""Edits without tracking are found by comparing with what was sent; the noise of word processors is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carreport.errors import CarreportError
from carreport.form.richtext import Span
from tests.review.word_back.copies import (
    CAUSE,
    HEAD,
    ISSUE,
    PLAN,
    SENT,
    VIEWS,
    Printed,
    body,
    only,
    printed,
    read,
    told,
    without_text,
)
from tests.review.word_back.word_files import BY, R, anchored, deleted, ins, p, r

SURE = "sure"
ERROR = '<w:proofErr w:type="gramStart"/>'
NOISE = {
    "split runs": r(PLAN[:11]) + ERROR + r(PLAN[11:40]) + r(PLAN[40:], "<w:noProof/>"),
    "another language": r(PLAN, '<w:lang w:val="fr-FR"/>'),
    "non-breaking spaces": r(PLAN.replace(" the ", "\u00a0the\u202f")),
    "soft hyphens": r(PLAN.replace("parents", "par\u00adents")),
    "double spaces": r(PLAN.replace(" the ", "  the ")),
    "a bookmark of Word": '<w:bookmarkStart w:id="77" w:name="_GoBack"/><w:bookmarkEnd w:id="77"/>' + r(PLAN),
}  # fmt: skip


@pytest.mark.parametrize("noise", NOISE)
def test_what_word_does_every_day_is_no_finding(noise: str) -> None:
    assert read(body({5: printed(5, NOISE[noise])})).findings == ()


def test_typographic_quotation_marks_are_no_finding() -> None:
    sent = [*SENT[:5], Printed("_car_b0_1", "context.plan", 1, 'It\'s the "far end" of it.'), *SENT[6:]]
    assert read(body({5: printed(5, r("It’s the “far end” of it."))}), sent=sent).findings == ()


def test_an_edit_without_tracking_is_found_with_both_texts() -> None:
    finding = only(read(body({5: printed(5, r(PLAN.replace("easier", "shorter")))})))
    assert (finding.kind, finding.path, finding.number, finding.author) == (
        "untracked",
        "context.plan",
        1,
        "",
    )
    assert (finding.old, finding.new) == (PLAN, PLAN.replace("easier", "shorter"))


def test_a_changed_question_is_told() -> None:
    reviewed = read(body({4: printed(4, r("1.2 What is the aim?"))}))
    assert told(reviewed) == [("question-changed", "context.plan", 0, SURE)]


def test_a_deleted_question_is_gone_and_its_answer_is_not_empty() -> None:
    reviewed = read(body({4: "", 5: ""}))
    assert told(reviewed) == [("question-gone", "context.plan", 0, SURE)]
    assert PLAN in only(reviewed).old


def test_a_deleted_heading_leaves_its_answer_where_it_was() -> None:
    assert told(read(body({4: ""}))) == [("question-gone", "context.plan", 0, SURE)]


def test_a_deleted_paragraph_is_told() -> None:
    finding = only(read(body({3: ""})))
    assert (finding.kind, finding.path, finding.number, finding.old, finding.new) == (
        "untracked",
        "context.issue",
        2,
        CAUSE,
        "",
    )


def test_a_new_paragraph_belongs_to_the_answer_around_it() -> None:
    reviewed = read(body({3: printed(3) + p(r("A new one at the end of the answer."))}))
    assert told(reviewed) == [("untracked", "context.issue", 2, SURE)]
    assert only(reviewed).old == ""


def test_blank_paragraphs_are_nothing() -> None:
    assert read(body({3: printed(3) + p("") + p(r(" "))})).findings == ()


def test_a_split_and_a_join_without_tracking_are_marks() -> None:
    half = f'<w:bookmarkStart w:id="3" w:name="{SENT[2].bookmark}"/>{r(ISSUE[:31])}'
    split = p(half) + p(r(ISSUE[31:]) + '<w:bookmarkEnd w:id="3"/>')
    assert told(read(body({2: split}))) == [("mark", "context.issue", 1, SURE)]
    joined = printed(2).removesuffix("</w:p>") + r(" ") + printed(3).partition("<w:pPr></w:pPr>")[2]
    assert told(read(body({2: joined, 3: ""}))) == [("mark", "context.issue", 1, SURE)]


def test_an_edit_beside_a_tracked_change_is_still_found() -> None:
    runs = r(PLAN.replace("easier", "shorter")) + ins(" Much.")
    reviewed = read(body({5: printed(5, runs)}))
    assert [finding.kind for finding in reviewed.findings] == ["insertion", "untracked"]


def test_a_moved_question_is_told_and_is_no_edit() -> None:
    moved = (
        printed(0) + printed(1) + printed(2) + printed(3) + printed(6) + printed(7) + printed(4) + printed(5)
    )
    reviewed = read(moved + printed(8) + printed(9))
    assert told(reviewed) == [("move", "context.views", 0, SURE)]


def test_a_rewritten_answer_is_known_by_its_bookmark() -> None:
    finding = only(
        read(body({5: printed(5, r("Nothing of this is as it was, each word being another one."))}))
    )
    assert (finding.kind, finding.path, finding.placing) == ("untracked", "context.plan", SURE)


def test_a_file_without_bookmarks_is_placed_by_its_words() -> None:
    text = body({5: p(r(PLAN.replace("easier", "shorter"))), 9: p(r("It got better."))}, has_bookmarks=False)
    reviewed = read(text, export_id="")
    assert told(reviewed) == [("untracked", "context.plan", 1, SURE), ("untracked", "context.end", 1, SURE)]


def test_answers_without_questions_and_in_another_order_are_placed_by_their_words() -> None:
    texts = [VIEWS.replace("nobody", "no one"), PLAN, CAUSE, ISSUE]
    reviewed = read("".join(p(r(text)) for text in texts), export_id="")
    found = [finding for finding in reviewed.findings if finding.new]
    assert [(finding.kind, finding.path) for finding in found] == [("untracked", "context.views")]
    assert "Most answers are in another order than in the review copy." in reviewed.notes


def test_another_inquiry_is_refused_by_its_id_and_by_its_words() -> None:
    for text, export_id in ((body(), "f" * 16), (p(r("1.1 What is the issue?")) + p(r("Bees.")), "")):
        with pytest.raises(CarreportError) as refused:
            read(text, export_id=export_id)
        assert refused.value.code == "review-other-inquiry"


def test_a_bookmark_that_is_there_twice_belongs_to_the_words_that_were_sent() -> None:
    copied = printed(5, r("Something else that somebody wrote here."))
    reviewed = read(body({7: printed(7) + copied}))
    assert told(reviewed) == [("untracked", "context.views", 1, SURE)]


def test_two_answers_that_were_swapped_have_moved() -> None:
    swapped = {2: printed(2, r(VIEWS)), 7: printed(7, r(ISSUE))}
    reviewed = read(body(swapped))
    assert {(finding.kind, finding.placing) for finding in reviewed.findings} == {("move", SURE)}


def test_a_bookmark_that_slipped_to_the_next_paragraph_is_not_believed() -> None:
    slipped = p(r(ISSUE)) + p(anchored(r(CAUSE.replace("two buses", "one bus")), SENT[2].bookmark, 3))
    reviewed = read(body({2: slipped, 3: ""}))
    assert told(reviewed) == [("untracked", "context.issue", 2, SURE)]


def test_a_bookmark_at_a_heading_with_another_number_is_never_sure() -> None:
    other = p(anchored(r("1.3 Qu'est-ce qu'on a dit?"), SENT[5].bookmark, 6), HEAD)
    reviewed = read(body({6: other}))
    assert all(finding.placing != SURE for finding in reviewed.findings if finding.new.startswith("1.3"))


def test_a_text_that_is_not_known_any_more_is_not_compared() -> None:
    assert read(body({5: printed(5, r("Anything."))}), sent=without_text(5)).findings == ()


def test_a_split_and_a_join_are_marks_in_a_file_without_bookmarks() -> None:
    split = body({2: p(r(ISSUE[:31])) + p(r(ISSUE[31:]))}, has_bookmarks=False)
    assert told(read(split)) == [("mark", "context.issue", 1, SURE)]
    joined = body({2: p(r(f"{ISSUE} {CAUSE}")), 3: ""}, has_bookmarks=False)
    assert told(read(joined)) == [("mark", "context.issue", 1, SURE)]


def test_a_caption_that_a_program_writes_twice_is_nothing() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Table Caption"/></w:style>'
    again = p(r("end of the valley and take two buses."), '<w:pStyle w:val="C"/>')
    assert read(body({3: printed(3) + again}), {"styles": styles}).findings == ()


def test_a_text_that_is_not_known_any_more_is_no_new_text_in_a_file_without_bookmarks() -> None:
    assert read(body(has_bookmarks=False), sent=without_text(5)).findings == ()
    assert read(body(has_bookmarks=False), sent=without_text(4)).findings == ()


def styled(*spans: Span, kind: str = "") -> list[Printed]:
    text = "".join(span.text for span in spans)
    return [*SENT[:5], Printed("_car_b0_1", "context.plan", 1, text, spans, kind), *SENT[6:]]


def test_bold_without_tracking_is_a_change_of_formatting() -> None:
    runs = r("We want ") + r("to ask", "<w:b/>") + r(" the pupils.")
    finding = only(read(body({5: printed(5, runs)}), sent=styled(Span("We want to ask the pupils."))))
    assert (finding.kind, finding.path, finding.words, finding.author) == (
        "format",
        "context.plan",
        "to ask",
        "",
    )


def test_bold_that_was_sent_is_nothing_and_bold_that_is_gone_is_told() -> None:
    sent = styled(Span("We want "), Span("to ask", strong=True), Span(" them."))
    same = r("We want ") + r("to", "<w:b/>") + r(" ask", "<w:b/>") + r(" them.")
    assert read(body({5: printed(5, same)}), sent=sent).findings == ()
    assert only(read(body({5: printed(5, r("We want to ask them."))}), sent=sent)).words == "to ask"


def test_bold_of_a_part_of_a_word_is_told() -> None:
    sent = styled(Span("We want to ask the pupils again."))
    runs = r("We want to ask the pup") + r("ils", "<w:b/>") + r(" again.")
    assert only(read(body({5: printed(5, runs)}), sent=sent)).words == "ils"


def test_bold_beside_an_edit_is_told_with_it() -> None:
    sent = styled(Span("We want to ask the pupils again."))
    runs = r("We want to ") + r("ask", "<w:b/>") + r(" the drivers again.")
    reviewed = read(body({5: printed(5, runs)}), sent=sent)
    assert [(finding.kind, finding.words) for finding in reviewed.findings] == [
        ("untracked", "We want to ask the drivers again."),
        ("format", "ask"),
    ]


def test_words_that_a_rewritten_paragraph_shares_by_chance_are_not_formatted_otherwise() -> None:
    sent = styled(Span("There is "), Span("a longer account", link="https://example.org/a"), Span(" of it."))
    for text in ("Tha cunntas a bhios ann nas fhaide.", "There was once a time when it rained on all of us."):
        assert only(read(body({5: printed(5, r(text))}), sent=sent)).kind == "untracked"


def test_a_link_with_a_place_in_its_page_may_be_lost() -> None:
    for address, count in (("https://example.org/#p4", 0), ("https://example.org/p4", 1)):
        sent = styled(Span("See "), Span("the report", link=address))
        reviewed = read(body({5: printed(5, r("See the report"))}), sent=sent)
        assert len(reviewed.findings) == count


def test_an_item_of_a_list_that_is_none_any_more_is_told() -> None:
    reviewed = read(body({5: printed(5, r("ask them"))}), sent=styled(Span("ask them"), kind="bullet"))
    assert told(reviewed) == [("format", "context.plan", 1, SURE)]


def test_how_the_title_and_the_lines_below_it_look_is_no_content() -> None:
    sent = [replace(SENT[0], spans=(Span(SENT[0].text or ""),))]
    reviewed = read(body({0: printed(0, r(SENT[0].text or "", "<w:b/>"))}), sent=[*sent, *SENT[1:]])
    assert reviewed.findings == ()


def test_an_item_that_was_joined_to_a_paragraph_has_lost_its_bullet_by_that_alone() -> None:
    sent = [*SENT[:3], replace(SENT[3], spans=(Span(CAUSE),), list="bullet"), *SENT[4:]]
    joined = printed(2, mark=f'<w:del w:id="51" {BY}/>')
    assert [finding.kind for finding in read(body({2: joined}), sent=sent).findings] == ["mark"]


def test_a_link_has_the_author_who_changed_how_it_looks() -> None:
    was = f"<w:rPrChange w:id='1' {BY}><w:rPr/></w:rPrChange>"
    link = f'<w:hyperlink r:id="z">{r("the report", was)}</w:hyperlink>'
    tie = f'<Relationship Id="z" Type="{R}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
    text = body({5: printed(5, r("See ") + link)})
    reviewed = read(text, sent=styled(Span("See the report")), links=tie)
    assert [(finding.kind, finding.author) for finding in reviewed.findings] == [("format", "Ailsa")]


def test_tracked_bold_is_not_told_twice() -> None:
    was = f"<w:rPrChange w:id='1' {BY}><w:rPr/></w:rPrChange>"
    runs = r("We want ") + r("to ask", f"<w:b/>{was}")
    reviewed = read(body({5: printed(5, runs)}), sent=styled(Span("We want to ask")))
    assert [(finding.kind, finding.author) for finding in reviewed.findings] == [("format", "Ailsa")]


def test_text_that_a_program_marks_as_new_although_it_was_sent_is_not_gone() -> None:
    new = f'<w:ins w:id="50" {BY}/>'
    reviewed = read(body({2: printed(2, ins(ISSUE), mark=new) + p(ins("A new paragraph."))}))
    assert [(finding.kind, finding.old) for finding in reviewed.findings] == [("insertion", ISSUE)]


def test_struck_words_in_a_new_cell_are_only_a_deletion() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{p(deleted('A cell that went'))}</w:tc></w:tr></w:tbl>"
    reviewed = read(body({5: printed(5) + cell}))
    assert [finding.kind for finding in reviewed.findings] == ["deletion"]
