"""Say where a report comes from, counted from the draft itself."""

from __future__ import annotations

from carreport.form.kinds.dates import format_date
from carreport.form.schema import Voice
from carreport.form.wording import format_count, format_list
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Paragraph, inline_text
from carreport.report.templates.template import TemplatePart

SPEAKING = {
    Voice.FELLOW: "the research fellow",
    Voice.PROGRAMME: "the programme",
    Voice.MEMBER: "a member",
    Voice.RESPONDENT: "somebody who was asked",
}


def show_provenance(composition: BuildContext, _part: TemplatePart) -> list[Block]:
    """Return a paragraph: which form, how many answers, whose words they are."""
    answers = list(composition.answers.answered_fields(composition.form))
    if not answers:
        return []
    form = composition.form
    made = format_date(composition.today.isoformat())
    number = format_count(len(answers), "answer")
    said = [
        f"This report was made on {made} from {number} to the form “{form.title}” (version {form.version})."
    ]
    voices = {voice for answer in answers for voice in composition.voices(answer.path)}
    others = [name for voice, name in SPEAKING.items() if voice in voices]
    if others:
        said.append(
            f"The words are the group’s own; where {format_list(others, 'or')} speaks, the report says so."
        )
    else:
        said.append("The words are the group’s own.")
    said.append("Indented passages are quotations and stand here word for word.")
    return [Paragraph(inline_text(" ".join(said)))]
