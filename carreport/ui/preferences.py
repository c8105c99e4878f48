"""The window's settings: name, text size, colours and window geometry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from carreport.atomic_write import RETRY_PAUSES
from carreport.errors import is_in_use, system_reason
from carreport.settings import Settings, load_settings, save_settings
from carreport.ui.theme.palette import (
    CONTRAST_DARK,
    CONTRAST_LIGHT,
    DARK,
    LIGHT,
    TEXT_SIZES,
    apply_colour_scheme,
    system_colour_scheme,
)


def apply_theme(theme: str, text_size: int) -> None:
    """Apply a theme and a text size in per cent to the whole application."""
    app = cast("QApplication", QApplication.instance())
    look = _COLOUR_SCHEMES.get(ThemeChoice(theme)) or system_colour_scheme()
    apply_colour_scheme(app, look, text_size)


class ThemeChoice(StrEnum):
    """The colour theme of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


_COLOUR_SCHEMES = {
    ThemeChoice.LIGHT: LIGHT,
    ThemeChoice.DARK: DARK,
    ThemeChoice.CONTRAST_LIGHT: CONTRAST_LIGHT,
    ThemeChoice.CONTRAST_DARK: CONTRAST_DARK,
}
"""The colours of each theme; that of the system is asked for when it is applied."""


@dataclass(frozen=True, slots=True)
class WindowState:
    """Window state kept between sessions, stored as JSON in the settings.

    `geometry` is the value of `QWidget.saveGeometry`, in hexadecimal. `names_files` says whether files
    are named after their inquiries: “yes”, “no”, or "" before it was asked. `help_width` is the width of
    the help beside a page, in pixels; 0 before anybody has chosen one.
    """

    theme: str = ThemeChoice.SYSTEM
    geometry: str = ""
    asked_name: bool = False
    names_files: str = ""
    help_width: int = 0

    def to_text(self) -> str:
        """Return the state as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> WindowState:
        """Read the state; missing or invalid values get their defaults."""
        try:
            state = json.loads(text)
        except ValueError:
            return cls()
        usual = cls()
        if not isinstance(state, dict):
            return usual
        kept = {
            known.name: state[known.name]
            for known in fields(cls)
            if type(state.get(known.name)) is type(getattr(usual, known.name)) or known.name == "theme"
        }
        if kept.get("theme") not in list(ThemeChoice):
            kept["theme"] = ThemeChoice.SYSTEM
        return cls(**kept)


USUAL_SIZE = 100


class Preferences(QObject):
    """The user's settings, saved on every change."""

    save_failed = Signal(str)
    """The reason why the settings could not be saved."""
    theme_changed = Signal(str)
    text_size_changed = Signal(int)
    spelling_changed = Signal(bool)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.state = WindowState.from_text(settings.window)

    @property
    def author(self) -> str:
        """The name recorded with whatever the user writes."""
        return self.settings.author

    @property
    def must_ask_name(self) -> bool:
        """Return whether the user has neither given a name nor declined to."""
        return not self.settings.name and not self.state.asked_name

    def set_name(self, name: str, initials: str) -> None:
        """Set the name used from now on."""
        self._save(replace(self.settings, name=name, initials=initials))

    def stop_asking(self) -> None:
        """Stop asking for the name."""
        self._save_state(replace(self.state, asked_name=True))

    @property
    def names_files(self) -> bool:
        """Whether files are named after their inquiries."""
        return self.state.names_files == "yes"

    @property
    def was_asked_about_names(self) -> bool:
        """Whether the user was asked about that."""
        return bool(self.state.names_files)

    def set_names_files(self, choice: str) -> None:
        """Set whether files are named after their inquiries: “yes”, “no”, or "" to ask once."""
        self._save_state(replace(self.state, names_files=choice))

    def set_spelling(self, *, wanted: bool) -> None:
        """Set whether misspelt words are marked."""
        self._save(replace(self.settings, spelling=wanted))
        self.spelling_changed.emit(wanted)

    def set_help_width(self, width: int) -> None:
        """Set the width of the help beside a page."""
        if width != self.state.help_width:
            self._save_state(replace(self.state, help_width=width))

    def set_text_size(self, size: int) -> None:
        """Set and save the text size, in per cent."""
        self._save(replace(self.settings, text_size=size))
        self.text_size_changed.emit(size)
        self.apply_theme()

    def step_text_size(self, by: int) -> None:
        """Make the text larger by this many sizes, or smaller if `by` is negative."""
        last = len(TEXT_SIZES) - 1
        nearest = min(range(last + 1), key=lambda n: abs(TEXT_SIZES[n] - self.settings.text_size))
        self.set_text_size(TEXT_SIZES[max(0, min(last, nearest + by))])

    def set_theme(self, theme: str) -> None:
        """Set and save the theme."""
        self._save_state(replace(self.state, theme=theme))
        self.theme_changed.emit(theme)
        self.apply_theme()

    def save_geometry(self, geometry: str) -> None:
        """Save the geometry of the window that is being closed; this may wait for another program."""
        self.state = replace(self.state, geometry=geometry)
        self.settings = replace(self.settings, window=self.state.to_text())
        self._write(None)

    def apply_theme(self) -> None:
        """Apply the chosen theme and text size."""
        apply_theme(self.state.theme, self.settings.text_size)

    def _save_state(self, state: WindowState) -> None:
        self.state = state
        self._save(replace(self.settings, window=state.to_text()))

    def _save(self, settings: Settings) -> None:
        self.settings = settings
        self._write((), RETRY_PAUSES)

    def _write(self, pauses: Sequence[float] | None, later: Sequence[float] = ()) -> None:
        """Write the current settings; try again after the delays `later`, during which the window works."""
        folder = load_settings().report_folder  # `remember_export_folder` saves it
        self.settings = replace(self.settings, report_folder=folder or self.settings.report_folder)
        try:
            save_settings(self.settings, pauses)
        except OSError as problem:
            if later and is_in_use(problem):
                again = partial(self._write, (), later[1:])
                QTimer.singleShot(round(later[0] * 1000), self, again)
            else:
                self.save_failed.emit(f"Your settings could not be saved: {system_reason(problem)}.")
