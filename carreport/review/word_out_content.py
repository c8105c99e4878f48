"""What a review copy prints: every question of the form, with the answer that a report could print.

What reports leave out for the sake of somebody is left out here, too: private answers, entries that their
writers do not release, replies that may not be quoted, photos of people who have not agreed, figures of
small groups, and the names in lists of people who do not want to be named. Answers for the group only are
printed.

Each paragraph belongs to the path of an answer, an entry or a section, so that it can be found again in
a file that comes back. A text gives one paragraph for each of its blocks, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_asked, is_empty, is_filled, siblings_of
from carreport.form.kinds import kind_of
from carreport.form.richtext import Block as TextBlock
from carreport.form.richtext import Span
from carreport.form.schema import Field, Form, Section, Share
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, BlockQuote, Figure, Heading, Paragraph, PictureFile, inline_text
from carreport.report.printable import CONSENT, printable_answers
from carreport.report.quotations import QuotationPolicy, consent_refusal, remove_withheld_quotations
from carreport.report.sections.figures import NO_ALT
from carreport.report.sections.generic_group import entry_title
from carreport.report.sections.name_wishes import hide_names
from carreport.report.sections.survey_table import survey_blocks
from carreport.report.templates.find_templates import available_templates
from carreport.report.templates.template import ReportTemplate

NO_ANSWER = "No answer yet."
UNREADABLE = "This answer cannot be read."
NO_PICTURE = "The picture is missing."
FOR_READERS = (
    (
        "Add comments to the text, or change the text itself. Track Changes is switched on, so that "
        "everybody can see what you changed."
    ),
    "Please leave the questions and their numbers as they are. They show where your comments belong.",
    "Save the file as a Word document (.docx) and send it back.",
)
"""The lines below the title."""
NOT_IN_REVIEW = (
    "private answers, entries that are not released, replies that may not be quoted, photos of people who "
    "have not agreed, and comments that are only for you"
)
"""What a review copy never has."""
_DEEPEST = 4
_LONGEST_TITLE = 120
"""The most characters of the title of an entry."""
_ANY_DAY = date(2000, 1, 1)
"""A review copy prints no date of its own, but sections of reports ask for one."""


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """One block of a review copy, and the path that its paragraphs belong to.

    `is_question` says that it is the heading of a question, an entry or a section. The title and the
    lines below it have an empty path.
    """

    path: str
    block: Block
    is_question: bool = False


def review_blocks(
    form: Form, answers: Answers, pictures: Mapping[str, PictureFile]
) -> tuple[ReviewBlock, ...]:
    """Return what a review copy prints below its title, section by section.

    `answers` are what everyone in the group may read.
    """
    template = _template_for(form)
    allowed, withheld = printable_answers(form, answers, template)
    hidden = hide_names(form, answers, allowed, template)
    unnamed = frozenset(person.key for person in hidden.names.unnamed)
    withheld |= hidden.withheld
    policy = QuotationPolicy(form, answers, template, withheld, unnamed)
    printed, _, _ = remove_withheld_quotations(policy, hidden.answers, _left_out)
    public = replace(template, audience=Share.PUBLIC)  # which hides the figures of small groups
    context = BuildContext(form, printed, answers, pictures, public, _ANY_DAY, withheld, unnamed=unnamed)
    printer = _ReviewPrinter(context, policy)
    return tuple(
        block for number, section in enumerate(form.sections, 1) for block in printer.section(section, number)
    )


def _left_out(why: str) -> TextBlock:
    """Return a line in place of a quotation, so that a text has as many paragraphs as blocks."""
    return TextBlock("paragraph", (Span(f"[{why}]"),))


def _template_for(form: Form) -> ReportTemplate:
    """Return a template that leaves out what any template for the form leaves out for somebody’s sake."""
    templates = available_templates(form)
    return ReportTemplate(
        "review",
        Path(),
        "Review copy",
        audience=Share.TEAM,
        follows_form=True,
        sections=tuple(section for template in templates for section in template.sections),
        withhold_rules=tuple(rule for template in templates for rule in template.withhold_rules),
    )


def inquiry_title(form: Form, answers: Answers) -> str:
    """Return the title of the inquiry, or of its form if it has none yet."""
    question = form.field(form.title_path) if form.title_path else None
    if question is None or question.share is Share.PRIVATE or question.is_group:
        return form.title
    return kind_of(question).format_value(question, answers.get(form.title_path)) or form.title


@dataclass(frozen=True, slots=True)
class _ReviewPrinter:
    """Prints the questions of one inquiry, with the answers that `context` allows."""

    context: BuildContext
    quotations: QuotationPolicy

    def section(self, section: Section, number: int) -> Iterator[ReviewBlock]:
        """Yield a section; the fellow's text comes last and has a heading only if there is any."""
        siblings = siblings_of(self.context.all_answers, f"{section.id}.")
        questions = [
            question
            for question in section.fields
            if question.share is not Share.PRIVATE and is_asked(question, siblings)
        ]
        fellow_path = f"{section.id}.{paths.FELLOW}"
        if not is_empty(section.fellow_field, self.context.answers.get(fellow_path)):
            questions.append(section.fellow_field)
        if questions:
            yield _heading(section.id, 1, f"{number} {section.title}")
        for place, question in enumerate(questions, 1):
            path = f"{section.id}.{question.id}"
            yield from self.question(path, question, self.context.answers.get(path), f"{number}.{place}", 2)

    def question(
        self,
        path: str,
        question: Field,
        value: Any,  # noqa: ANN401 - any JSON, or items
        number: str,
        level: int,
    ) -> Iterator[ReviewBlock]:
        """Yield a question as a heading at `level`, with its answer."""
        yield _heading(path, level, f"{number} {question.label}")
        if is_empty(question, value):
            words = UNREADABLE if path in self.context.answers.unreadable else NO_ANSWER
            yield ReviewBlock(path, Paragraph(inline_text(words), style="small"))
        elif question.is_group and kind_of(question).holds_statements:
            blocks = survey_blocks(self.context, path, question, has_charts=False)
            yield from (ReviewBlock(path, block) for block in blocks)
        elif question.is_group:
            yield from self.entries(path, question, number, level)
        elif kind_of(question).is_picture:
            yield ReviewBlock(path, self.picture(path, value))
        else:
            blocks = self.context.prose(path, question, value)
            yield from (ReviewBlock(path, _in_review(block, level)) for block in blocks)

    def entries(self, path: str, group: Field, number: str, level: int) -> Iterator[ReviewBlock]:
        """Yield each entry under its title, with the questions in it that are answered."""
        filled = [
            (where, item)
            for where, item in self.context.entries(path)
            if is_filled(group, item)
            if not self.is_refused_reply(where) and not self.is_refused_photo(where, group, item)
        ]
        for place, (where, item) in enumerate(filled, 1):
            title, _ = entry_title(self.context, where, group, item, place, longest=_LONGEST_TITLE)
            yield _heading(where, level + 1, f"{number}.{place} {_one_line(title)}")
            answered = [
                inner for inner in group.fields if self.is_printed(f"{where}/{inner.id}", inner, item)
            ]
            for inner_place, inner in enumerate(answered, 1):
                inner_number = f"{number}.{place}.{inner_place}"
                inner_path = f"{where}/{inner.id}"
                yield from self.question(inner_path, inner, item.get(inner.id), inner_number, level + 2)

    def is_refused_reply(self, where: str) -> bool:
        """Say whether an entry is a reply to an open question that may not be quoted."""
        reply = self.quotations.reply(f"{where}/words")
        return reply is not None and bool(consent_refusal(reply))

    def is_refused_photo(self, where: str, group: Field, item: Item) -> bool:
        """Say whether an entry is a photo of people who have not agreed, or may not have."""
        kind = kind_of(group)
        is_uncertain = kind.holds_photos and not self.context.all_answers.is_certain(f"{where}/{CONSENT}")
        return is_uncertain or not kind.may_be_public(item.values)

    def is_printed(self, path: str, inner: Field, item: Item) -> bool:
        """Say whether a question in an entry is printed: if it is answered, or its answer is unreadable."""
        is_unreadable = path in self.context.answers.unreadable and inner.share is not Share.PRIVATE
        return is_unreadable or not is_empty(inner, item.get(inner.id))

    def picture(self, path: str, value: Mapping[str, Any]) -> Block:
        """Return a picture with the description that its entry has, or a line if its file is missing."""
        sha256 = str(value.get("sha256", ""))
        if sha256 not in self.context.pictures:
            return Paragraph(inline_text(NO_PICTURE), style="small")
        entry = self.context.answers.get(paths.parent_item_path(path)) if "/" in path else None
        described = [entry.get(name) for name in ("alt", "caption")] if isinstance(entry, Item) else []
        is_decorative = isinstance(entry, Item) and entry.get("decorative") is True
        alt = next((text for text in described if isinstance(text, str) and text.strip()), NO_ALT)
        return Figure("", 0, "", sha256, alt, is_decorative)


def _heading(path: str, level: int, text: str) -> ReviewBlock:
    return ReviewBlock(path, Heading(min(level, _DEEPEST), "", text, ""), is_question=True)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _in_review(block: Block, level: int) -> Block:
    """Return a block of a text as a review copy prints it: no speaker, subheadings below their question."""
    if isinstance(block, BlockQuote):
        return replace(block, speaker="")
    if isinstance(block, Heading):
        return replace(block, level=min(level + 1, _DEEPEST))
    return block
