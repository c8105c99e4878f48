"""The controller for the settings page: uses and saves each setting as it is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from carreport.errors import DraftSaveError
from carreport.settings import drafts_folder
from carreport.ui.background.job_controller import WindowServices
from carreport.ui.export_folder import export_folder, remember_export_folder
from carreport.ui.library import local_drafts
from carreport.ui.preferences import Preferences

if TYPE_CHECKING:
    from carreport.ui.settings.settings_page import SettingsPage


class SettingsController(QObject):
    """Shows the settings page in the whole window."""

    def __init__(
        self, preferences: Preferences, window: WindowServices, sign: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._preferences, self._window, self._sign = preferences, window, sign
        self._page: SettingsPage | None = None
        preferences.text_size_changed.connect(self._show_values)
        preferences.theme_changed.connect(self._show_values)
        preferences.spelling_changed.connect(self._show_values)

    def show(self) -> None:
        """Show the page."""
        page = self._page or self._make_page()
        self._window.show_page(page)
        self._show_values()
        page.focus_start()

    def _make_page(self) -> SettingsPage:
        from carreport.ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - only when needed

        page = self._page = SettingsPage()
        preferences = self._preferences
        page.back_requested.connect(self._leave)
        page.author_edited.connect(self._set_author)
        page.text_size_edited.connect(preferences.set_text_size)
        page.theme_edited.connect(preferences.set_theme)
        page.spelling_edited.connect(lambda wanted: preferences.set_spelling(wanted=wanted))
        page.file_names_edited.connect(preferences.set_names_files)
        page.drafts_folder_requested.connect(self._show_drafts_folder)
        page.report_folder_requested.connect(self._choose_report_folder)
        return page

    def _show_values(self, _changed: object = None) -> None:
        if self._page is None:
            return
        from carreport.ui.settings.settings_page import ShownSettings  # noqa: PLC0415 - only when needed

        settings, state = self._preferences.settings, self._preferences.state
        self._page.show_settings(
            ShownSettings(
                settings.name,
                settings.initials,
                settings.text_size,
                state.theme,
                settings.spelling,
                state.names_files,
                drafts_folder(),
                export_folder(),
            )
        )

    def _leave(self) -> None:
        if self._page is not None:
            self._page.flush()
        self._window.show_previous_page()

    def _set_author(self, name: str, initials: str) -> None:
        """Use a name from now on; an inquiry that was opened without one is signed with it."""
        from carreport.ui.relative_time import make_initials  # noqa: PLC0415 - only when needed

        was_named = bool(self._preferences.settings.name)
        self._preferences.set_name(name, initials or make_initials(name))
        if name and not was_named:
            self._sign(name)
        self._show_values()

    def _show_drafts_folder(self) -> None:
        try:
            folder = local_drafts.ensure_drafts_folder()
        except DraftSaveError as problem:
            self._window.show_problem(problem)
        else:
            self._window.prompts.show_folder(folder / local_drafts.EXAMPLE_NAME)

    def _choose_report_folder(self) -> None:
        chosen = self._window.prompts.choose_folder("Where to save reports and copies", export_folder())
        if chosen is not None:
            remember_export_folder(chosen)
            self._show_values()
