"""Keep what a person has chosen for the window: name, size of letters, colours, place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from carreport.settings import Settings, save_settings
from carreport.ui.dress import dress
from carreport.ui.style import TEXT_SIZES
from carreport.ui.window_state import WindowState

USUAL_SIZE = 100


class Preferences(QObject):
    """The settings of one person, kept on the disk at every change."""

    not_kept = Signal(str)
    """Why the settings could not be kept."""
    theme_changed = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.state = WindowState.from_text(settings.window)

    @property
    def author(self) -> str:
        """The name that stands on what this person writes."""
        return self.settings.author

    @property
    def should_ask_name(self) -> bool:
        """Say whether the person has neither given a name nor put the question off."""
        return not self.settings.name and not self.state.asked_name

    def set_name(self, name: str, initials: str) -> None:
        """Write under this name from now on."""
        self._keep(replace(self.settings, name=name, initials=initials))

    def stop_asking(self) -> None:
        """Do not ask for the name again."""
        self._keep_state(replace(self.state, asked_name=True))

    def set_text_size(self, size: int) -> None:
        """Make all letters this large, in per cent, now and next time."""
        self._keep(replace(self.settings, text_size=size))
        self.dress()

    def step_text_size(self, by: int) -> None:
        """Make all letters so many sizes larger, or smaller."""
        last = len(TEXT_SIZES) - 1
        nearest = min(range(last + 1), key=lambda n: abs(TEXT_SIZES[n] - self.settings.text_size))
        self.set_text_size(TEXT_SIZES[max(0, min(last, nearest + by))])

    def set_theme(self, theme: str) -> None:
        """Wear these colours, now and next time."""
        self._keep_state(replace(self.state, theme=theme))
        self.theme_changed.emit(theme)
        self.dress()

    def keep_geometry(self, geometry: str) -> None:
        """Remember where the window stood."""
        self._keep_state(replace(self.state, geometry=geometry))

    def dress(self) -> None:
        """Wear the colours and the letters that are chosen."""
        dress(self.state.theme, self.settings.text_size)

    def _keep_state(self, state: WindowState) -> None:
        self.state = state
        self._keep(replace(self.settings, window=state.to_text()))

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(settings)
        except OSError as problem:
            self.not_kept.emit(f"Your settings could not be kept: {problem.strerror}.")
