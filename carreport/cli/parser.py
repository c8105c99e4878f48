"""Define the commands and their arguments; the other modules carry them out."""

from __future__ import annotations

import argparse

from carreport import __version__
from carreport.cli.command_parser import CommandAdder, CommandParser, add_author, add_draft, add_json
from carreport.cli.review_arguments import add_comment_commands, add_review_commands

ABOUT = """\
Write up a collaborative action research inquiry. Answer a guided form, work on it with others,
and make a Word, PDF or HTML report. With no command, or with just the name of a draft,
carreport opens its window."""

EXAMPLES = """\
for example:
  carreport new car-inquiry -o schools.carreport
  carreport blank car-inquiry --json > answers.json
  carreport fill schools.carreport answers.json
  carreport render schools.carreport -o schools.docx

exit codes: 0 done, 1 problems found, 2 incorrect command, 3 a file that cannot be used"""


def make_parser() -> tuple[CommandParser, list[str]]:
    """Return the parser and the names of its commands."""
    parser = CommandParser(
        prog="carreport",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"carreport {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    adder = CommandAdder(commands)
    _add_writing_commands(adder)
    _add_reading_commands(adder)
    _add_report_commands(adder)
    _add_copy_commands(adder)
    add_review_commands(adder)
    add_comment_commands(adder)
    _add_form_commands(adder)
    _add_safety_commands(adder)
    _add_removal_commands(adder)
    _add_survey_commands(adder)
    _add_photo_commands(adder)
    return parser, list(commands.choices)


def _add_writing_commands(adder: CommandAdder) -> None:
    new = adder.add("new", "make a draft, empty or filled in from a file", "fill:new_draft")
    new.add_argument("form", nargs="?", default="car-inquiry", metavar="FORM", help=FORM_HELP)
    new.add_argument("-o", "--output", required=True, metavar="FILE", help="the draft to make (.carreport)")
    new.add_argument("--answers", metavar="ANSWERS", help="answers to fill in, as JSON; - for standard input")
    _add_pictures_from(new)
    add_author(new)

    fill = adder.add("fill", "fill in a draft from a file of answers: all of them or none", "fill:fill_draft")
    add_draft(fill)
    fill.add_argument("answers", metavar="ANSWERS", help="the answers, as JSON; - for standard input")
    _add_pictures_from(fill)
    add_author(fill)

    history = adder.add("history", "list the versions of one answer, or restore one", "history:show_history")
    add_draft(history)
    history.add_argument(
        "path", metavar="PATH", help="which answer: section.field, or section.field/ITEM/FIELD"
    )
    history.add_argument("--restore", metavar="ID", help="restore this version as a new version")
    add_author(history)

    timeline = adder.add(
        "timeline", "list who worked when, show later changes, or go back", "timeline:show_timeline"
    )
    add_draft(timeline)
    way = timeline.add_mutually_exclusive_group()
    way.add_argument(
        "--since", type=int, metavar="N", help="show what changed after timeline entry N, word by word"
    )
    way.add_argument("--go-back", type=int, metavar="N", help="restore every answer to timeline entry N")
    add_author(timeline)


def _add_removal_commands(adder: CommandAdder) -> None:
    duplicate = adder.add(
        "duplicate", "make a new inquiry with the answers of a draft, without its past", "removal:duplicate"
    )
    add_draft(duplicate)
    duplicate.add_argument("-o", "--output", required=True, metavar="NEW", help="the draft to make")
    add_author(duplicate)
    delete = adder.add("delete", "move a draft into the bin, where it stays for 30 days", "removal:delete")
    delete.add_argument("draft", metavar="DRAFT", help="a draft in your drafts folder")
    add_author(delete)
    deleted = adder.add("deleted", "list the drafts in the bin, or restore one", "removal:list_deleted")
    deleted.add_argument("--restore", type=int, metavar="N", help="restore deleted draft number N")
    add_author(deleted)


def _add_reading_commands(adder: CommandAdder) -> None:
    show = adder.add("show", "print the answers in a draft", "show:show_draft")
    add_draft(show)
    show.add_argument("--json", action="store_true", help="as the JSON that `fill` reads")

    check = adder.add("check", "list what to fix before you share a report, and where", "show:check_draft")
    add_draft(check)
    check.add_argument(
        "--template", metavar="NAME", help="the report template to check against; see `carreport templates`"
    )

    who = adder.add(
        "who", "list who could be recognised in a report, by which passages and why", "who:list_recognisable"
    )
    add_draft(who)
    who.add_argument("--template", metavar="NAME", help="the report template; see `carreport templates`")
    add_json(who)
    add_author(who)

    list_ = adder.add("list", "list the drafts in a folder", "list:list_drafts")
    list_.add_argument(
        "folder", nargs="?", metavar="FOLDER", help="the folder; by default, your own drafts folder"
    )


def _add_report_commands(adder: CommandAdder) -> None:
    render = adder.add(
        "render", "make the report, and check that every answer is in it", "render:render_report"
    )
    add_draft(render)
    render.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the report to make: .docx, .pdf or .html"
    )
    render.add_argument(
        "--template",
        metavar="NAME",
        help="a template that `carreport templates` lists, or a folder of your own",
    )
    render.add_argument("-v", "--verbose", action="store_true", help="also list what was left out, and why")
    adder.add("templates", "list the report templates", "render:list_templates")
    check = adder.add("template-check", "list every mistake in a template", "templates:check")
    check.add_argument("template", metavar="FILE", help="a Word document (.docx), or a folder")
    add = adder.add(
        "template-add", "add a template to your own templates, if it has no mistakes", "templates:add"
    )
    add.add_argument("template", metavar="FILE", help="a Word document (.docx), or a folder")
    add.add_argument("--name", metavar="NAME", help="what to call it; by default, the file name")
    add.add_argument("--replace", action="store_true", help="replace your template with the same name")
    _add_like(add)
    start = adder.add("template-start", "write a Word template for you to restyle", "templates:start")
    start.add_argument("output", metavar="FILE", help="the Word document to write (.docx)")
    _add_like(start)


