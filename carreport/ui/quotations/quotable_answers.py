"""The answers that can be quoted: their place, their speaker, and whether reports print them.

Entries are named after their text. Members have the same names as in reports, which may be numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Form
from carreport.ui.editors.list.entry_summary import entry_summary
from carreport.ui.richtext.quote_links import QuotationSource

if TYPE_CHECKING:
    from carreport.report.quotations import QuotationPolicy
    from carreport.survey.themes import OpenReply

LEAST_WORDS = 4
"""A one-line answer with fewer words than this is not offered."""
PRIVATE = (
    "Only you can see this answer, but the fellow’s text is included in every copy. To quote from an entry, "
    "give it to the group first."
)


@dataclass(frozen=True, slots=True)
class QuotableAnswer:
    """An answer that can be quoted, unless `not_quotable_reason` says why it cannot be."""

    path: str
    place: str
    speaker: str
    text: RichText
    not_printed_reason: str = ""
    not_quotable_reason: str = ""


class QuotationSources:
    """Finds the sources of quotations in the answers of the open inquiry."""

    def __init__(self, session: DraftSession) -> None:
        self._session = session
        self._known: tuple[Answers, QuotationPolicy] | None = None

    def source_at(self, path: str) -> QuotationSource:
        """Return the source of a quotation from the answer at `path`."""
        quoting = self.quoting()
        if self._session.form.field(path) is None:
            return QuotationSource("")
        unprinted = not_printed_text(quoting.withhold_reason(path))
        if self._session.is_private(path):
            unprinted = "only you can see the answer"
        return QuotationSource(answer_place(quoting, path), quoting.texts(path), unprinted)

    def quoting(self) -> QuotationPolicy:
        """Return the quotation policy of public reports, for the current answers."""
        answers = self._session.answers()
        if self._known is None or self._known[0] is not answers:
            self._known = (answers, make_quoting(self._session.form, answers))
        return self._known[1]


def make_quoting(form: Form, answers: Answers) -> QuotationPolicy:
    """Return the quotation policy of the default report, which is public."""
    from carreport.report.printable import printable_answers  # noqa: PLC0415 - not before something is quoted
    from carreport.report.quotations import QuotationPolicy  # noqa: PLC0415 - likewise
    from carreport.report.templates.find_templates import available_templates  # noqa: PLC0415 - likewise

    template = available_templates(form)[0]
    _, kept_back = printable_answers(form, answers, template)
    return QuotationPolicy(form, answers, template, kept_back)


def find_quotable_answers(
    form: Form, answers: Answers, is_private: Callable[[str], bool]
) -> Iterator[QuotableAnswer]:
    """Yield the answers that contain text, in the order of the form, then the replies to surveys.

    The fellow's own texts are left out. Can run in any thread.
    """
    quoting = make_quoting(form, answers)
    replies = _replies_by_path(quoting)
    entries = {paths.parent_item_path(path) for path in replies}
    for answer in answers.answered_fields(form):
        entry = paths.parent_item_path(answer.path)
        if not kind_of(answer.field).is_quotable or paths.split_path(answer.path).field == paths.FELLOW:
            continue
        if entry in entries:
            continue  # a reply, or a note about one
        text = answer_text(answer.field, answer.value)
        why = not_printed_text(quoting.withhold_reason(answer.path))
        if not kind_of(answer.field).is_rich_text and (why or len(text.plain_text.split()) < LEAST_WORDS):
            continue
        private_reason = PRIVATE if is_private(answer.path) else ""
        yield QuotableAnswer(
            answer.path,
            answer_place(quoting, answer.path),
            quoting.speaker(answer.path),
            text,
            why,
            private_reason,
        )
    for path, reply in replies.items():
        why = not_printed_text(_not_quotable_reason(quoting, path, reply))
        yield QuotableAnswer(path, answer_place(quoting, path), quoting.speaker(path), reply.text, why)


def _replies_by_path(quoting: QuotationPolicy) -> dict[str, OpenReply]:
    """Return the replies to open questions that contain text, by the path of that text."""
    from carreport.survey.themes import open_questions  # noqa: PLC0415 - not before something is quoted

    replies = {}
    for question in open_questions(quoting.form, quoting.all_answers):
        for reply in question.replies:
            path = f"{question.path}/{question.field_ids.replies}/{reply.id}/{question.field_ids.words}"
            if not reply.text.is_empty and quoting.form.field(path) is not None:
                replies[path] = reply
    return replies


def _not_quotable_reason(quoting: QuotationPolicy, path: str, reply: OpenReply) -> str:
    from carreport.report.quotations import KEPT_BACK, consent_refusal  # noqa: PLC0415 - not before something is quoted

    return KEPT_BACK if path in quoting.withheld else consent_refusal(reply)


def answer_text(field: Field, value: object) -> RichText:
    """Return an answer as rich text."""
    kind = kind_of(field)
    if kind.is_rich_text:
        return RichText.from_json(value)
    return RichText.from_plain(kind.format_value(field, value))


def answer_place(quoting: QuotationPolicy, path: str) -> str:
    """Return the place of an answer in words: its step, entry and question."""
    where, question = paths.split_path(path), quoting.form.field(path)
    section = quoting.form.section(where.section)
    label = question.label if question else path
    entries = list(quoting.groups_around(path))
    if not entries:
        return f"{section.title if section else where.section}: {label}"
    group, at = entries[-1]
    item = quoting.all_answers.get(at)
    if group.private_until is not None:
        called = quoting.speaker(path)
    else:
        called = entry_summary(group, item)[0] if isinstance(item, Item) else group.item_noun
    return f"{section.title if section else where.section}: {called} · {label}"


def not_printed_text(why: str) -> str:
    """Return why a quotation is not printed, as the end of a sentence, or ""."""
    if not why:
        return ""
    from carreport.report.quotations import (  # noqa: PLC0415 - see above
        KEPT_BACK,
        NO_LONGER,
        NOT_AGREED,
        NOT_RELEASED,
        WITHDRAWN,
    )

    reasons = {
        WITHDRAWN: "the reply was withdrawn",
        NO_LONGER: "the person no longer agrees to be quoted",
        NOT_RELEASED: "its writer does not let reports print it",
        NOT_AGREED: "the person has not agreed to be quoted",
        KEPT_BACK: "the answer is withheld from public reports",
    }
    return reasons.get(why, "")
