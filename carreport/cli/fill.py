"""The commands that write answers: `new` and `fill`. Each writes all the answers in a file, or none."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from carreport.atomic_write import rename_path
from carreport.cli.answers_file import STANDARD_INPUT, read_json
from carreport.cli.author import author_of
from carreport.cli.console import indent_lines, print_remark, print_result
from carreport.cli.forms import find_form
from carreport.cli.import_pictures import PictureImporter
from carreport.cli.open_draft import open_to_write
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release_decision import without_releases
from carreport.errors import AnswersFileError, DraftFileError
from carreport.form.answers import Answers, answers_from_json
from carreport.form.wording import format_count, format_list


def new_draft(options: Namespace) -> int:
    """Make a draft, empty or with the answers in a file; leave nothing behind if they do not fit."""
    form = find_form(options.form)
    target = Path(options.output)
    _check_free(target)
    answers = read_json(options.answers) if options.answers else None
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as folder:
        fresh = Path(folder, target.name)
        with closing(DraftSession.create(fresh, form, author_of(options.author))) as session:
            if answers is not None:
                _fill(session, answers, options, as_group=True)
        _rename_draft(fresh, target)
    print_result(f"{target}: new draft of “{form.title}”.")
    return 0


def fill_draft(options: Namespace) -> int:
    """Write the answers in a file to a draft."""
    answers = read_json(options.answers)
    with open_to_write(options) as session:
        changed = _fill(session, answers, options, as_group=session.tree.newest is None)
        private = len(session.views.private_entries())
    print_result(f"{options.draft}: {changed} {'answer' if changed == 1 else 'answers'} changed.")
    if private:
        print_remark(
            f"{format_count(private, 'entry')} in it can be read only by {author_of(options.author)}. "
            f"`carreport release {options.draft}` lists them."
        )
    return 0


def _fill(
    session: DraftSession,
    answers_json: Any,  # noqa: ANN401 - any JSON
    options: Namespace,
    *,
    as_group: bool,
) -> int:
    """Fill the draft if everything fits; otherwise report every problem."""
    beside = Path() if options.answers == STANDARD_INPUT else Path(options.answers).parent
    with PictureImporter(session, beside, options.pictures_from) as pictures:
        answers, problems = answers_from_json(session.form, answers_json, pictures.prepare)
        problems += pictures.missing_pictures(answers)
        if problems:
            raise AnswersDoNotFit(options.answers, [str(problem) for problem in problems])
        pictures.attach_all()
    changed = session.fill(answers, as_group=as_group)
    unchanged = list(_choices_not_filled(session, answers))
    if unchanged:
        print_remark(
            f"Filling in does not let reports print an entry again, so this was not changed: "
            f"{format_list(unchanged)}. Its writer can choose that in the window."
        )
    session.flush()
    return changed


def _choices_not_filled(session: DraftSession, answers: Answers) -> Iterator[str]:
    """Yield the path of each answer that would have let reports print an entry, and was left out."""
    filled = without_releases(session.form, answers, session.shared_answers())
    for path, group in session.form.questions():
        if group.private_until is not None:
            for item, rest in zip(answers.items(path), filled.items(path), strict=True):
                if item.values != rest.values:
                    yield f"{path}/{item.id}/{group.private_until.field}"


class AnswersDoNotFit(AnswersFileError):
    """The JSON is valid, but some of it does not fit the form; the message lists every problem."""

    exit_code = 1

    def __init__(self, source: str, complaints: list[str]) -> None:
        count = f"{len(complaints)} places" if len(complaints) > 1 else "one place"
        super().__init__(
            "answers-do-not-fit",
            f"The answers in {'standard input' if source == STANDARD_INPUT else source} do "
            "not fit"
            f" the form in {count}:",
            why="\n" + indent_lines("\n".join(complaints)) + "\n",
            remedy="No answers were saved. Correct what is listed above and try again.",
        )


def _check_free(target: Path) -> None:
    if os.path.lexists(target):
        raise DraftFileError(
            "draft-exists",
            f"The file {target} already exists and was not changed.",
            remedy="Choose another name with -o, or change the existing draft with `carreport fill`.",
        )
    if not target.parent.is_dir():
        raise DraftFileError(
            "folder-missing",
            f"The folder {target.parent} does not exist.",
            remedy="Create the folder first, or choose another with -o.",
        )


def _rename_draft(fresh: Path, target: Path) -> None:
    """Rename a finished draft, unless another file has taken the name in the meantime."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        _check_free(target)
    except OSError:  # the file system has no hard links
        rename_path(fresh, target)
