"""Know the answers that may be quoted: where each stands, whose words it is, whether reports may print it.

Entries are called by what they say, and members as reports call them: a writer who is to be a
number there is a number here.
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
from carreport.ui.richtext.quote_source import QuotationSource

if TYPE_CHECKING:
    from carreport.report.quotations import QuotationPolicy
    from carreport.survey.themes import OpenReply

LEAST_WORDS = 4
"""A short answer of fewer words than this is not worth a quotation."""
PRIVATE = (
    "Only you can see this answer, so it cannot be quoted: the fellow’s text goes along with every copy. "
    "Release it first."
)


@dataclass(frozen=True, slots=True)
class QuotableAnswer:
    """An answer that can be quoted; `kept` says why it must not be, for now."""

    path: str
    place: str
    speaker: str
    text: RichText
    not_printed_reason: str = ""
    not_quotable_reason: str = ""


class QuotationSources:
    """The answers of the open inquiry, as quotations see them."""

    def __init__(self, session: DraftSession) -> None:
        self._session = session
        self._known: tuple[Answers, QuotationPolicy] | None = None

    def source_at(self, path: str) -> QuotationSource:
        """Return what is known about the answer at `path`."""
        quoting = self.quoting()
        if self._session.form.field(path) is None:
            return QuotationSource("")
        unprinted = not_printed_text(quoting.withhold_reason(path))
        return QuotationSource(answer_place(quoting, path), quoting.texts(path), unprinted)

    def quoting(self) -> QuotationPolicy:
        """Return what reports for everybody know about the answers as they are now."""
        answers = self._session.answers()
        if self._known is None or self._known[0] is not answers:
            self._known = (answers, make_quoting(self._session.form, answers))
        return self._known[1]


def make_quoting(form: Form, answers: Answers) -> QuotationPolicy:
    """Return what the usual report knows about `answers`; it is for everybody."""
    from carreport.report.printable import printable_answers  # noqa: PLC0415 - not before something is quoted
    from carreport.report.quotations import QuotationPolicy  # noqa: PLC0415 - likewise
    from carreport.report.templates.find_templates import available_templates  # noqa: PLC0415 - likewise

    template = available_templates(form)[0]
    _, kept_back = printable_answers(form, answers, template)
    return QuotationPolicy(form, answers, template, kept_back)


def find_quotable_answers(
    form: Form, answers: Answers, is_private: Callable[[str], bool]
) -> Iterator[QuotableAnswer]:
    """Yield every answer that holds words, in asking order, then the replies that lie with their file.

    The fellow's own texts are left out. It may run in any thread.
    """
    quoting = make_quoting(form, answers)
    replies = _replies_by_path(quoting)
    entries = {paths.parent_item_path(path) for path in replies}
    for each in answers.answered_fields(form):
        entry = paths.parent_item_path(each.path)
        if not kind_of(each.field).is_quotable or paths.split_path(each.path).field == paths.FELLOW:
            continue
        if entry in entries:
            continue  # a reply, or what somebody noted about it
        text, why = answer_text(each.field, each.value), not_printed_text(quoting.withhold_reason(each.path))
        if not kind_of(each.field).is_rich_text and (why or len(text.plain_text.split()) < LEAST_WORDS):
            continue
        kept = PRIVATE if entry and is_private(entry) else ""
        yield QuotableAnswer(
            each.path, answer_place(quoting, each.path), quoting.speaker(each.path), text, why, kept
        )
    for path, reply in replies.items():
        why = not_printed_text(_not_quotable_reason(quoting, path, reply))
        yield QuotableAnswer(path, answer_place(quoting, path), quoting.speaker(path), reply.text, why)


def _replies_by_path(quoting: QuotationPolicy) -> dict[str, OpenReply]:
    """Return the replies to open questions that hold words, by the path of their words."""
    from carreport.survey.themes import open_questions  # noqa: PLC0415 - not before something is quoted

    found = {}
    for question in open_questions(quoting.form, quoting.all_answers):
        for reply in question.replies:
            path = f"{question.path}/{question.field_ids.replies}/{reply.id}/{question.field_ids.words}"
            if not reply.text.is_empty and quoting.form.field(path) is not None:
                found[path] = reply
    return found


def _not_quotable_reason(quoting: QuotationPolicy, path: str, reply: OpenReply) -> str:
    from carreport.report.quotations import KEPT_BACK, consent_refusal  # noqa: PLC0415 - not before something is quoted

    return KEPT_BACK if path in quoting.withheld else consent_refusal(reply)


def answer_text(field: Field, value: object) -> RichText:
    """Return an answer as a text, with its emphasis where it has any."""
    kind = kind_of(field)
    if kind.is_rich_text:
        return RichText.from_json(value)
    return RichText.from_plain(kind.format_value(field, value))


def answer_place(quoting: QuotationPolicy, path: str) -> str:
    """Return where an answer stands: its step, its entry, its question."""
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
    """Return why a quotation is not printed, as the end of a sentence; nothing where it is, or is gone."""
    if not why:
        return ""
    from carreport.report.quotations import (  # noqa: PLC0415 - see above
        KEPT_BACK,
        NO_LONGER,
        NOT_AGREED,
        NOT_RELEASED,
        WITHDRAWN,
    )

    said = {
        WITHDRAWN: "the reply was withdrawn",
        NO_LONGER: "the person no longer agrees to be quoted",
        NOT_RELEASED: "its writer has not released it",
        NOT_AGREED: "the person has not agreed to be quoted",
        KEPT_BACK: "reports for everybody keep this answer back",
    }
    return said.get(why, "")
