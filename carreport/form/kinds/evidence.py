"""A reference to evidence in the inquiry: a survey figure, a reply, a workshop note or a source.

It stores the path of the evidence, not a copy, so a figure in a text changes with its table.
"""

from __future__ import annotations

import re

from carreport.form import paths
from carreport.form.kinds.base import InvalidValue, Kind
from carreport.form.schema import Field, Value
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words

_SHAPE = re.compile(
    r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(?:/[a-z0-9]{1,32}(?:/[a-z][a-z0-9_]*)?)*(?:#[a-z0-9_]+)?\Z"
)


class EvidenceKind(Kind):
    """One piece of evidence for a point, stored as its path."""

    name = "evidence"
    summary = "Something already in the inquiry: a survey figure, a reply, a workshop note or a source."
    json_example = '"data.surveys/k3/statements/p9#agree"'
    is_evidence = True
    stands_alone = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return a path; a side or a point of the scale may follow after #."""
        if given in (None, ""):
            return ""
        if not isinstance(given, str) or not _SHAPE.match(given):
            return InvalidValue(
                "expected the path of some evidence, such as data.surveys/k3/statements/p9#agree"
            )
        return given

    def format_value(self, field: Field, value: Value) -> str:
        """Return the type of evidence; `survey.evidence` looks up its text."""
        if not value:
            return ""
        path, _, part = str(value).partition("#")
        if part:
            return gettext("A figure from the survey")
        if not is_english(language_of_words()):
            return gettext("Chosen from the inquiry")
        group = paths.group_path(path).rpartition("/")[2].rpartition(".")[2]
        return f"Chosen from {group.replace('_', ' ')}"
