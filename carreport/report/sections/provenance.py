"""Say where a report comes from, counted from the draft itself."""

from __future__ import annotations

from carreport.form.kinds.dates import show_date
from carreport.form.schema import Voice
from carreport.form.wording import counted, listed
from carreport.report.build_context import Composition
from carreport.report.model import Block, Paragraph, words
from carreport.report.templates.template import Part

SPEAKING = {
    Voice.FELLOW: "the research fellow",
    Voice.PROGRAMME: "the programme",
    Voice.MEMBER: "a member",
    Voice.RESPONDENT: "somebody who was asked",
}


def show_provenance(composition: Composition, _part: Part) -> list[Block]:
    """Return a paragraph: which form, how many answers, whose words they are."""
    answers = list(composition.answers.answered(composition.form))
    if not answers:
        return []
    form = composition.form
    made = show_date(composition.today.isoformat())
    number = counted(len(answers), "answer")
    said = [
        f"This report was made on {made} from {number} to the form “{form.title}” (version {form.version})."
    ]
    voices = {voice for answer in answers for voice in composition.voices(answer.path)}
    others = [name for voice, name in SPEAKING.items() if voice in voices]
    if others:
        said.append(
            f"The words are the group’s own; where {listed(others, 'or')} speaks, the report says so."
        )
    else:
        said.append("The words are the group’s own.")
    said.append("Indented passages are quotations and stand here word for word.")
    return [Paragraph(words(" ".join(said)))]
