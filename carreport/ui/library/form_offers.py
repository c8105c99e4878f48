"""The shipped forms as the start page offers them, read without parsing their questions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from carreport.assets import form_files
from carreport.form.wording import format_count

_SECTION, _FIELD = "[[section]]", "[[section.field]]"


@dataclass(frozen=True, slots=True)
class FormOffer:
    """A form to start with: its file, its title, and the minutes that each step takes."""

    path: Path
    title: str
    step_minutes: tuple[int, ...]

    @property
    def time_text(self) -> str:
        """How long it takes: “7 steps of 10 to 25 minutes”."""
        shortest, longest = min(self.step_minutes, default=0), max(self.step_minutes, default=0)
        minutes = f"{shortest} to {longest}" if shortest < longest else f"{longest}"
        return f"{format_count(len(self.step_minutes), 'step')} of {minutes} minutes"


def form_offers() -> list[FormOffer]:
    """Return the shipped forms, the one for inquiries first."""
    return [_read_offer(path) for path in form_files()]


def _read_offer(path: Path) -> FormOffer:
    heading, *sections = path.read_text(encoding="utf-8").split(_SECTION)
    steps = [tomllib.loads(section.partition(_FIELD)[0]) for section in sections]
    minutes = tuple(int(step.get("minutes", 0)) for step in steps)
    return FormOffer(path, str(tomllib.loads(heading)["form"]["title"]), minutes)
