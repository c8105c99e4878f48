"""Bind menu commands to functions: the inquiry, text editing, the theme and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from carreport.settings import drafts_folder
from carreport.ui import menus
from carreport.ui.inquiry.open_inquiry import InquiryController
from carreport.ui.preferences import USUAL_SIZE, Preferences
from carreport.ui.prompts import Prompts

CommandCallbacks = Mapping[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class CommandTargets:
    """What the commands act on: the open inquiry, the preferences, the dialogs and the help pages."""

    inquiry: InquiryController
    preferences: Preferences
    prompts: Prompts
    show_help: Callable[[str, str, Path | None], None]


def bind_commands(targets: CommandTargets) -> CommandCallbacks:
    """Return the functions for inquiry, editing, theme and help commands, by command id."""
    return {
        **_bind_inquiry_commands(targets),
        **_EDIT_COMMANDS,
        **_bind_theme_commands(targets.preferences),
        **_bind_help_commands(targets),
    }


def _bind_inquiry_commands(targets: CommandTargets) -> CommandCallbacks:
    return {
        "bring": targets.inquiry.bring_in_copy,
        "unbring": targets.inquiry.take_copy_out,
        "copy": targets.inquiry.move_elsewhere,
        "who": partial(_ask_who, targets),
        "undo": partial(_undo, targets.inquiry),
        "redo": partial(_redo, targets.inquiry),
        "comment": targets.inquiry.begin_comment,
        "previous": partial(targets.inquiry.go, -1),
        "next": partial(targets.inquiry.go, 1),
        "pane": targets.inquiry.go_to_next_pane,
        "since": targets.inquiry.show_since,
        "timeline": targets.inquiry.show_timeline,
    }


def _bind_theme_commands(preferences: Preferences) -> CommandCallbacks:
    return {
        "larger": partial(preferences.step_text_size, 1),
        "smaller": partial(preferences.step_text_size, -1),
        "normal": partial(preferences.set_text_size, USUAL_SIZE),
        "theme_system": partial(preferences.set_theme, "system"),
        "theme_light": partial(preferences.set_theme, "light"),
        "theme_dark": partial(preferences.set_theme, "dark"),
    }


def _bind_help_commands(targets: CommandTargets) -> CommandCallbacks:
    return {topic: partial(_show_help, targets, topic) for topic in ("guide", "keys", "about")}


def _ask_who(targets: CommandTargets) -> None:
    """Ask for the author's name, which is used from then on.

    An inquiry that is open keeps the name with which it was opened, unless there was none.
    """
    settings = targets.preferences.settings
    author = targets.prompts.ask_author(settings.name, settings.initials)
    if author is not None:
        was_named = bool(settings.name)
        targets.preferences.set_name(*author)
        if not was_named:
            targets.inquiry.sign(author[0])


def _undo(inquiry: InquiryController) -> None:
    (menus.undo_typing() or inquiry.undo)()


def _redo(inquiry: InquiryController) -> None:
    (menus.redo_typing() or inquiry.redo)()


def _call_text_control(method: str) -> None:
    control = menus.focused_text_control()
    if control is not None:
        getattr(control, method)()


def _show_help(targets: CommandTargets, topic: str) -> None:
    from carreport.ui.help_page import help_topic  # noqa: PLC0415 - only when needed

    targets.show_help(*help_topic(topic, drafts_folder()))


_EDIT_COMMANDS: CommandCallbacks = {
    "cut": partial(_call_text_control, "cut"),
    "copy_words": partial(_call_text_control, "copy"),
    "paste": partial(_call_text_control, "paste"),
}
