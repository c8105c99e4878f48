"""The functions that build each presentation of a report, by the name used in templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carreport.report.build_context import BuildContext
from carreport.report.model import Block
from carreport.report.sections.actions import show_actions
from carreport.report.sections.entries import show_bullets, show_entries, show_grouped, show_table
from carreport.report.sections.figures import show_photos
from carreport.report.sections.learning_points import show_learning_points
from carreport.report.sections.open_replies import show_replies
from carreport.report.sections.people import show_people
from carreport.report.sections.process import show_cycles, show_meetings, show_methods
from carreport.report.sections.provenance import show_provenance
from carreport.report.sections.references import show_references
from carreport.report.sections.reflections import show_reflections
from carreport.report.sections.single_answers import show_callout, show_facts, show_prose
from carreport.report.sections.summary import show_headlines, show_points
from carreport.report.sections.surveys import show_agreement
from carreport.report.sections.workshops import show_workshops
from carreport.report.templates.template import TemplatePart

SHOW: Mapping[str, Callable[[BuildContext, TemplatePart], list[Block]]] = {
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
