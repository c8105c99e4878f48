"""Help pages inside the window: the user guide, keyboard shortcuts, About."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from carreport import __version__
from carreport.assets import shipped_folder
from carreport.settings import cache_folder, settings_file
from carreport.ui.menus import keyboard_markdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import COLUMN
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.scroll_column import SIDE, text_scale

USER_GUIDE = Path("docs", "user-guide.md")
_LINE_HEIGHT = 135.0


class HelpPage(QWidget):
    """A help page in one column, with a link back above it."""

    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self.back_link = LinkButton("‹  Back")
        self.back_link.setAccessibleName("Back")
        self.back_link.clicked.connect(self.back_requested)
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(True)
        self.browser.sourceChanged.connect(self._format_blocks)  # a link to another page of the guide
        self.browser.setFrameShape(QFrame.Shape.NoFrame)
        self.browser.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(4)
        row = QVBoxLayout()
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(row)
        column.addWidget(self.browser, 1)

    def show_markdown(self, title: str, markdown: str, folder: Path | None = None) -> None:
        """Show `markdown`; its pictures are in `folder`."""
        self.browser.setAccessibleName(title)
        self._folder = folder
        self.browser.setSearchPaths([str(folder)] if folder is not None else [])
        self.browser.setMarkdown(markdown)
        self._format_blocks()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        self.browser.setFocus(Qt.FocusReason.OtherFocusReason)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column centred."""
        super().resizeEvent(event)
        self._centre()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt the column width to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._centre()

    @property
    def _column(self) -> int:
        return min(round(COLUMN * text_scale()), self.browser.viewport().width() - 2 * SIDE)

    def _format_blocks(self) -> None:
        """Set the spacing of lines, paragraphs, headings and tables."""
        document = self.browser.document()
        one_change = QTextCursor(document)
        one_change.beginEditBlock()  # the long guide is then laid out once, not once a paragraph
        for block in _blocks(document):
            QTextCursor(block).mergeBlockFormat(_format_of(block))
        for frame in document.rootFrame().childFrames():
            _format_table(frame)
        one_change.endEditBlock()
        self._centre()

    def _centre(self) -> None:
        document = self.browser.document()
        frame = document.rootFrame()
        side = max(SIDE, (self.browser.viewport().width() - self._column) // 2)
        shape = frame.frameFormat()
        shape.setLeftMargin(side)
        shape.setRightMargin(side)
        shape.setTopMargin(12)
        shape.setBottomMargin(48)
        frame.setFrameFormat(shape)
        for block in _blocks(document):
            name = _fit_picture(block, self._column)
            if name and self._folder is not None:
                self._load(name)

    def _load(self, name: str) -> None:
        """Add a picture to the document, scaled to the size at which it is shown."""
        full = QImage(str(self._folder / name)) if self._folder is not None else QImage()
        if full.isNull():
            return
        ratio = self.devicePixelRatioF()
        width = round(self._column * ratio)
        shown = full.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        kind = QTextDocument.ResourceType.ImageResource.value
        self.browser.document().addResource(kind, QUrl(name), shown)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _format_of(block: QTextBlock) -> QTextBlockFormat:
    level = block.blockFormat().headingLevel()
    in_table = QTextCursor(block).currentTable() is not None
    block_format = QTextBlockFormat()
    block_format.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if level:
        block_format.setTopMargin(0 if level == 1 else 26)
        block_format.setBottomMargin(8)
    else:
        block_format.setBottomMargin(0 if in_table else 4 if block.textList() is not None else 12)
    return block_format


def _format_table(frame: QTextFrame) -> None:
    if isinstance(frame, QTextTable):
        shape = frame.format().toTableFormat()
        shape.setBorder(0)
        shape.setCellPadding(5)
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        frame.setFormat(shape)


def _fit_picture(block: QTextBlock, width: int) -> str:
    """Set the width of the picture in this paragraph; return its name, or "" if there is none."""
    places = block.begin()
    while not places.atEnd():
        fragment = places.fragment()
        if fragment.charFormat().isImageFormat():
            picture = fragment.charFormat().toImageFormat()
            if picture.width() != width:
                picture.setWidth(width)
                picture.clearProperty(QTextFormat.Property.ImageHeight)
                cursor = QTextCursor(block)
                cursor.setPosition(fragment.position())
                cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(picture)
            return picture.name()
        places += 1
    return ""


def help_topic(what: str, drafts: Path) -> tuple[str, str, Path | None]:
    """Return the title, text and picture folder for a page in the Help menu."""
    if what == "keys":
        return "Keyboard", f"# Keyboard\n\n{keyboard_markdown()}", None
    if what == "about":
        return "About carreport", about_markdown(drafts), None
    words, folder = read_user_guide()
    return "User guide", words, folder


def read_user_guide() -> tuple[str, Path | None]:
    """Return the user guide and the folder with its pictures, or a note that the guide is missing."""
    path = shipped_folder() / USER_GUIDE
    try:
        return path.read_text(encoding="utf-8"), path.parent
    except OSError:
        return "# User guide\n\nThe user guide is not included in this copy of carreport.", None


def about_markdown(drafts: Path) -> str:
    """Return the About page: what the program is, where inquiries are stored, and its licence."""
    return (
        f"# carreport {__version__}\n\n"
        "carreport helps a group to write up a collaborative action research inquiry. "
        "Everything stays on this computer until you share it.\n\n"
        f"Your inquiries are in `{drafts}`, your settings in `{settings_file()}`. "
        f"If something goes wrong, a log without your text is in `{cache_folder() / 'log'}`.\n\n"
        "If you need help, ask whoever gave you carreport, such as your research fellow or whoever looks "
        "after your computers. Tell them the version above, and send them that log.\n\n"
        "carreport is free software under the MIT licence. It uses Qt under the LGPL."
    )
