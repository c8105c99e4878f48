"""The way of a review by keyboard: comments, out to Word, a reviewer in LibreOffice, back, and the report."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from carreport.draft.session.draft_session import DraftSession
from carreport.settings import HOME_VARIABLE, Settings, save_settings
from carreport.ui.library import local_drafts
from tests.real_screen.report_traces import COMMENT_MARKS, traces
from tests.real_screen.screen import Screen, Verdict, real_screen, show, walk
from tests.real_screen.walk import Step
from tests.review.edits.copies import Printed, ReviewCopy, read_copy
from tests.review.edits.office import office, what_is_missing
from tests.review.edits.script import Script

NEEDED = ("dbus-daemon", "soffice")
FELLOW, COLLEAGUE, REVIEWER = "Dr Una Petrie", "Ailsa Kerr", "Morven Sinclair"
MARKED, MUST, PRIVATE, OUTSIDER, MAIN = "Heronword", "Gannetword", "Dipperword", "Ploverword", "Wagtailword"
SAID, REPLIED, LEFT, WHY_LEFT = "Ospreyword", "Curlewword", "Ternword", "Kingfisherword"
WORDS = (MARKED, MUST, PRIVATE, OUTSIDER, MAIN, SAID, REPLIED, LEFT, WHY_LEFT, REVIEWER)
"""No report may contain any of these."""
TAKEN = ("keep going", "reckoning")
"""The words of the suggestions that are taken: they are in every report."""
COMMENT, ADD = "ctrl+alt+m", "ctrl+Return"
TO_MAKE, MADE = ("F6", "Return"), "Report made"


@dataclass(frozen=True, slots=True)
class ReviewScene:
    """Where everything is: two people's homes, and the folder that they share."""

    fellow: Path
    colleague: Path
    shared: Path

    @property
    def draft(self) -> Path:
        """The inquiry."""
        return self.shared / "Inquiry.carreport"

    @property
    def returned(self) -> Path:
        """The file that the reviewer sends back."""
        return self.shared / "back.docx"


def run(folder: Path, output: Path) -> int:
    """Go the whole way, say how it went, and return the exit code."""
    if missing := what_is_missing():
        sys.stderr.write(f"{missing}\n")
        return 2
    scene = make_review_scene(folder)
    verdicts: list[Verdict] = []
    with real_screen(output, is_heard=True) as screen:
        for verdict in go(screen, scene):
            show(verdict)
            verdicts.append(verdict)
            if verdict.changed is None:
                break  # the next keys would go elsewhere
    found = list(traces_in_reports(scene))
    for trace in found:
        sys.stdout.write(f"✗ {trace}\n")
    _sum_up(verdicts, len(found))
    return 0 if all(verdict.is_good for verdict in verdicts) and not found else 1


def go(screen: Screen, scene: ReviewScene) -> Iterator[Verdict]:
    """Go the way of three people, the reviewer among them, and judge each step."""
    yield from walk(screen, scene.fellow, (*comment_on_five(scene), *send()))
    edit_as_reviewer(scene)
    yield from walk(screen, scene.fellow, bring_in(scene))
    yield from walk(screen, scene.colleague, settle_and_report(scene))


def _sum_up(verdicts: Sequence[Verdict], found: int) -> None:
    good = sum(verdict.is_good for verdict in verdicts)
    keys = sum(len(verdict.step.keys) for verdict in verdicts)
    longest = max(verdicts, key=lambda verdict: verdict.changed or 0)
    ready = max(verdicts, key=lambda verdict: verdict.ready)
    sys.stdout.write(
        f"{good} of {len(verdicts)} steps with {keys} keys and texts were shown and said as they are.\n"
        f"The longest wait for a change was {longest.changed or 0:.1f} s ({longest.step.name}), the longest "
        f"until all was there {ready.ready:.1f} s ({ready.step.name}).\n"
        f"{found} traces of comments in the reports.\n"
    )


