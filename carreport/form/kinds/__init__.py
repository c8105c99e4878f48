"""The kinds of answer: one class each. Everything else gets a kind from `kind_of`."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form.kinds.base import AnswerSpace, InvalidValue, Kind, ProvablePart
from carreport.form.kinds.dates import DateKind, PeriodKind
from carreport.form.kinds.evidence import EvidenceKind
from carreport.form.kinds.groups import BoardKind, ListKind, PhotosKind, PictureKind, SurveyKind
from carreport.form.kinds.replies import RepliesKind
from carreport.form.kinds.simple import LineKind, LinkKind, NumberKind, PersonKind, YesNoKind
from carreport.form.kinds.text_and_choice import MultipleChoiceKind, SingleChoiceKind, TextKind
from carreport.form.schema import Field

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        LineKind(),
        TextKind(),
        SingleChoiceKind(),
        MultipleChoiceKind(),
        NumberKind(),
        DateKind(),
        PeriodKind(),
        YesNoKind(),
        LinkKind(),
        PersonKind(),
        ListKind(),
        SurveyKind(),
        BoardKind(),
        PhotosKind(),
        PictureKind(),
        RepliesKind(),
        EvidenceKind(),
    )
}


def kind_of(field: Field) -> Kind:
    """Return the kind of answer that a question takes."""
    return KINDS[field.kind]


__all__ = ["KINDS", "AnswerSpace", "InvalidValue", "Kind", "ProvablePart", "kind_of"]