def _add_form_commands(adder: CommandAdder) -> None:
    adder.add("forms", "list the forms", "forms:list_forms")
    check = adder.add("form-check", "list every mistake in a form file", "forms:check_form")
    check.add_argument("form", metavar="FILE", help="the form file (.toml)")
    blank = adder.add("blank", "print the questions of a form", "forms:show_blank")
    blank.add_argument("form", nargs="?", default="car-inquiry", metavar="FORM", help=FORM_HELP)
    blank.add_argument("--json", action="store_true", help="as an empty answers file to fill in")
    blank.add_argument("-o", dest="output", metavar="OUT", help="as a form to fill in by hand (.docx, .html)")


def _add_safety_commands(adder: CommandAdder) -> None:
    verify = adder.add(
        "verify", "count the answers and pictures in a draft, and list any damage", "recovery:verify"
    )
    add_draft(verify)
    salvage = adder.add(
        "salvage", "recover everything intact in a damaged draft into a new one", "recovery:salvage_draft"
    )
    salvage.add_argument("draft", metavar="BAD", help="the damaged draft; it is not changed")
    salvage.add_argument("-o", "--output", required=True, metavar="GOOD", help="the draft to make")
    salvage.add_argument("--form", metavar="FILE", help="the form file, if the form in the draft is damaged")
    backups = adder.add("backups", "list the backups of a draft, or restore one", "recovery:list_backups")
    backups.add_argument(
        "draft",
        nargs="?",
        metavar="DRAFT",
        help="the draft, or its id in the list of all backups",
    )
    backups.add_argument("--restore", type=int, metavar="N", help="restore this backup as a separate draft")
    backups.add_argument(
        "-o", "--output", metavar="NEW", help="the draft to make; by default, in the same folder"
    )


