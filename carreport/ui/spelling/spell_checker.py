"""Asks the spelling process about words, and remembers what it said of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from carreport.assets import resource_path
from carreport.subprocess_worker import worker_command

WORKER_FLAG = "--check-spelling"
"""The argument with which a frozen program starts as the spelling process."""
DICTIONARIES = {"en": "en_GB"}
"""The dictionary for each language; every kind of English is checked as British English."""


def dictionary_for(language: str) -> str:
    """Return the name of the dictionary for the language of a form, such as “en-GB”, or ""."""
    return DICTIONARIES.get(language.partition("-")[0].casefold(), "")


class SpellChecker(QObject):
    """Knows which words are misspelt. A word that it was not asked about before counts as right at first."""

    learned = Signal(object)
    """The process has said of these words, a frozen set, that they are misspelt."""

    def __init__(self, dictionary: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dictionary = dictionary
        self._known: dict[str, bool] = {}
        self._asked: set[str] = set()
        self._waiting: list[tuple[frozenset[str], Callable[[], None]]] = []
        self._suggested: dict[str, tuple[str, ...]] = {}
        self._process: QProcess | None = None
        self.has_failed = False
        """Whether the process could not be started, or has ended."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def is_misspelt(self, word: str) -> bool:
        """Say whether a word is misspelt; ask about it if that is not known yet."""
        known = self._known.get(word)
        if known is None and not self.has_failed:
            self._asked.add(word)
            self._soon.start()
        return known is False

    def look_up(self, words: Iterable[str], done: Callable[[], None]) -> None:
        """Call `done` as soon as it is known of all these words whether they are misspelt."""
        missing = frozenset(word for word in words if word not in self._known)
        if not missing or self.has_failed:
            done()
            return
        self._waiting.append((missing, done))
        self._asked |= missing
        self._ask()

    def suggest(self, word: str, done: Callable[[tuple[str, ...]], None]) -> None:
        """Call `done` with what the word may be meant to be, the likeliest first."""
        if word in self._suggested or self.has_failed:
            done(self._suggested.get(word, ()))
            return
        self._waiting.append((frozenset((f"?{word}",)), lambda: done(self._suggested.get(word, ()))))
        self._send({"suggest": word})

    def close(self) -> None:
        """End the process."""
        self.has_failed = True
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)  # noqa: FBT003 - Qt's own setter
            process.closeWriteChannel()
            process.kill()
            process.waitForFinished(1000)

    def _ask(self) -> None:
        words, self._asked = self._asked - self._known.keys(), set()
        if words:
            self._send({"words": sorted(words)})

    def _send(self, question: Mapping[str, object]) -> None:
        if self._process is None and not self.has_failed:
            self._start()
        if self._process is not None:
            self._process.write(json.dumps(question).encode() + b"\n")

    def _start(self) -> None:
        program, *arguments = worker_command(
            "carreport.ui.spelling.spelling_process", WORKER_FLAG, ("carreport", "hunspell")
        )
        process = self._process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._fail)
        process.errorOccurred.connect(self._fail)
        process.start(program, arguments)
        folder = resource_path("dictionaries")
        begin = {
            "dictionary": self._dictionary,
            "folder": str(folder),
            "more": str(folder / "public-services.txt"),
        }
        self._send(begin)

    def _read(self) -> None:
        process, misspelt = self._process, set[str]()
        while process is not None and process.canReadLine():
            answer = json.loads(bytes(process.readLine().data()))
            if "suggest" in answer:
                self._suggested[answer["suggest"]] = tuple(answer["words"])
            else:
                known = frozenset(answer["known"])
                self._known.update((word, word in known) for word in answer["words"])
                misspelt.update(word for word in answer["words"] if word not in known)
        self._tell_who_waits()
        if misspelt:
            self.learned.emit(frozenset(misspelt))

    def _tell_who_waits(self) -> None:
        answered = self._known.keys() | {f"?{word}" for word in self._suggested}
        ready = [done for words, done in self._waiting if words <= answered]
        self._waiting = [entry for entry in self._waiting if not entry[0] <= answered]
        for done in ready:
            done()

    def _fail(self) -> None:
        self.has_failed = True
        self._process = None
        waiting, self._waiting = self._waiting, []
        for _, done in waiting:
            done()
