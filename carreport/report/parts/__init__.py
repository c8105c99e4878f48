"""The presentations of a report: one function each, by the name that templates use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carreport.report.composition import Composition
from carreport.report.model import Block
from carreport.report.outline import Part
from carreport.report.parts.actions import show_actions
from carreport.report.parts.agreement import show_agreement
from carreport.report.parts.entries import show_bullets, show_entries, show_grouped, show_table
from carreport.report.parts.learning import show_learning_points
from carreport.report.parts.people import show_people
from carreport.report.parts.photos import show_photos
from carreport.report.parts.plain import show_callout, show_facts, show_prose
from carreport.report.parts.process import show_cycles, show_meetings, show_methods
from carreport.report.parts.provenance import show_provenance
from carreport.report.parts.references import show_references
from carreport.report.parts.reflections import show_reflections
from carreport.report.parts.replies import show_replies
from carreport.report.parts.summary import show_headlines, show_points
from carreport.report.parts.workshops import show_workshops

SHOW: Mapping[str, Callable[[Composition, Part], list[Block]]] = {
    "prose": show_prose,
    "callout": show_callout,
    "bullets": show_bullets,
    "entries": show_entries,
    "facts": show_facts,
    "table": show_table,
    "grouped": show_grouped,
    "people": show_people,
    "agreement": show_agreement,
    "replies": show_replies,
    "workshops": show_workshops,
    "photos": show_photos,
    "learning_points": show_learning_points,
    "actions": show_actions,
    "reflections": show_reflections,
    "methods": show_methods,
    "cycles": show_cycles,
    "meetings": show_meetings,
    "references": show_references,
    "provenance": show_provenance,
    "headlines": show_headlines,
    "points": show_points,
}

__all__ = ["SHOW"]
