"""A paragraph on what a report is based on."""

from __future__ import annotations

from carreport.form.kinds.dates import format_date
from carreport.form.schema import Voice
from carreport.form.wording import format_list
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Paragraph, inline_text
from carreport.report.templates.template import TemplatePart

SPEAKING = {
    Voice.FELLOW: "the research fellow",
    Voice.PROGRAMME: "the programme",
    Voice.MEMBER: "a member",
    Voice.RESPONDENT: "someone who replied",
}


def show_provenance(context: BuildContext, _part: TemplatePart) -> list[Block]:
    """Return a paragraph with the date, the form and who speaks in the report."""
    answers = list(context.answers.answered_fields(context.form))
    if not answers:
        return []
    form = context.form
    day = format_date(context.today.isoformat())
    sentences = [
        f"This report was made on {day} from the answers to the form “{form.title}” (version {form.version})."
    ]
    voices = {voice for answer in answers for voice in context.voices(answer.path)}
    others = [name for voice, name in SPEAKING.items() if voice in voices]
    if others:
        sentences.append(
            f"The text is the group’s own. Where {format_list(others, 'or')} speaks, the report says so."
        )
    else:
        sentences.append("The text is the group’s own.")
    sentences.append("Indented passages are word-for-word quotations.")
    return [Paragraph(inline_text(" ".join(sentences)))]
