"""Lead through replies that are typed in and counts on another scale, for their pictures."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from carreport.form.answers import Answers, Item
from carreport.survey.manual_entry import EnteredReply, own_entry_id, read_questionnaire, save_reply
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.results.counts import NO_COUNTS, counts_entry_id
from carreport.survey.scales import Scale, scale_by_name
from carreport.ui.survey.enter_replies.enter_replies_controller import EnterRepliesController
from tools.screenshots.fellow_text_pages import Camera

SURVEYS = "data.surveys"
ASKED = (
    "I knew why I was being sent on",
    "I knew whom I would meet",
    "I had to tell my story only once",
    "Somebody asked afterwards how it had gone",
)
SAID = ("1240", "2221", "1110", "4432", "2120", "1341", "2210", "1231", "2142", "1121", "3320", "1212")
"""What twelve people said to the four statements, as the keys that were pressed."""


def take_typing(camera: Camera) -> None:
    """Take the page on which replies are typed in, and a table of counts on five steps."""
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    wizard.session.fill(Answers({SURVEYS: (_survey("paper", "agree4"), _survey("counts", "agree5"))}))
    _take_page(camera)
    _take_counts(camera)
    for each in ("paper", "counts"):
        wizard.session.remove_item(f"{SURVEYS}/{each}")
    camera.settle()


def _take_page(camera: Camera) -> None:
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    session, path = wizard.session, f"{SURVEYS}/paper"
    keys = ("strongly_agree", "agree", "disagree", "strongly_disagree")
    for number, said in enumerate(SAID):
        asked = read_questionnaire(session.form, session.answers(), path)
        answers = {f"s{at}": keys[int(key) - 1] if key != "0" else "dont_know" for at, key in enumerate(said)}
        reply = EnteredReply(
            random_fingerprints(1)[0], answers, group="By phone" if number % 2 else "In person"
        )
        save_reply(session, asked, own_entry_id(asked, *session.author_and_device), reply)
    camera.window.begin_task("typing", path)
    work = camera.window.find_task(EnterRepliesController)
    assert work is not None  # noqa: S101 - begun above
    for to, step in (("s0", "agree"), ("s1", "strongly_agree")):
        work.page.answer_chosen.emit(to, step)
    work.page.go_to_row("s2")
    while f"{len(SAID) + 1} replies" not in work.page.result_view.source.text() or not session.is_saved:
        QApplication.processEvents()
    camera.settle()
    camera.take("typing")
    wizard.return_to_step()


def _take_counts(camera: Camera) -> None:
    wizard = camera.window.inquiry.wizard
    assert wizard is not None  # noqa: S101 - the example was opened before
    scale = scale_by_name("agree5")
    assert scale is not None  # noqa: S101 - it is one of those that everybody uses
    path = f"{SURVEYS}/counts"
    batches = f"{path}/replies"
    value = _counts(scale)
    entry = Item(counts_entry_id(batches), {"replies": value})
    wizard.session.fill(Answers({SURVEYS: (Item("counts", {"replies": (entry,)}),)}))
    wizard.go_to(f"{path}/statements")
    QApplication.processEvents()
    camera.take("counts")


def _counts(scale: Scale) -> dict[str, Any]:
    counts = NO_COUNTS
    for at, row in enumerate(("563121", "482310", "735201", "246330")):
        for key, count in zip(scale.keys, row, strict=True):
            counts = counts.with_count(scale, f"s{at}", key, int(count))
    return counts.value


def _survey(item: str, scale: str) -> Item:
    statements = tuple(Item(f"s{at}", {"statement": words}) for at, words in enumerate(ASKED))
    named = {"name": "Handover survey", "scale": scale, "by_group": "large"}
    return Item(item, {**named, "statements": statements})