def _add_copy_commands(adder: CommandAdder) -> None:
    share = adder.add("share", "write a copy of a draft to share", "copies:share_draft")
    add_draft(share)
    share.add_argument("-o", "--output", required=True, metavar="COPY", help="the copy to write")
    share.add_argument("--replace", action="store_true", help="replace an existing file")
    add_author(share)
    merge = adder.add("merge", "import copies into a draft, and list the changes", "copies:merge_copies")
    add_draft(merge)
    merge.add_argument("copies", nargs="*", metavar="COPY", help="the copies you received")
    merge.add_argument("--dry-run", action="store_true", help="only list the changes")
    merge.add_argument(
        "--separate",
        action="store_true",
        help="also import a file in which someone filled in the same form from scratch",
    )
    merge.add_argument(
        "--beside",
        action="store_true",
        help="also import conflict copies that a synchronising program left in the folder",
    )
    merge.add_argument(
        "--undo", action="store_true", help="undo the last import; what was imported stays in the history"
    )
    add_author(merge)
    conflicts = adder.add(
        "conflicts", "list answers in conflict, and edits that are set aside", "copies:show_conflicts"
    )
    add_draft(conflicts)
    resolve = adder.add("resolve", "resolve a conflict", "copies:resolve_conflict")
    add_draft(resolve)
    resolve.add_argument("path", metavar="PATH", help="the answer, as `conflicts` lists it")
    way = resolve.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--keep", metavar="ID|both", help="keep this version; “both” keeps all versions, one after the other"
    )
    way.add_argument("--text", metavar="TEXT", help="replace all versions with this text")
    way.add_argument(
        "--restore", action="store_true", help="restore a removed entry that has edits set aside"
    )
    add_author(resolve)
    _add_release(adder)
    _add_erase(adder)


def _add_release(adder: CommandAdder) -> None:
    release = adder.add(
        "release",
        "share an entry that only you can see with everyone who has the draft",
        "release:release_entry",
    )
    add_draft(release)
    release.add_argument(
        "path", nargs="?", metavar="PATH", help="the entry; by default, list those that only you can see"
    )
    release.add_argument("--sign", metavar="KEY", help="how it is signed, such as “named”")
    release.add_argument(
        "--number", type=int, metavar="N", help="the number that signs it; by default, one drawn by lot"
    )
    release.add_argument(
        "--yes", action="store_true", help="go ahead; without this, only show who would see what"
    )
    add_author(release)


def _add_erase(adder: CommandAdder) -> None:
    erase = adder.add("erase", "permanently erase text from a draft and its backups", "copies:erase_words")
    add_draft(erase)
    what = erase.add_mutually_exclusive_group(required=True)
    what.add_argument("--person", metavar="NAME", help="everything this person wrote")
    what.add_argument(
        "--history", metavar="PATH", help="the earlier versions of an answer, a list or an entry"
    )
    what.add_argument("--answer", metavar="PATH", help="all versions of an answer, a list or an entry")
    what.add_argument(
        "--reply",
        metavar="WHICH",
        help="one person's reply: its path, SURVEY#NUMBER, or text that no other reply contains",
    )
    erase.add_argument(
        "--yes", action="store_true", help="go ahead; without this, only show what would be erased"
    )
    add_author(erase)


def _add_survey_commands(adder: CommandAdder) -> None:
    survey = adder.group("survey", "import replies to a survey, and print its table")
    bring = survey.add(
        "import", "import a file of replies (.xlsx or .csv): all of them or none", "survey:import_replies"
    )
    _add_draft_and_path(bring, "the list of surveys, such as data.surveys, or one survey in it")
    bring.add_argument("file", metavar="FILE", help="the downloaded file")
    bring.add_argument("--dry-run", action="store_true", help="only show how the file would be read")
    bring.add_argument("--name", metavar="NAME", help="the name of the survey, existing or new")
    bring.add_argument(
        "--sheet", metavar="SHEET", help="the sheet of a workbook; by default, the first with cells"
    )
    bring.add_argument(
        "--headings", type=int, metavar="ROW", help="the number of the row that has the headings"
    )
    _add_scale_options(bring)
    _add_column_options(bring)
    bring.add_argument("--wave", metavar="WAVE", help="the survey round in which these people replied")
    _add_row_options(bring)
    _add_answers_about_alike(bring)
    add_author(bring)
    table = survey.add("table", "print the agreement table of a survey", "survey:show_table")
    _add_draft_and_path(table, "the list of surveys, one survey, or its statements")
    shape = table.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as JSON")
    shape.add_argument("--csv", action="store_true", help="as CSV for a spreadsheet")


def _add_row_options(bring: CommandParser) -> None:
    """Add the options for which rows are replies, and which encoding the file is in."""
    bring.add_argument("--leave-out-rows", metavar="ROWS", help="rows that are not replies: 12,14-16")
    bring.add_argument("--count-rows", metavar="ROWS", help="rows to count: hidden, unfinished or a preview")
    bring.add_argument(
        "--encoding",
        choices=("cp1252", "cp850", "cp437", "mac_roman", "iso8859-15", "utf-8"),
        help="the encoding of a text file, if carreport cannot tell",
    )