def make_review_scene(folder: Path) -> ReviewScene:
    """Put the colleague's draft, which is the example, into a folder that both use."""
    example = Path()
    scene = ReviewScene(folder / "fellow", folder / "colleague", folder / "shared")
    for home, name in ((scene.fellow, FELLOW), (scene.colleague, COLLEAGUE)):
        home.mkdir()
        os.environ[HOME_VARIABLE] = str(home)
        if name == COLLEAGUE:
            with local_drafts.open_example(name) as session:
                example = session.path
        scene.shared.mkdir(exist_ok=True)
        save_settings(Settings(name=name, report_folder=str(scene.shared)))
    shutil.move(example, scene.draft)
    return scene


def comment_on_five(scene: ReviewScene) -> Sequence[Step]:
    """Return how the research fellow opens the draft and comments on five answers."""
    return (
        *opening("open", scene, "What is the inquiry called?"),
        Step("context", ("ctrl+Next",), (), spoken=("What is the issue?",)),
        Step(
            "mark",
            ("ctrl+Home", *["ctrl+shift+Right"] * 5, COMMENT),
            ("Comments", "Everyone in the group"),
            spoken=("Your comment: What is the issue?. About “When a young", "will be able to read this"),
        ),
        Step("marked", (f"={MARKED}: which person?", ADD), (), spoken=("Comment added.",)),
        Step(
            "must",
            ("Escape", "Tab", "Tab", COMMENT, f"={MUST}: by whom?", *["shift+Tab"] * 3, "m"),
            (),
            spoken=("Your comment: Who is most affected?", "Remark", "For anyone"),
        ),
        Step("must-added", (ADD,), (), spoken=("Comment added.",)),
        Step("private", ("Escape", "Tab", "Tab", COMMENT, f"={PRIVATE}: leave?"), ()),
        Step("only-me", ("shift+Tab", "Down"), ("Only you can read",), spoken=("Only you can read this.",)),
        Step("private-added", (ADD,), ("only you can read this",), spoken=("Comment added.",)),
        Step(
            "fourth",
            ("Escape", "Tab", "Tab", COMMENT, f"={OUTSIDER}: too long?", ADD),
            (),
            spoken=("Comment added.",),
        ),
        Step(
            "fifth",
            ("Escape", "ctrl+Next", COMMENT, f"={MAIN}: one question?", ADD),
            (),
            spoken=("Your comment: What is your question?", "Comment added."),
        ),
    )


def send() -> Sequence[Step]:
    """Return how the research fellow sends it to a reviewer."""
    return (
        Step("review", ("ctrl+shift+m",), (MARKED, MUST, MAIN), spoken=("Comments",)),
        Step(
            "review-list",
            ("Down", "Down", "Down", "Down"),
            (),
            spoken=("Must be fixed", MUST, "only you can read this", OUTSIDER, MAIN),
        ),
        Step("send", (*["shift+Tab"] * 4, "Return"), ("Included",), spoken=("Make the Word file",)),
        Step(
            "recipient",
            (*["shift+Tab"] * 5, f"={REVIEWER}"),
            (),
            spoken=("Choose another place", "Tell the group", "Who is it for?"),
        ),
        Step(
            "sent",
            (*["Tab"] * 5, "Return"),
            (),
            is_slow=True,
            spoken=("Word file made", "4 comments"),
        ),
    )


def edit_as_reviewer(scene: ReviewScene) -> None:
    """Edit the file in LibreOffice: a comment, a reply, two tracked changes and one untracked."""
    (sent,) = scene.shared.glob("*for review*.docx")
    with DraftSession.open(scene.draft, REVIEWER, read_only=True) as session:
        copy = read_copy("sent", sent.read_bytes(), session.form, session.shared_answers())
    script = Script(copy, random.Random(15), author=REVIEWER)  # noqa: S311 - nothing is drawn
    issue = paragraph(copy, "context.issue", "When a young")
    place = issue.text.index("town is theirs")
    script.comment(issue, place, place + len("town"), f"{SAID}: which town?")
    script.reply(issue, 0, len("When a young person does"), f"{REPLIED}: any pupil.")
    script.track()
    script.replace_words(paragraph(copy, "actions.future", "carry on"), "carry on", TAKEN[0])
    script.replace_words(paragraph(copy, "actions.knowing", "counting"), "counting", TAKEN[1])
    script.track(on=False)
    script.replace_words(paragraph(copy, "question.hard", "Everything moved"), "Everything", LEFT)
    with office(scene.shared) as program:
        program.edit(sent, script.steps, scene.returned)


