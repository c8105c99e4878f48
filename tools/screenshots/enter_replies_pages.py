"""Take the page that enters paper replies, and a table of counts on another scale."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from carreport.survey.manual_entry import EnteredReply, own_entry_id, read_questionnaire, save_reply
from carreport.survey.replies.fingerprints import random_fingerprints
from carreport.survey.results.counts import NO_COUNTS, counts_entry_id
from carreport.survey.scales import Scale, scale_by_name
from carreport.ui.survey.enter_replies.enter_replies_controller import EnterRepliesController
from tools.screenshots.camera import Camera

SURVEYS = "data.surveys"
STATEMENTS = (
    "I knew why I was being sent on",
    "I knew whom I would meet",
    "I had to tell my story only once",
    "Somebody asked afterwards how it had gone",
)
SCALE_KEYS = ("strongly_agree", "agree", "disagree", "strongly_disagree")
PAPER_REPLIES = (
    "1240",
    "2221",
    "1110",
    "4432",
    "2120",
    "1341",
    "2210",
    "1231",
    "2142",
    "1121",
    "3320",
    "1212",
)
"""For each of twelve people the key pressed for each statement; 0 is “Don’t know”."""
COUNTS = ("563121", "482310", "735201", "246330")
"""For each statement how many people chose each answer of the five-step scale."""


def take_enter_replies_pages(camera: Camera) -> None:
    """Take both for two surveys that are added to the example, and remove them."""
    session = camera.wizard.session
    session.fill(Answers({SURVEYS: (_survey("paper", "agree4"), _survey("counts", "agree5"))}))
    _take_enter_replies(camera)
    _take_counts(camera)
    for survey_id in ("paper", "counts"):
        session.remove_item(f"{SURVEYS}/{survey_id}")
    camera.settle()


def _take_enter_replies(camera: Camera) -> None:
    session, survey = camera.wizard.session, f"{SURVEYS}/paper"
    for number, keys in enumerate(PAPER_REPLIES):
        _save_paper_reply(session, survey, keys, group="By phone" if number % 2 else "In person")
    page = camera.begin_task(EnterRepliesController, "typing", survey).page
    page.answer_chosen.emit("s0", "agree")
    page.answer_chosen.emit("s1", "strongly_agree")
    page.go_to_row("s2")
    total = f"{len(PAPER_REPLIES) + 1} replies"
    camera.wait_until(lambda: total in page.result_view.source.text() and session.is_saved)
    camera.take("typing")
    camera.wizard.return_to_last_page()


def _save_paper_reply(session: DraftSession, survey: str, keys: str, group: str) -> None:
    questionnaire = read_questionnaire(session.form, session.answers(), survey)
    answers = {
        f"s{number}": SCALE_KEYS[int(key) - 1] if key != "0" else "dont_know"
        for number, key in enumerate(keys)
    }
    reply = EnteredReply(random_fingerprints(1)[0], answers, group=group)
    save_reply(session, questionnaire, own_entry_id(questionnaire, *session.author_and_device), reply)


def _take_counts(camera: Camera) -> None:
    scale = scale_by_name("agree5")
    assert scale is not None
    survey = f"{SURVEYS}/counts"
    entry = Item(counts_entry_id(f"{survey}/replies"), {"replies": _counts(scale)})
    camera.wizard.session.fill(Answers({SURVEYS: (Item("counts", {"replies": (entry,)}),)}))
    camera.wizard.go_to(f"{survey}/statements")
    QApplication.processEvents()
    camera.take("counts")


def _counts(scale: Scale) -> dict[str, Any]:
    counts = NO_COUNTS
    for number, row in enumerate(COUNTS):
        for key, count in zip(scale.keys, row, strict=True):
            counts = counts.with_count(scale, f"s{number}", key, int(count))
    return counts.value


def _survey(survey_id: str, scale: str) -> Item:
    statements = tuple(Item(f"s{number}", {"statement": text}) for number, text in enumerate(STATEMENTS))
    answers = {"name": "Handover survey", "scale": scale, "by_group": "large"}
    return Item(survey_id, {**answers, "statements": statements})
