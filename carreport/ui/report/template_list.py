"""The links below the supplied templates: add a Word template, save one to restyle, remove one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel, announce
from carreport.ui.widgets.panel import Panel

CONFIRM_DELETE = (
    "The template “{}” cannot be moved to the recycle bin. Delete it permanently? "
    "Reports made with it are not affected."
)


class OwnTemplateActions(QWidget):
    """The links for the user's own templates."""

    add_requested = Signal()
    starter_requested = Signal()
    remove_requested = Signal(str)
    """Move the template with this name to the recycle bin."""
    delete_requested = Signal(str)
    """Delete the template with this name permanently."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = self._name_to_delete = ""
        self.add_link = LinkButton("Add a Word template…")
        self.add_link.clicked.connect(self.add_requested)
        self.starter_link = LinkButton("Save a template to restyle…")
        self.starter_link.clicked.connect(self.starter_requested)
        self.remove_link = LinkButton("")
        self.remove_link.clicked.connect(self._remove)
        self.confirm_panel = Panel()
        self.confirm_label = TextLabel("", ink="attention")
        self.delete, self.keep = Button("Delete permanently"), Button("Keep it")
        self.delete.clicked.connect(self._delete)
        self.keep.clicked.connect(self.confirm_panel.hide)
        self._lay_out()

    def show_chosen(self, name: str, title: str) -> None:
        """Offer to remove the selected template; a supplied one has an empty `title` and stays."""
        self._chosen = name
        self.remove_link.setText(f"Remove “{title}”…".replace("&", "&&"))
        self.remove_link.setVisible(bool(title))
        if self._name_to_delete != name:
            self.confirm_panel.hide()

    def confirm_delete(self, name: str, title: str) -> None:
        """Ask whether to delete a template that cannot be moved to the recycle bin."""
        self._name_to_delete = name
        self.confirm_label.setText(CONFIRM_DELETE.format(title))
        self.confirm_panel.show()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.confirm_label.text())

    def _lay_out(self) -> None:
        links = FlowRow(18)
        for link in (self.add_link, self.starter_link):
            links.add(link)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.delete)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        self.confirm_panel.content_layout.addWidget(self.confirm_label)
        self.confirm_panel.content_layout.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(links)
        column.addWidget(self.remove_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.confirm_panel)
        self.remove_link.hide()

    def _remove(self) -> None:
        self.remove_requested.emit(self._chosen)

    def _delete(self) -> None:
        self.confirm_panel.hide()
        self.delete_requested.emit(self._name_to_delete)
