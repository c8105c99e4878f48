"""The form for a new comment: what it is about, its type, whom it is for, and who can read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from carreport.review.threads import Anchor, CommentType, NewThread, Suggestion
from carreport.ui.editors.choice import Dropdown
from carreport.ui.review.message_box import MessageBox, WordsBox
from carreport.ui.review.thread_actions import ThreadActions
from carreport.ui.review.thread_text import RECIPIENT_TEXTS, TYPE_TEXTS
from carreport.ui.review.thread_view import QuoteLabel
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.radio_group import ChoiceRow, RadioButton

NOBODY = "For anyone"
_SHORT = Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
ADDED = "Comment added."
SAY_SOMETHING = "Write your comment first."
CHANGE_SOMETHING = "Change the text first, so that it says what you suggest."


@dataclass(frozen=True, slots=True)
class CommentTarget:
    """What a new comment can be about: places with their titles, the first one first, and marked words."""

    places: Sequence[tuple[str, str]]
    anchor: Anchor = field(default_factory=Anchor)


class CommentForm(MessageBox):
    """Writes a new comment. What was typed stays when the form is closed without adding it."""

    added = Signal()

    def __init__(self, actions: ThreadActions, question: str) -> None:
        super().__init__(f"Your comment: {question}", "Add comment")
        self._actions = actions
        self._target = CommentTarget(())
        self._becomes_place = ""
        self.place_picker = Dropdown("comment#place", "What the comment is about")
        self.place_picker.setAccessibleDescription("The marked words, or the whole answer.")
        self.quote_label = QuoteLabel()
        self.type_picker = Dropdown("comment#type", "Type of comment")
        self.type_picker.setAccessibleDescription("A question, a remark, or something that must be fixed.")
        self.recipient_picker = Dropdown("comment#to", "Whom the comment is for")
        self.recipient_picker.setAccessibleDescription("Somebody in particular, or anyone in the group.")
        for picker in (self.place_picker, self.recipient_picker):
            picker.setSizeAdjustPolicy(_SHORT)  # names may be long
            picker.setMinimumContentsLength(len(NOBODY))
        self.place_picker.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.group_radio, self.me_radio = RadioButton("For the group"), RadioButton("Only for me")
        self.becomes_box = WordsBox(f"The suggested text: {question}", 3)
        self.becomes_note = TextLabel("Change the text to what you suggest:", FontRole.SMALL, "muted")
        self._lay_out()
        self.name_box(f"Your comment: {question}", "Add comment")
        self.box.text_edit.setPlaceholderText("Write a comment")
        self.becomes_box.submitted.connect(self.submitted)
        self.submitted.connect(self._add)
        self.type_picker.activated.connect(self._show_type)
        self.place_picker.activated.connect(self._show_place)
        self.me_radio.toggled.connect(self._change_audience)

    def begin(self, target: CommentTarget) -> None:
        """Begin a comment on this, with what was typed before."""
        self._target = target
        self.place_picker.show_choices(target.places)
        self.place_picker.setCurrentIndex(0)
        self.place_picker.setVisible(len(target.places) > 1)
        self.recipient_picker.show_choices([("", NOBODY), *self._recipients()])
        self._show_place()

    @property
    def place(self) -> str:
        """The answer or entry that the comment is about."""
        return str(self.place_picker.currentData() or "")

    @property
    def type(self) -> CommentType:
        """The type of the comment."""
        return CommentType(self.type_picker.currentData() or CommentType.REMARK)

    @property
    def is_private(self) -> bool:
        """Whether only its writer will be able to read it."""
        return self.me_radio.isChecked() or self._is_private_place

    @property
    def has_words(self) -> bool:
        """Whether anything was typed."""
        is_suggested = self.type is CommentType.SUGGESTION and not self._is_unchanged
        return is_suggested or not self.words.is_empty

    @property
    def _is_private_place(self) -> bool:
        return self._actions.is_private_place(self.place)

    @property
    def _quote(self) -> str:
        return self._target.anchor.quote if self.place_picker.currentIndex() == 0 else ""

    def _recipients(self) -> list[tuple[str, str]]:
        roles = [(str(role), f"For {text}") for role, text in RECIPIENT_TEXTS.items()]
        return roles + [(name, f"For {name}") for name in self._actions.people()]

    def _show_place(self) -> None:
        self.quote_label.show_quote(self._quote)
        can_suggest = self._actions.can_suggest(self.place)
        types = [kind for kind in CommentType if can_suggest or kind is not CommentType.SUGGESTION]
        self.type_picker.show_choices([(str(kind), TYPE_TEXTS[kind]) for kind in types])
        for radio in (self.group_radio, self.me_radio):
            radio.setVisible(not self._is_private_place)
        self._show_type()
        self._show_audience()

    def _show_type(self) -> None:
        is_suggestion = self.type is CommentType.SUGGESTION
        self.becomes_box.setVisible(is_suggestion)
        self.becomes_note.setVisible(is_suggestion)
        if is_suggestion and self._becomes_place != self.place:
            self.becomes_box.set_words(self._actions.answer_words(self.place))
            self._becomes_place = self.place
        self.box.text_edit.setPlaceholderText("Why (optional)" if is_suggestion else "Write a comment")

    def _change_audience(self) -> None:
        self._show_audience()
        announce(self, self.readers_label.text())

    def _show_audience(self) -> None:
        self.recipient_picker.setVisible(not self.is_private)
        self.show_readers(is_private=self.is_private, quote=self._quote)

    def _add(self) -> None:
        problem = self._problem()
        self.hint_label.show_message(problem)
        if problem:
            return
        if self._actions.begin(self._new_thread()):
            self.clear()
            self._becomes_place = ""
            self.type_picker.setCurrentIndex(0)
            self.recipient_picker.setCurrentIndex(0)
            self.added.emit()
            announce(self, ADDED)

    def _problem(self) -> str:
        if self.type is not CommentType.SUGGESTION:
            return SAY_SOMETHING if self.words.is_empty else ""
        return CHANGE_SOMETHING if self._is_unchanged else ""

    @property
    def _is_unchanged(self) -> bool:
        return self.becomes_box.words == self._actions.answer_words(self.place)

    def _new_thread(self) -> NewThread:
        versions = self._actions.current_versions(self.place)
        quote = self._target.anchor if self.place_picker.currentIndex() == 0 else Anchor()
        suggestion = None
        if self.type is CommentType.SUGGESTION:
            suggestion = Suggestion(self.becomes_box.words, versions[0] if versions else "")
        return NewThread(
            self.place,
            self.words,
            self.type,
            "" if self.is_private else str(self.recipient_picker.currentData() or ""),
            Anchor(quote.quote, quote.before, quote.after, versions),
            suggestion,
            is_private=self.is_private,
        )

    def _lay_out(self) -> None:
        pickers, audience = FlowRow(8, 4), ChoiceRow("Who can read it")
        for picker in (self.type_picker, self.recipient_picker):
            pickers.add(picker)
        for radio in (self.group_radio, self.me_radio):
            audience.add(radio)
        self.group_radio.setChecked(True)
        above: tuple[QWidget, ...] = (
            self.place_picker,
            self.quote_label,
            pickers,
            audience,
            self.becomes_note,
            self.becomes_box,
        )
        for number, part in enumerate(above):
            self.content_layout.insertWidget(number, part)
