"""Define the commands for comments and reviews, and their arguments."""

from __future__ import annotations

from carreport.cli.command_parser import CommandAdder, add_author, add_draft, add_json


def add_review_commands(adder: CommandAdder) -> None:
    """Add the commands for a review."""
    review = adder.group("review", "send an inquiry to a reviewer, and import what comes back")
    send = review.add("send", "write a Word document for a reviewer to comment on", "review:send_review")
    add_draft(send)
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
    add_draft(read)
    read.add_argument("document", metavar="DOCUMENT", help="the Word document (.docx) that was sent back")
    read.add_argument("--dry-run", action="store_true", help="only list what is in it")
    add_json(read)
    add_author(read)
    take = review.add("take", "take suggestions into the answers", "review_read:take_suggestions")
    leave = review.add("leave", "leave suggestions out, and say why", "review_read:leave_suggestions")
    for command in (take, leave):
        add_draft(command)
        command.add_argument(
            "comment", nargs="+", metavar="ID", help="the suggestions, as `comments` lists them"
        )
        add_author(command)
    leave.add_argument("--text", required=True, metavar="WHY", help="why they are left out")


def add_comment_commands(adder: CommandAdder) -> None:
    """Add the commands for comments."""
    comment = adder.add("comment", "comment on an answer or an entry", "comments:add_comment")
    add_draft(comment)
    comment.add_argument("path", metavar="PATH", help="which answer: section.field, or section.field/ITEM")
    comment.add_argument("--text", required=True, metavar="TEXT", help="what you want to say")
    comment.add_argument("--quote", metavar="WORDS", help="the words of the answer that it is about")
    comment.add_argument("--to", metavar="NAME", help="who should answer: a name, lead, group or fellow")
    comment.add_argument(
        "--for",
        dest="readers",
        choices=("group", "me"),
        default="group",
        help="who can read it: everyone in the group (the default), or only you",
    )
    sort = comment.add_mutually_exclusive_group()
    sort.add_argument("--question", action="store_true", help="it is a question")
    sort.add_argument("--must", action="store_true", help="it must be settled before the report is sent")
    sort.add_argument("--suggest", metavar="ANSWER", help="suggest that the answer becomes this")
    add_author(comment)
    comments = adder.add("comments", "list the comments on a draft", "comments:list_comments")
    add_draft(comments)
    comments.add_argument("--open", action="store_true", help="only those that are not settled")
    comments.add_argument("--to", metavar="NAME", help="only those to a name, lead, group or fellow")
    add_json(comments)
    add_author(comments)
    reply = adder.add("reply", "answer a comment", "comments:reply")
    add_draft(reply)
    reply.add_argument("comment", metavar="ID", help="the comment, as `comments` lists it")
    reply.add_argument("--text", required=True, metavar="TEXT", help="your answer")
    add_author(reply)
    settle = adder.add(
        "settle", "settle a comment, or take or leave the words that it suggests", "comments:settle_comment"
    )
    add_draft(settle)
    settle.add_argument("comment", metavar="ID", help="the comment, as `comments` lists it")
    settle.add_argument(
        "--how",
        choices=("done", "taken", "left", "not-needed"),
        default="done",
        help="how it is settled; “taken” writes suggested words into the answer",
    )
    settle.add_argument("--text", metavar="TEXT", help="why; it is needed for a suggestion that is left")
    add_author(settle)
