"""Define the commands for a review, and their arguments."""

from __future__ import annotations

from carreport.cli.command_parser import CommandAdder, add_author


def add_review_commands(adder: CommandAdder) -> None:
    """Add the commands for a review."""
    review = adder.group("review", "send an inquiry to a reviewer")
    send = review.add("send", "write a Word document for a reviewer to comment on", "review:send_review")
    send.add_argument("draft", metavar="DRAFT", help="the draft")
    send.add_argument("-o", "--output", required=True, metavar="FILE", help="the document to write (.docx)")
    send.add_argument("--to", metavar="NAME", help="who will review it, for the receipt")
    send.add_argument(
        "--report", metavar="REPORT", help="a report (.docx) made from the draft: add the open comments to it"
    )
    send.add_argument("--replace", action="store_true", help="replace an existing file")
    add_author(send)
