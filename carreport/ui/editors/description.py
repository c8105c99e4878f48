"""What a screen reader says of a field after its name: what a sighted user reads around it."""

from __future__ import annotations

from carreport.form import paths
from carreport.form.schema import Field, Share, Voice

VOICE_TEXT = {
    Voice.GROUP: "",
    Voice.MEMBER: "Each member in their own words",
    Voice.RESPONDENT: "In the words of those who replied",
    Voice.FELLOW: "For the research fellow",
    Voice.PROGRAMME: "For the programme office",
}
SHARE_TEXT = {Share.PUBLIC: "", Share.TEAM: "For your group only", Share.PRIVATE: "For you only"}


def audience_marks(field: Field) -> list[str]:
    """Return who should answer a question, and who may read the answer, if that is not everybody."""
    writes = VOICE_TEXT[field.voice] if field.id != paths.FELLOW else ""
    return [mark for mark in (writes, SHARE_TEXT[field.share]) if mark]


def describe_field(field: Field, path: str, *, problem: str = "", keys: str = "") -> str:
    """Return the description of a field: what to fix, why we ask, for whom, the unit, and its keys.

    The example of a question inside an entry is shown beside it, so it belongs to its description.
    """
    unit = str(field.settings.get("unit", ""))
    is_inner = "/" in path
    parts = (
        problem,
        field.why,
        f"Example: {field.example}" if is_inner and field.example and not field.choices else "",
        *audience_marks(field),
        f"Unit: {unit}" if unit else "",
        keys,
    )
    return " ".join(_as_sentence(part) for part in parts if part)


def _as_sentence(text: str) -> str:
    return text if text[-1] in ".?!…”" else f"{text}."
