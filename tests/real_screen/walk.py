"""The steps of the walk: which keys, and which words are to be read on the screen afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.real_screen.scene import Scene


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the keys (xdotool's names; `=words` are typed), and what is then to be read.

    `spoken` is what a screen reader must be told meanwhile, `unread` what must not be seen.
    """

    name: str
    keys: Sequence[str]
    words: Sequence[str]
    is_slow: bool = False
    spoken: Sequence[str] = ()
    unread: Sequence[str] = ()


def steps_of(scene: Scene) -> Iterator[Sequence[Step]]:
    """Return the steps, in walks that each begin with the program's start."""
    opened = Step("open", ("Return",), ("Send a copy",), is_slow=True)
    shown = (
        "Who is most affected",
        "What is your question",
        "How did you find",
        "What will you do",
        "Reflections",
        "Who wrote the report",
    )
    steps = [Step(f"step-{number}", ("Alt+Right",), (words,)) for number, words in enumerate(shown, 2)]
    yield (
        Step("guide", ("F1",), ("User guide",)),
        Step("guide-back", ("Escape",), ("Your inquiries",)),
    )
    yield (opened, *steps)
    yield (
        opened,
        Step("report", ("ctrl+e",), ("Where to save it", "Template")),
        Step("check", ("ctrl+shift+h",), ("Check before you send",), is_slow=True),
        Step("check-line", ("Return",), ("are not used by any learning point",)),
        Step("preview", ("ctrl+shift+p",), ("Preview",), is_slow=True),
        Step("preview-back", ("Escape",), ("Check before you send",)),
        Step("send", ("ctrl+shift+e",), ("Send a copy", "Who is it for")),
        Step("typing", ("ctrl+shift+r",), ("Type in replies",)),
        Step("themes", ("ctrl+shift+t",), ("Sort into themes",)),
        Step("erase", ("alt+f", "e"), ("Erase text",)),
        Step("backups", ("alt+f", "b"), ("Restore a backup",), is_slow=True),
        Step("timeline", ("alt+v", "m"), ("Timeline",)),
        Step("since", ("alt+v", "w"), ("Since you were last here",)),
    )
    yield (
        opened,
        Step("ask-copy", ("ctrl+shift+o",), ("Look in",)),
        Step("copy", (f"={scene.copy}", "Return"), ("Import a copy", "Morag"), is_slow=True),
        Step("brought", ("Return",), ("Since you were last here",), is_slow=True),
        Step("entry", ("Tab", "Return"), ("Back:",)),
    )
    yield (
        opened,
        Step("ask-replies", ("alt+f", "r"), ("Look in",)),
        Step("replies", (f"={scene.replies}", "Return"), ("Import replies", "whom to ask"), is_slow=True),
    )
    yield (
        Step("ask-file", ("ctrl+shift+o",), ("Look in",)),
        Step("stranger", (f"={scene.stranger}", "Return"), ("new to this computer",), is_slow=True),
    )
    yield (
        opened,
        Step("find", ("ctrl+h", "=meeting"), ("Find", "places in"), is_slow=True),
        Step("find-back", ("Escape",), ("Send a copy",)),
        Step("question", ("ctrl+Next", "ctrl+Next"), ("What is your question",)),
        Step("help-beside", ("F1",), ("Find in this help",), is_slow=True),
        Step("help-beside-back", ("Escape",), ("What is your question",)),
        Step("settings", ("ctrl+comma",), ("Your name",)),
    )
    yield (
        Step("new", ("ctrl+n",), ("What is the inquiry called",)),
        Step("text", ("ctrl+Next", "=We met twice."), ("We met twice",)),
        Step("note", ("ctrl+alt+f",), ("Note 1",)),
        Step("note-written", ("=In March.", "Escape"), ("We met twice",)),
        Step("table", ("Return", "ctrl+shift+b"), ("Remove table",)),
        Step("table-written", ("=Month", "Tab", "=Visits", "Escape", "Escape"), ("Month",)),
        Step("misspelt", ("ctrl+End", "Return", "=Febuary came. ", "F7"), ("Febuary",), is_slow=True),
        Step("spelling-menu", ("shift+F10",), ("Ignore",)),
    )
