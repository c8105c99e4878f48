"""Edit a Word file in LibreOffice as people do: read jobs as JSON lines, and answer each with a line.

Run by the Python of the system, which has `uno`; it imports nothing of ours. A job has a file to open,
the steps, and a file to save as; its answer has `error`, which is empty if everything was done.
"""

# ruff: noqa: FBT003 - UNO takes what is true or false by its place

from __future__ import annotations

import importlib
import json
import sys
import threading
from typing import Any

uno: Any = importlib.import_module("uno")
PARAGRAPH_BREAK = 0
PAUSE = threading.Event()
FILTERS = {
    "docx": "MS Word 2007 XML", "odt": "writer8", "doc": "MS Word 97", "rtf": "Rich Text Format",
}  # fmt: skip
PROPERTY = "com.sun.star.beans.PropertyValue"


def main(port: str) -> None:
    """Do the jobs of standard input in the LibreOffice that listens at this port."""
    context = _connect(port)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            Session(context).run(job)
            error = ""
        except Exception as failed:  # noqa: BLE001 - the next job shall be done all the same
            error = f"{type(failed).__name__}: {failed}"
        sys.stdout.write(json.dumps({"error": error}) + "\n")
        sys.stdout.flush()


def _connect(port: str) -> Any:
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - it has not started yet
            PAUSE.wait(0.5)
    raise SystemExit("LibreOffice does not answer.")


def _value(name: str, value: object) -> Any:
    made = uno.createUnoStruct(PROPERTY)
    made.Name, made.Value = name, value
    return made


