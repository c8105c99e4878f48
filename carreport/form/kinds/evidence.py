"""A pointer to evidence that the inquiry has already: the figure of a statement, a reply, a note, a source.

It keeps where the evidence is and never a copy of it, so a figure in a text follows its table.
"""

from __future__ import annotations

import re

from carreport.form import paths
from carreport.form.kinds.base import InvalidValue, Kind
from carreport.form.schema import Field, Value

_SHAPE = re.compile(
    r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(?:/[a-z0-9]{1,32}(?:/[a-z][a-z0-9_]*)?)*(?:#[a-z0-9_]+)?\Z"
)


class EvidenceKind(Kind):
    """One thing that shows a point, named by where it stands."""

    name = "evidence"
    summary = (
        "One thing that the inquiry has already: a statement’s figure, a reply, a note of a board, a source."
    )
    json_example = '"data.surveys/k3/statements/p9#agree"'
    is_evidence = True
    stands_alone = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read a place, with the part that is meant after a #."""
        if given in (None, ""):
            return ""
        if not isinstance(given, str) or not _SHAPE.match(given):
            return InvalidValue(
                "expected the place of some evidence, such as data.surveys/k3/statements/p9#agree"
            )
        return given

    def format_value(self, field: Field, value: Value) -> str:
        """Return what kind of evidence it is; its words are looked up where they stand."""
        if not value:
            return ""
        path, _, part = str(value).partition("#")
        if part:
            return "The figure of a statement in the survey"
        group = paths.group_path(path).rpartition("/")[2].rpartition(".")[2]
        return f"Picked from {group.replace('_', ' ')}"
