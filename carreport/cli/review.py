"""The commands for a review: `review send`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from carreport.cli.console import print_remark, print_result
from carreport.cli.open_draft import open_to_write
from carreport.form.wording import format_count, format_count_or_no
from carreport.review.word_out_content import NOT_IN_REVIEW


def send_review(options: Namespace) -> int:
    """Write a review copy, or a report with the open comments on it, and keep a receipt."""
    from carreport.review.word_out_send import send_for_review  # noqa: PLC0415 - only used here

    report = Path(options.report) if options.report else None
    with open_to_write(options) as session:
        written = send_for_review(
            session, Path(options.output), to=options.to or "", report=report, replace=options.replace
        )
    comments = format_count_or_no(written.comments, "comment")
    contents = comments if report else f"{written.receipt.totals_text}, {comments}"
    print_result(f"{options.output}: {contents}.")
    if written.unsent:
        unsent = format_count(written.unsent, "comment")
        print_remark(f"{unsent} not included, because the answer is not printed.")
    if not report:
        print_remark(f"Not included: {NOT_IN_REVIEW}.")
    return 0
