"""Bind menu commands to functions: the inquiry, text editing, the theme and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from carreport.errors import DraftSaveError
from carreport.ui import menus
from carreport.ui.inquiry.open_inquiry import InquiryController
from carreport.ui.library.card_menu import CardAction
from carreport.ui.library.draft_card import InquiryCard
from carreport.ui.library.inquiry_actions import InquiryActions
from carreport.ui.library.local_drafts import UNTITLED_NAME
from carreport.ui.library.title_follower import title_of
from carreport.ui.preferences import USUAL_SIZE, Preferences, ThemeChoice
from carreport.ui.prompts import Prompts
from carreport.ui.widgets.notice_bar import Notice, notice_of

if TYPE_CHECKING:
    from carreport.ui.task import TaskContext

CommandCallbacks = Mapping[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class CommandTargets:
    """What the commands act on: the open inquiry, the preferences, the dialogs and the help pages."""

    inquiry: InquiryController
    preferences: Preferences
    prompts: Prompts
    show_help: Callable[[str], None]
    actions: InquiryActions
    go_home: Callable[[Callable[[], None]], None]
    """Close the inquiry once everything is saved, show the start page, then call this."""


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
        "duplicate": partial(_duplicate, targets),
        "rename": partial(_go_to_title, targets),
        "put_away": partial(_close_and, targets, targets.actions.put_away),
        "show_folder": partial(_show_folder, targets),
        "delete": partial(_close_and, targets, targets.actions.delete),
        "who": partial(_ask_who, targets),
        "undo": partial(_undo, targets.inquiry),
        "redo": partial(_redo, targets.inquiry),
        "spelling": partial(_show_next_misspelt, targets),
        "comment": targets.inquiry.begin_comment,
        "previous": partial(targets.inquiry.go, -1),
        "next": partial(targets.inquiry.go, 1),
        "saved": targets.inquiry.say_saved,
        "since": targets.inquiry.show_since,
        "timeline": targets.inquiry.show_timeline,
    }


def _bind_theme_commands(preferences: Preferences) -> CommandCallbacks:
    return {
        "larger": partial(preferences.step_text_size, 1),
        "smaller": partial(preferences.step_text_size, -1),
        "normal": partial(preferences.set_text_size, USUAL_SIZE),
        **{f"theme_{theme}": partial(preferences.set_theme, theme) for theme in ThemeChoice},
    }


def _bind_help_commands(targets: CommandTargets) -> CommandCallbacks:
    return {topic: partial(targets.show_help, topic) for topic in ("guide", "keys", "about")}


def _show_next_misspelt(targets: CommandTargets) -> None:
    """Go to the next misspelt word, and open its menu."""
    from carreport.ui.spelling.next_misspelt import show_next_misspelt  # noqa: PLC0415 - not before it is used

    context, spelling, page = _context(targets.inquiry), targets.inquiry.spelling, targets.inquiry.page
    if context is not None and spelling is not None and page is not None:
        context.flush()
        say = targets.prompts.show_notice
        show_next_misspelt(spelling, page, context.pages.go_to, lambda words: say(Notice(words)))


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


def has_survey(inquiry: InquiryController) -> bool:
    """Return whether an inquiry is open whose form has a place for surveys."""
    from carreport.survey.locate import survey_locations  # noqa: PLC0415 - not before an inquiry is opened

    context = _context(inquiry)
    return context is not None and any(survey_locations(context.session.form))


def _context(inquiry: InquiryController) -> TaskContext | None:
    """Return what the open inquiry offers, unless it is being changed or saved."""
    return inquiry.task_registry.context if inquiry.task_registry is not None and inquiry.is_ready else None


def _card_of(context: TaskContext) -> InquiryCard:
    return InquiryCard(context.session.path, title_of(context.session) or UNTITLED_NAME)


def _duplicate(targets: CommandTargets) -> None:
    """Make a copy of the open inquiry, once everything is saved."""
    if (context := _context(targets.inquiry)) is None:
        return
    context.flush()
    try:
        context.session.flush()
    except DraftSaveError as problem:
        targets.prompts.show_notice(notice_of(problem))
    else:
        targets.actions.duplicate(_card_of(context))


def _go_to_title(targets: CommandTargets) -> None:
    """Go to the question that names the inquiry."""
    context = _context(targets.inquiry)
    if context is not None and context.session.form.title_path:
        context.pages.go_to(context.session.form.title_path)


def _show_folder(targets: CommandTargets) -> None:
    if (context := _context(targets.inquiry)) is not None:
        targets.actions.show_folder(_card_of(context))


def _close_and(targets: CommandTargets, action: CardAction) -> None:
    """Close the open inquiry, then do something with it."""
    if (context := _context(targets.inquiry)) is not None:
        targets.go_home(partial(action, _card_of(context)))


def _undo(inquiry: InquiryController) -> None:
    (menus.undo_typing() or inquiry.undo)()


def _redo(inquiry: InquiryController) -> None:
    (menus.redo_typing() or inquiry.redo)()


def _call_text_control(method: str) -> None:
    control = menus.focused_text_control()
    if control is not None:
        getattr(control, method)()


def _paste_text() -> None:
    control = menus.focused_text_control()
    if control is not None:
        menus.paste_plain_text(control)


def _select_all() -> None:
    """Select all the text of a field, or all the rows of a list."""
    control = QApplication.focusWidget()
    if isinstance(control, (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractItemView)):
        control.selectAll()


_EDIT_COMMANDS: CommandCallbacks = {
    "cut": partial(_call_text_control, "cut"),
    "copy_words": partial(_call_text_control, "copy"),
    "paste": partial(_call_text_control, "paste"),
    "paste_text": _paste_text,
    "select_all": _select_all,
}
