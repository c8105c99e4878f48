"""Define the commands for a review, and their arguments."""

from __future__ import annotations

from carreport.cli.command_parser import CommandAdder, add_author


def add_review_commands(adder: CommandAdder) -> None:
    """Add the commands for a review."""
    review = adder.group("review", "send an inquiry to a reviewer, and import what comes back")
    send = review.add("send", "write a Word document for a reviewer to comment on", "review:send_review")
    send.add_argument("draft", metavar="DRAFT", help="the draft")
    send.add_argument("-o", "--output", required=True, metavar="FILE", help="the document to write (.docx)")
    send.add_argument("--to", metavar="NAME", help="who will review it, for the receipt")
    send.add_argument(
        "--report", metavar="REPORT", help="a report (.docx) made from the draft: add the open comments to it"
    )
    send.add_argument("--replace", action="store_true", help="replace an existing file")
    add_author(send)
    read = review.add(
        "read", "import what a reviewer has written into a Word document", "review_read:read_reviewed_file"
    )
    read.add_argument("draft", metavar="DRAFT", help="the draft")
    read.add_argument("document", metavar="DOCUMENT", help="the Word document (.docx) that was sent back")
    read.add_argument("--dry-run", action="store_true", help="only list what is in it")
    read.add_argument("--json", action="store_true", help="as JSON")
    add_author(read)
    take = review.add("take", "take suggestions into the answers", "review_read:take_suggestions")
    leave = review.add("leave", "leave suggestions out, and say why", "review_read:leave_suggestions")
    for command in (take, leave):
        command.add_argument("draft", metavar="DRAFT", help="the draft")
        command.add_argument(
            "comment", nargs="+", metavar="ID", help="the suggestions, as `comments` lists them"
        )
        add_author(command)
    leave.add_argument("--text", required=True, metavar="WHY", help="why they are left out")