def _add_scale_options(bring: CommandParser) -> None:
    """Add the options that say what people could choose."""
    bring.add_argument(
        "--scale", metavar="SCALE", help="agree4, agree5, three or yes_no; detected by default"
    )
    bring.add_argument(
        "--steps", metavar="STEPS", help='the points of another scale: "Often; Sometimes; Never" or "0 to 10"'
    )
    bring.add_argument(
        "--scale-of", action="append", metavar="F=SCALE", help="the scale of column F, if it has its own"
    )
    bring.add_argument(
        "--steps-of", action="append", metavar="F=STEPS", help="the points of the scale of column F"
    )
    bring.add_argument(
        "--one-is",
        action="append",
        metavar="STEP",
        help="if the answers are numbers: the end of the scale that 1 means; F=STEP for one column",
    )
    bring.add_argument(
        "--options-of",
        action="append",
        metavar="F=OPTIONS",
        help='the options that people could tick in column F: "A walk; A talk"',
    )
    bring.add_argument(
        "--ticked-nothing",
        choices=("answered", "skipped"),
        help="whether people who ticked nothing have answered the question or skipped it",
    )


def _add_column_options(bring: CommandParser) -> None:
    """Add the options that say how a column or an answer is read."""
    bring.add_argument(
        "--take",
        action="append",
        metavar="F=USE",
        help="read column F as statement, ticks, open, group, wave or left-out",
    )
    bring.add_argument(
        "--word",
        action="append",
        metavar="WORD=STEP",
        help="read an answer as a point on the scale; WORD= means no answer",
    )
    bring.add_argument(
        "--word-of", action="append", metavar="F:WORD=STEP", help="the same for the answers in column F only"
    )


def _add_answers_about_alike(bring: CommandParser) -> None:
    """Add the options that say whether similar wordings and replies are the same."""
    bring.add_argument(
        "--same-as", action="append", metavar="F=ID", help="column F is this existing question"
    )
    bring.add_argument("--new", action="append", metavar="F", help="column F is a new question")
    bring.add_argument("--group", action="append", metavar="WORD=NAME", help="this word means this group")
    bring.add_argument(
        "--new-survey", action="store_true", help="the survey is new, although its name is like another"
    )
    bring.add_argument(
        "--corrected",
        metavar="WHICH",
        choices=("new", "keep", "others"),
        help="replies that were corrected: take the new answers (new), keep the earlier ones (keep), "
        "or import them as replies of other people (others)",
    )
    alike = bring.add_mutually_exclusive_group()
    alike.add_argument("--same", action="store_true", help="identical replies come from the same people")
    alike.add_argument("--others", action="store_true", help="identical replies come from other people")


def _add_photo_commands(adder: CommandAdder) -> None:
    photo = adder.group("photo", "import photos")
    add = photo.add("add", "import a photo: upright, without metadata, and resized", "photo:add_photo")
    _add_draft_and_path(add, "the list of photos, such as data.photos")
    add.add_argument("image", metavar="IMAGE", help="a JPEG, PNG, WebP or HEIC file")
    add.add_argument("--caption", metavar="TEXT", help="the caption")
    add.add_argument("--alt", metavar="TEXT", help="a description for people who cannot see the photo")
    add.add_argument(
        "--decorative", action="store_true", help="the photo is decorative and needs no description"
    )
    add.add_argument("--credit", metavar="NAME", help="who took it")
    add.add_argument(
        "--consent", metavar="KEY", help="whether the people in it agreed: nobody, yes or not_yet"
    )
    add_author(add)


def _add_draft_and_path(command: CommandParser, path: str) -> None:
    add_draft(command)
    command.add_argument("path", metavar="PATH", help=path)


FORM_HELP = "a form by its id (see `carreport forms`) or the path of a .toml file; by default, car-inquiry"


def _add_like(command: CommandParser) -> None:
    command.add_argument(
        "--like", default="inquiry-report", metavar="NAME", help="the carreport template to base it on"
    )


def _add_pictures_from(command: CommandParser) -> None:
    command.add_argument(
        "--pictures-from", metavar="DRAFT", help="take the pictures named in the answers from this draft"
    )
