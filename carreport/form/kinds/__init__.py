"""The kinds of answer: one class each; everything else asks `kind_of`."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form.kinds.base import Kind, Misfit
from carreport.form.kinds.dates import Date, Period
from carreport.form.kinds.evidence import Evidence
from carreport.form.kinds.groups import Board, Entries, Photos, Picture, Survey
from carreport.form.kinds.replies import Replies
from carreport.form.kinds.simple import Line, Link, Number, Person, YesNo
from carreport.form.kinds.text_and_choice import OneChoice, SeveralChoices, Text
from carreport.form.schema import Field

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Line(),
        Text(),
        OneChoice(),
        SeveralChoices(),
        Number(),
        Date(),
        Period(),
        YesNo(),
        Link(),
        Person(),
        Entries(),
        Survey(),
        Board(),
        Photos(),
        Picture(),
        Replies(),
        Evidence(),
    )
}


def kind_of(field: Field) -> Kind:
    """Return the kind of answer that a question takes."""
    return KINDS[field.kind]


__all__ = ["KINDS", "Kind", "Misfit", "kind_of"]
