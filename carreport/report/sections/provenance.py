"""A paragraph on what a report is based on."""

from __future__ import annotations

from carreport.form.kinds.dates import format_date
from carreport.form.schema import Voice
from carreport.form.wording import format_list
from carreport.language.messages import gettext, gettext_noop
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Paragraph, inline_text
from carreport.report.templates.template import TemplatePart

SPEAKING = {
    Voice.FELLOW: gettext_noop("the research fellow"),
    Voice.PROGRAMME: gettext_noop("the programme"),
    Voice.MEMBER: gettext_noop("a member"),
    Voice.RESPONDENT: gettext_noop("someone who replied"),
}


def show_provenance(context: BuildContext, _part: TemplatePart) -> list[Block]:
    """Return a paragraph with the date, the form and who speaks in the report."""
    answers = list(context.answers.answered_fields(context.form))
    if not answers:
        return []
    form = context.form
    day = format_date(context.today.isoformat())
    sentences = [
        gettext(
            "This report was made on {day} from the answers to the form “{form}” (version {version}).",
            day=day,
            form=form.title,
            version=str(form.version),
        )
    ]
    voices = {voice for answer in answers for voice in context.voices(answer.path)}
    sentences.append(gettext("The text is the group’s own."))
    others = [gettext(name) for voice, name in SPEAKING.items() if voice in voices]
    if others:
        who = format_list(others, "or")
        sentences.append(gettext("Where {speakers} speaks, the report says so.", speakers=who))
    sentences.append(gettext("Indented passages are word-for-word quotations."))
    return [Paragraph(inline_text(" ".join(sentences)))]