class Session:
    """One document, opened, edited and saved."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._services = context.ServiceManager
        self._desktop = self._create("com.sun.star.frame.Desktop")
        self._dispatcher = self._create("com.sun.star.frame.DispatchHelper")
        self._document: Any = None
        self._author = ""
        self._path = ""

    def run(self, job: Any) -> None:
        """Do one job."""
        self._path = job["save"]
        self._document = self._open(job["open"])
        try:
            for step in job["steps"]:
                self._become(step["author"])
                self._document.RecordChanges = step["tracking"]
                getattr(self, "do_" + step["do"].replace("-", "_"))(step)
            self._document.RecordChanges = False
            self._save(job["save"], "docx")
        finally:
            self._document.close(True)

    # Words and paragraphs

    def do_replace(self, step: Any) -> None:
        """Replace characters."""
        cursor = self._characters(step, step["start"], step["end"])
        if step["end"] > step["start"]:
            cursor.setString("")
            cursor.collapseToEnd()
        if self._document.RecordChanges and step["end"] > step["start"]:
            cursor = self._characters(step, step["end"], step["end"])
        if step["text"]:
            cursor.getText().insertString(cursor, step["text"], False)

    def do_find_and_replace(self, step: Any) -> None:
        """Replace a word everywhere."""
        search = self._document.createReplaceDescriptor()
        search.SearchString, search.ReplaceString = step["old"], step["new"]
        search.SearchCaseSensitive = True
        self._document.replaceAll(search)

    def do_delete_paragraphs(self, step: Any) -> None:
        """Delete whole paragraphs."""
        self._paragraphs(step["mark"], step["last"]).setString("")

    def do_new_paragraph(self, step: Any) -> None:
        """Write a new paragraph."""
        cursor = self._start(step["mark"])
        if not step["before"]:
            cursor.gotoEndOfParagraph(False)
        text = cursor.getText()
        if step["before"]:
            text.insertString(cursor, step["text"], False)
            text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        else:
            text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
            text.insertString(cursor, step["text"], False)

    def do_split(self, step: Any) -> None:
        """Press Enter."""
        cursor = self._characters(step, step["start"], step["start"])
        cursor.getText().insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def do_join(self, step: Any) -> None:
        """Delete the end of a paragraph."""
        cursor = self._start(step["mark"])
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.setString("")

    def do_move(self, step: Any) -> None:
        """Cut and paste paragraphs."""
        self._select(self._paragraphs(step["mark"], step["last"]))
        self._dispatch("Cut")
        cursor = self._start(step["to"])
        if not step["before"]:
            cursor.gotoNextParagraph(False)
        self._select(cursor)
        self._dispatch("Paste")

    # Formatting, tables, notes

    def do_format(self, step: Any) -> None:
        """Format characters or the paragraph."""
        cursor = self._characters(step, step["start"], step["end"])
        how, value = step["how"], step["value"]
        properties: dict[str, dict[str, Any]] = {
            "bold": {"CharWeight": 150.0},
            "italic": {"CharPosture": uno.Enum("com.sun.star.awt.FontSlant", "ITALIC")},
            "link": {"HyperLinkURL": value},
            "unlink": {"HyperLinkURL": ""},
            "colour": {"CharColor": 0x8A2020},
            "size": {"CharHeight": 15.0},
            "font": {"CharFontName": "Liberation Serif"},
            "centred": {"ParaAdjust": uno.Enum("com.sun.star.style.ParagraphAdjust", "CENTER")},
            "spaced": {"ParaTopMargin": 600},
            "shaded": {"CharBackColor": 0xFFFF00},
        }
        if how == "bullets":
            self._select(cursor)
            self._dispatch("DefaultBullet")
            return
        for name, setting in properties[how].items():
            cursor.setPropertyValue(name, setting)

    def do_table(self, step: Any) -> None:
        """Insert a table of one row."""
        cursor = self._start(step["mark"])
        cursor.gotoEndOfParagraph(False)
        table = self._document.createInstance("com.sun.star.text.TextTable")
        table.initialize(1, len(step["cells"]))
        cursor.getText().insertTextContent(cursor, table, False)
        for name, words in zip(table.getCellNames(), step["cells"], strict=True):
            table.getCellByName(name).setString(words)

    def do_contents(self, step: Any) -> None:
        """Insert a table of contents."""
        index = self._document.createInstance("com.sun.star.text.ContentIndex")
        index.CreateFromOutline = True
        cursor = self._start(step["mark"])
        cursor.getText().insertTextContent(cursor, index, False)
        index.update()

    def do_footnote(self, step: Any) -> None:
        """Add a footnote."""
        note = self._document.createInstance("com.sun.star.text.Footnote")
        cursor = self._characters(step, step["start"], step["start"])
        cursor.getText().insertTextContent(cursor, note, False)
        note.setString(step["text"])

    # Comments

    def do_comment(self, step: Any) -> None:
        """Comment on words."""
        cursor = self._characters(step, step["start"], step["end"])
        if step["last"]:
            cursor = self._characters(step, step["start"], step["start"])
            end = self._start(step["last"])
            end.gotoEndOfParagraph(False)
            cursor.gotoRange(end, True)
        note = self._document.createInstance("com.sun.star.text.textfield.Annotation")
        when = uno.createUnoStruct("com.sun.star.util.DateTime")
        when.Year, when.Month, when.Day, when.Hours, when.Minutes = 2026, 11, 30, 9, step["minute"]
        note.Author, note.Content, note.DateTimeValue = step["author"], step["text"], when
        cursor.getText().insertTextContent(cursor, note, cursor.getString() != "")
        if step["settled"]:
            note.Resolved = True

    def do_settle(self, step: Any) -> None:
        """Settle the comments with these words."""
        fields = self._document.getTextFields().createEnumeration()
        while fields.hasMoreElements():
            note = fields.nextElement()
            if (
                note.supportsService("com.sun.star.text.textfield.Annotation")
                and step["text"] in note.Content
            ):
                note.Resolved = True

    # The document as a whole

    def do_accept(self, step: Any) -> None:
        """Accept the changes in a paragraph."""
        self._select(self._paragraph(step["mark"]))
        self._dispatch("AcceptTrackedChange")

    def do_reject(self, step: Any) -> None:
        """Reject the changes in a paragraph."""
        self._select(self._paragraph(step["mark"]))
        self._dispatch("RejectTrackedChange")

    def do_accept_all(self, _: Any) -> None:
        """Accept all changes."""
        self._dispatch("AcceptAllTrackedChanges")

    def do_copy_clipboard(self, _: Any) -> None:
        """Select everything, copy it, and paste it into a new document."""
        self._dispatch("SelectAll")
        self._dispatch("Copy")
        old, self._document = self._document, self._open("")
        self._dispatch("Paste")
        old.close(True)

    def do_copy_insert(self, _: Any) -> None:
        """Insert the file into a new document."""
        address = self._by_way_of("docx")
        self._document.close(True)
        self._document = self._open("")
        self._document.Text.createTextCursor().insertDocumentFromURL(address, ())

    def do_via(self, step: Any) -> None:
        """Save in another format, and open that."""
        address = self._by_way_of(step["suffix"])
        self._document.close(True)
        self._document = self._load(address)

    # Places

    def _start(self, mark: str) -> Any:
        anchor = self._document.getBookmarks().getByName(mark).getAnchor()
        cursor = anchor.getText().createTextCursorByRange(anchor.getStart())
        cursor.gotoStartOfParagraph(False)
        return cursor

    def _characters(self, step: Any, start: int, end: int) -> Any:
        cursor = self._start(step["mark"])
        cursor.goRight(start, False)
        cursor.goRight(end - start, True)
        return cursor

    def _paragraph(self, mark: str) -> Any:
        cursor = self._start(mark)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def _paragraphs(self, first: str, last: str) -> Any:
        cursor = self._start(first)
        end = self._start(last)
        end.gotoEndOfParagraph(False)
        end.goRight(1, False)
        cursor.gotoRange(end, True)
        return cursor

    def _select(self, cursor: Any) -> None:
        self._document.getCurrentController().select(cursor)

    # The program

    def _become(self, author: str) -> None:
        if author == self._author:
            return
        self._author = author
        provider = self._create("com.sun.star.configuration.ConfigurationProvider")
        settings = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (_value("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        given, _, family = author.partition(" ")
        settings.setPropertyValue("givenname", given)
        settings.setPropertyValue("sn", family)
        settings.commitChanges()

    def _create(self, name: str) -> Any:
        return self._services.createInstanceWithContext(name, self._context)

    def _dispatch(self, command: str) -> None:
        frame = self._document.getCurrentController().getFrame()
        self._dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, ())

    def _open(self, path: str) -> Any:
        return self._load(uno.systemPathToFileUrl(path) if path else "private:factory/swriter")

    def _load(self, address: str) -> Any:
        loaded = self._desktop.loadComponentFromURL(address, "_blank", 0, (_value("Hidden", True),))
        if loaded is None:
            raise ValueError(f"{address} cannot be opened")
        return loaded

    def _by_way_of(self, suffix: str) -> str:
        path = f"{self._path}.way.{suffix}"
        self._save(path, suffix)
        return str(uno.systemPathToFileUrl(path))

    def _save(self, path: str, suffix: str) -> None:
        values = (_value("FilterName", FILTERS[suffix]), _value("Overwrite", True))
        self._document.storeToURL(uno.systemPathToFileUrl(path), values)


if __name__ == "__main__":
    main(sys.argv[1])
