"""Remember how the window stood: its size, its colours, whether it has asked who is writing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum


class Theme(StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class WindowState:
    """What the window remembers from one day to the next; kept as text in the settings.

    `geometry` is what Qt needs to put the window back, in hexadecimal.
    """

    theme: str = Theme.SYSTEM
    geometry: str = ""
    asked_name: bool = False

    def to_text(self) -> str:
        """Return the state as the settings keep it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> WindowState:
        """Read the state; what is missing or cannot be understood is as on the first day."""
        try:
            given = json.loads(text)
        except ValueError:
            return cls()
        usual = cls()
        if not isinstance(given, dict):
            return usual
        kept = {
            each.name: given[each.name]
            for each in fields(cls)
            if type(given.get(each.name)) is type(getattr(usual, each.name)) or each.name == "theme"
        }
        if kept.get("theme") not in list(Theme):
            kept["theme"] = Theme.SYSTEM
        return cls(**kept)
