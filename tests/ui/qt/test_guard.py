from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

import carreport.ui
from carreport.ui.qt.guard import qt_override

UI = Path(carreport.ui.__file__).parent


def _unguarded(tree: ast.Module) -> Iterator[str]:
    """Yield overrides of Qt methods (camelCase, as Qt writes them) without the guard."""
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.bases):
        for method in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
            qt_like = method.name[0].islower() and any(char.isupper() for char in method.name)
            name = method.name if qt_like or method.name in ("event", "data", "paint", "flags") else ""
            names = {
                getattr(decorator, "id", getattr(getattr(decorator, "func", None), "id", ""))
                for decorator in method.decorator_list
            }
            if name and "qt_override" not in names:
                yield f"{owner.name}.{name}"


@pytest.mark.parametrize("source", sorted(UI.rglob("*.py")), ids=lambda path: str(path.relative_to(UI)))
def test_every_override_of_a_qt_method_is_guarded(source: Path) -> None:
    assert list(_unguarded(ast.parse(source.read_text()))) == []


def test_the_finder_sees_an_override_without_a_guard() -> None:
    source = "class Box(QLineEdit):\n    def keyPressEvent(self, event): ...\n    def event(self, event): ..."
    assert list(_unguarded(ast.parse(source))) == ["Box.keyPressEvent", "Box.event"]


def test_a_failure_goes_to_the_hook_and_qt_gets_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, problem, _trace: seen.append(str(problem)))

    class Box(QLineEdit):
        @qt_override(default=7)
        def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
            raise ValueError(str(width))

    assert Box.heightForWidth(Box.__new__(Box), 3) == 7
    assert seen == ["3"]


def test_a_method_that_returns_something_needs_a_default() -> None:
    with pytest.raises(TypeError, match="needs a default"):

        class Box(QLineEdit):
            @qt_override
            def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
                return width


def test_a_guarded_override_still_does_its_work() -> None:
    class Box:
        @qt_override
        def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802 - Qt's name
            self.seen = event

    box = Box()
    box.keyPressEvent(None)
    assert box.seen is None
