"""Show the earlier versions of one answer, and bring one of them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.draft.revisions.revision import Revision
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.ui.qt.turns import Turns
from carreport.ui.relative_time import read_moment, who_when
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.buttons import Button, Link
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import Column

FIRST_WORDS = 80
ROOM = 24
"""How many letters stand before what is different."""
AT_ONCE = 12
A_TURN = 4
"""How many versions are listed before one asks for more."""
NOTHING = "Nothing: the answer was empty."


class HistoryPage(Column):
    """Who wrote this answer when, newest first; the chosen version stands in full below."""

    revision_chosen = Signal(str)
    """The id of the version to bring back."""
    erase_wanted = Signal()
    """Words of this answer are to be taken out for good."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._field: Field | None = None
        self._revisions: dict[str, Revision] = {}
        self._order: list[Revision] = []
        self._turns = Turns(self)
        self._me, self._now = "", datetime.now(UTC)
        self.question = Words("", ink="muted")
        self.versions = ChoiceCards("Versions, newest first")
        self.more = Link("Show older versions")
        self.more.clicked.connect(self._show_more)
        self.text = Words("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.restore = Button("Bring this back", "filled")
        self.restore.clicked.connect(self._restore)
        self.note = Words("", Letters.SMALL, "muted")
        self.erase = Link("Erase words of this answer for good…", Letters.SMALL)
        self.erase.clicked.connect(self.erase_wanted)
        self._lay_out()

    def show_history(self, field: Field, revisions: Sequence[Revision], me: str, now: datetime) -> None:
        """Show the versions of the answer to `field`, newest first."""
        self._field = field
        self._revisions = {revision.id: revision for revision in revisions}
        self._order = list(revisions)
        self._turns.let_go()
        self.question.setText(field.label)
        self._me, self._now = me, now
        self._take_new_cards()
        self._show_more()
        self.versions.choose(revisions[min(1, len(revisions) - 1)].id)
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the version that is chosen."""
        self.versions.cards[self.versions.key].button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.to_top()

    def _lay_out(self) -> None:
        panel = Panel()
        panel.stack.addWidget(self.text)
        self._place = QVBoxLayout()
        self._place.addWidget(self.versions)
        self.stack.addWidget(Heading("Earlier versions"))
        self.stack.addSpacing(6)
        self.stack.addWidget(self.question)
        self.stack.addSpacing(16)
        self.stack.addLayout(self._place)
        self.stack.addSpacing(8)
        self.stack.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addSpacing(14)
        self.stack.addWidget(Heading("The version chosen above", Letters.QUESTION))
        self.stack.addSpacing(6)
        self.stack.addWidget(panel)
        panel.show()
        self.stack.addSpacing(16)
        self.stack.addWidget(self.restore, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addSpacing(6)
        self.stack.addWidget(self.note)
        self.stack.addSpacing(14)
        self.stack.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignLeft)
        self.stack.addStretch(1)

    def _take_new_cards(self) -> None:
        old, self.versions = self.versions, ChoiceCards("Versions, newest first")
        self.versions.chosen.connect(self._show_version)
        self._place.replaceWidget(old, self.versions)
        old.hide()
        old.deleteLater()

    def _show_more(self) -> None:
        self._turns.finish()
        self._turns.begin(self._adding(len(self.versions.cards)))

    def _adding(self, shown: int) -> Iterator[None]:
        self.more.setVisible(shown + AT_ONCE < len(self._order))
        for number, revision in enumerate(self._order[shown : shown + AT_ONCE], shown):
            older = self._order[number + 1] if number + 1 < len(self._order) else None
            words = telling_words(self._shown(revision), self._shown(older) if older is not None else "")
            who = who_when(revision.author, read_moment(revision.written_at), self._me, self._now)
            self.versions.offer(revision.id, who, words)
            if number % A_TURN == A_TURN - 1:
                yield

    def _shown(self, revision: Revision) -> str:
        assert self._field is not None  # noqa: S101 - set together with the revisions
        return kind_of(self._field).format_value(self._field, revision.value)

    def _show_version(self, revision_id: str) -> None:
        is_now = revision_id == self._order[0].id
        self.text.setText(self._shown(self._revisions[revision_id]) or NOTHING)
        self.restore.setEnabled(not is_now)
        self.note.setText(
            "This is what stands there now."
            if is_now
            else "What stands there now stays in this list, so nothing is lost."
        )

    def _restore(self) -> None:
        self.revision_chosen.emit(self.versions.key)


def telling_words(text: str, older: str) -> str:
    """Return the beginning of a text or, where an older version began alike, what is different."""
    line, before = " ".join(text.split()), " ".join(older.split())
    pairs = enumerate(zip(line, before, strict=False))
    alike = next((at for at, (a, b) in pairs if a != b), min(len(line), len(before)))
    if alike < FIRST_WORDS - ROOM or len(line) <= FIRST_WORDS:
        return first_words(text)
    start = line.rfind(" ", 0, max(1, alike - ROOM)) + 1
    return f"…{first_words(line[start:])}"


def first_words(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    if not line:
        return NOTHING
    return line if len(line) <= FIRST_WORDS else line[:FIRST_WORDS].rstrip() + "…"
