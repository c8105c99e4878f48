"""Say what the commands of the menus do: writing, going about, the look, and reading help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from carreport.settings import drafts_folder
from carreport.ui import menus
from carreport.ui.inquiry.open_inquiry import Inquiry
from carreport.ui.preferences import USUAL_SIZE, Preferences
from carreport.ui.prompts import Prompts
from carreport.ui.relative_time import initials_of

Calls = Mapping[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Reach:
    """What commands reach: the open inquiry, the person's choices, a question to them, a page to read."""

    inquiry: Inquiry
    preferences: Preferences
    prompts: Prompts
    read: Callable[[str, str, Path | None], None]


def calls_of(reach: Reach) -> Calls:
    """Return what each of these commands does, by its id."""
    return {**_inquiry_calls(reach), **_EDIT_CALLS, **_look_calls(reach.preferences), **_help_calls(reach)}


def _inquiry_calls(reach: Reach) -> Calls:
    return {
        "bring": reach.inquiry.bring_in_copy,
        "unbring": reach.inquiry.take_copy_out,
        "copy": reach.inquiry.go_on_elsewhere,
        "who": partial(_ask_who, reach),
        "undo": partial(_undo, reach.inquiry),
        "redo": partial(_redo, reach.inquiry),
        "previous": partial(reach.inquiry.go, -1),
        "next": partial(reach.inquiry.go, 1),
        "pane": reach.inquiry.go_to_next_pane,
        "since": reach.inquiry.show_since,
        "timeline": reach.inquiry.show_timeline,
    }


def _look_calls(preferences: Preferences) -> Calls:
    return {
        "larger": partial(preferences.step_text_size, 1),
        "smaller": partial(preferences.step_text_size, -1),
        "normal": partial(preferences.set_text_size, USUAL_SIZE),
        "theme_system": partial(preferences.set_theme, "system"),
        "theme_light": partial(preferences.set_theme, "light"),
        "theme_dark": partial(preferences.set_theme, "dark"),
    }


def _help_calls(reach: Reach) -> Calls:
    return {each: partial(_read, reach, each) for each in ("guide", "keys", "about")}


def _ask_who(reach: Reach) -> None:
    """Ask for the name again; it counts from the next inquiry that is opened."""
    known = reach.preferences.settings.name
    name = reach.prompts.ask_name("Who is writing", "Your name, as your group knows you", known)
    if name is not None:
        reach.preferences.set_name(name, initials_of(name))


def _undo(inquiry: Inquiry) -> None:
    if not menus.undo_in_writer():
        inquiry.undo()


def _redo(inquiry: Inquiry) -> None:
    if not menus.redo_in_writer():
        inquiry.redo()


def _in_writer(method: str) -> None:
    here = menus.writer()
    if here is not None:
        getattr(here, method)()


def _read(reach: Reach, what: str) -> None:
    from carreport.ui.help_page import to_read  # noqa: PLC0415 - not before it is wanted

    reach.read(*to_read(what, drafts_folder()))


_EDIT_CALLS: Calls = {
    "cut": partial(_in_writer, "cut"),
    "copy_words": partial(_in_writer, "copy"),
    "paste": partial(_in_writer, "paste"),
}
