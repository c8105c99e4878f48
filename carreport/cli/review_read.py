"""The commands `review read`, `take` and `leave`: bring in what a reviewer sent, and decide on it."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from carreport.cli.comments import settle_comment
from carreport.cli.console import indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_write
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.form.wording import format_count_or_no, format_list, lower_first
from carreport.review.word_back.findings import FindingKind, Placing, ReviewedFile, ReviewFinding
from carreport.review.word_back.incoming import BroughtComments, IncomingReview, bring_in_review

_PILES = {
    Placing.SURE: "Placed",
    Placing.GUESS: "Not certain where they belong",
    Placing.NONE: "Without a place",
}


def read_reviewed_file(options: Namespace) -> int:
    """List what a reviewed document says and, unless it is a dry run, add it as comments and suggestions."""
    from carreport.review.word_back.returned_copy import read_review  # noqa: PLC0415 - only used here

    with open_to_write(options) as session:
        review = read_review(session, Path(options.document))
        brought = None if options.dry_run else bring_in_review(session, review)
        if options.json:
            print_result(json.dumps(_as_json(review, brought), ensure_ascii=False, indent=2))
            return 0
        for sentence in review.reviewed.sentences:
            print_result(sentence)
        for line in _list(session, review.reviewed):
            print_result(line)
    if brought is not None:
        print_remark(_summary(brought))
    return 0


def take_suggestions(options: Namespace) -> int:
    """Take suggestions into the answers, one after the other."""
    return _settle_each(options, "taken", "")


def leave_suggestions(options: Namespace) -> int:
    """Leave suggestions out, for a reason."""
    return _settle_each(options, "left", options.text)


def _settle_each(options: Namespace, how: str, text: str) -> int:
    chosen: Sequence[str] = options.comment
    return max(
        settle_comment(
            Namespace(draft=options.draft, author=options.author, comment=name, how=how, text=text)
        )
        for name in chosen
    )


def _list(session: DraftSession, reviewed: ReviewedFile) -> Iterator[str]:
    for placing, heading in _PILES.items():
        findings = reviewed.placed(placing)
        if findings:
            yield ""
            yield f"{heading}:"
        for finding in findings:
            yield from _describe(session, finding)


def _describe(session: DraftSession, finding: ReviewFinding) -> Iterator[str]:
    place = path_label(session.form, session.tree, finding.path) if "." in finding.path else ""
    author = f" by {finding.author}" if finding.author else ""
    settled = ", settled" if finding.is_settled else ""
    yield indent_lines(f"{place or 'The document'}: {lower_first(finding.type.label)}{author}{settled}")
    if finding.place.why:
        yield indent_lines(finding.place.why, 2)
    if finding.type in (FindingKind.COMMENT, FindingKind.REPLY):
        if finding.words:
            yield indent_lines(f"on “{finding.words}”", 2)
        yield indent_lines(finding.said, 2)
        return
    yield indent_lines(f"- {finding.old}", 2)
    yield indent_lines(f"+ {finding.new}", 2)


def _summary(brought: BroughtComments) -> str:
    if brought.is_nothing:
        return "The draft has all of this already. Nothing was added."
    counts = [
        format_count_or_no(len(brought.threads), "comment"),
        format_count_or_no(brought.replies, "reply"),
    ]
    settled = f" {brought.settled} settled." if brought.settled else ""
    return f"Added {format_list(counts)}.{settled}"


def _as_json(review: IncomingReview, brought: BroughtComments | None) -> dict[str, Any]:
    reviewed = review.reviewed
    return {
        "file": review.file,
        "comments": reviewed.comments,
        "changes": reviewed.changes,
        "listed": {"comments": reviewed.listed_comments, "changes": reviewed.listed_changes},
        "formatting": reviewed.formatting,
        "sentences": list(reviewed.sentences),
        "known": [{"thread": known.thread, "settled": known.is_settled} for known in reviewed.known],
        "findings": [_finding_as_json(finding) for finding in reviewed.findings],
        "added": None
        if brought is None
        else {"comments": list(brought.threads), "replies": brought.replies, "settled": brought.settled},
    }


def _finding_as_json(finding: ReviewFinding) -> dict[str, Any]:
    target = finding.target
    return {
        "id": finding.id,
        "kind": str(finding.type),
        "path": finding.path,
        "paragraph": finding.number,
        "placing": str(finding.placing),
        "why": finding.place.why,
        "author": finding.author,
        "when": finding.when,
        "old": finding.old,
        "new": finding.new,
        "words": finding.words,
        "said": finding.said,
        "reply_to": finding.reply_to,
        "settled": finding.is_settled,
        "moved_to": {"path": target.path, "paragraph": target.number} if target else None,
    }
