"""Torture the clipboard: hostile pastes into a text box; none may take long, or lose a letter in silence."""

from __future__ import annotations

import os
import traceback
from collections import Counter
from dataclasses import dataclass, field
from time import process_time

from tests.torture.scene import Figures

SLOW = 2.0
"""Seconds of a processor that a paste may take, with its layout and one undo."""


@dataclass(slots=True)
class Pastes(Figures):
    """What came of it."""

    WRONG = ("crashes", "slower_than_2_s", "lost_in_silence", "not_undone")

    pastes: int = 0
    crashes: int = 0
    slower_than_2_s: int = 0
    lost_in_silence: int = 0
    not_undone: int = 0
    longest_seconds: float = 0.0
    remarks: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.pastes > 0 and len(self.remarks) > 1


def run(pastes: int, first: int) -> Pastes:
    """Do one share of the torture: the pastes with the numbers from `first`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - after the platform is chosen

    from carreport.form.richtext import RichText  # noqa: PLC0415
    from carreport.ui.richtext.pasted_html import PastedText  # noqa: PLC0415
    from carreport.ui.richtext.text_edit import RichTextEdit  # noqa: PLC0415
    from tests.ui.richtext.hostile_pastes import hostile_paste, lost_letters, mime_data  # noqa: PLC0415

    app = QApplication.instance() or QApplication([])
    figures = Pastes()
    for number in range(first, first + pastes):
        source, plain = hostile_paste(number)
        mime = mime_data(source, plain)
        box = RichTextEdit()
        box.set_rich_text(RichText.from_plain("before"))
        box.resize(700, 300)
        box.show()
        app.processEvents()
        pasted: list[PastedText] = []
        box.pasted.connect(pasted.append)
        begun = process_time()
        try:
            box.insertFromMimeData(mime)
            app.processEvents()
            box.undo()
            app.processEvents()
        except Exception:  # noqa: BLE001 - this is what is counted
            figures.crashes += 1
            print(f"paste {number}: {traceback.format_exc()}")  # noqa: T201
        seconds = process_time() - begun
        figures.longest_seconds = max(figures.longest_seconds, seconds)
        if seconds > SLOW:
            print(f"paste {number}: {seconds:.1f} s, {source[:60]!r}, {plain[:60]!r}")  # noqa: T201
        figures.slower_than_2_s += seconds > SLOW
        figures.not_undone += box.rich_text().plain_text != "before"
        for text in pasted:
            figures.remarks.update(text.remarks.keys() or ["nothing left out"])
            figures.lost_in_silence += not text.remarks and bool(lost_letters(text, source, plain))
        figures.pastes += 1
        box.deleteLater()
    return figures