def paragraph(copy: ReviewCopy, path: str, words: str) -> Printed:
    """Return the paragraph of an answer that has these words."""
    return next(at for at in copy.of(path) if words in at.text)


def bring_in(scene: ReviewScene) -> Sequence[Step]:
    """Return what the research fellow does when the file is back."""
    return (
        *opening("bring-open", scene, "Question"),
        Step("review-again", ("ctrl+shift+m",), (), spoken=("Comments",)),
        Step("ask-file", (*["shift+Tab"] * 3, "Return"), (), is_slow=True, spoken=("File name:",)),
        Step(
            "read",
            (f"={scene.returned}", "Return"),
            ("The file has 6 comments and 4 changes", "4 of its comments are in the inquiry"),
            is_slow=True,
            spoken=("The file has 6 comments and 4 changes; 6 and 4 are listed.",),
        ),
        Step(
            "read-list",
            ("Home", *["Down"] * 6),
            (),
            spoken=(f"Comment: {SAID}", "Deleted: counting", "Added: keep going", "Changed without tracking"),
        ),
        Step(
            "brought",
            (*["Tab"] * 4, "Return"),
            ("Brought in", "Back from review"),
            is_slow=True,
            spoken=("Bring in 2 comments and 5 changes", "Brought in: 4 comments, 1 reply."),
        ),
    )


def settle_and_report(scene: ReviewScene) -> Sequence[Step]:
    """Return what a colleague does for the group."""
    return (
        *opening("group-open", scene, "Question"),
        Step("group-review", ("ctrl+shift+m",), (SAID, MAIN), unread=(PRIVATE,)),
        Step("last", ("End", "Return"), (TAKEN[0],), spoken=("Suggestion", TAKEN[0])),
        Step("take", ("t",), (), spoken=("Suggestion taken.", TAKEN[1])),
        Step("take-next", ("t",), (LEFT,), spoken=("Suggestion taken.", LEFT)),
        Step(
            "leave", ("l", f"={WHY_LEFT}: it was more."), (WHY_LEFT,), spoken=("Why the suggestion is left",)
        ),
        Step("left", (ADD,), (MAIN,), spoken=("Suggestion left out.", MAIN)),
        Step("settle", ("s", "Return"), (), spoken=("Settled as done.", OUTSIDER)),
        Step(
            "settle-more",
            ("s", "Return", "s", "Right", ADD),
            (),
            spoken=("Done", "Settled as not needed.", MUST),
        ),
        Step("settle-last-but-one", ("s", "Return"), (), spoken=("Settled as done.", SAID)),
        Step("settle-last", ("s", "Return"), (), spoken=("Settled as done.", "There are no open comments.")),
        Step("word", ("ctrl+e", *TO_MAKE), ("Report made",), is_slow=True, spoken=("Word document", MADE)),
        Step("pdf", ("ctrl+e", "Right", *TO_MAKE), ("Report made",), is_slow=True, spoken=("PDF", MADE)),
        Step(
            "page", ("ctrl+e", "Right", *TO_MAKE), ("Report made",), is_slow=True, spoken=("Web page", MADE)
        ),
    )


def opening(name: str, scene: ReviewScene, at: str) -> tuple[Step, Step]:
    """Return the steps that open the inquiry where it was left; `at` is what is said there."""
    return (
        Step(f"{name}-file", ("ctrl+o",), ("Look in",), is_slow=True, spoken=("File name:",)),
        Step(name, (f"={scene.draft}", "Return"), (), is_slow=True, spoken=(at,)),
    )


def traces_in_reports(scene: ReviewScene) -> Iterator[str]:
    """Yield what the finished reports show of comments, and the words taken that they lack."""
    for suffix in (".docx", ".html", ".pdf"):
        found = [
            path
            for path in scene.shared.glob(f"*{suffix}")
            if "review" not in path.name and path != scene.returned
        ]
        if len(found) != 1:
            yield f"{len(found)} reports end in {suffix}"
            continue
        for trace in traces(found[0], (*WORDS, *COMMENT_MARKS)):
            yield f"{found[0].name} contains {trace}"
        for words in TAKEN:
            if not list(traces(found[0], (words,))):
                yield f"{found[0].name} lacks “{words}”, which was taken"
