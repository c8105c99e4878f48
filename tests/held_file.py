"""A file that another program has open, as Windows reports it."""

from __future__ import annotations

from collections.abc import Callable


class HeldFile:
    """A fake of an `os` function, for a file that another program holds for the first tries."""

    def __init__(self, function: Callable[..., None], winerror: int = 32, tries: int = 3) -> None:
        self.function, self.winerror, self.left = function, winerror, tries

    def __call__(self, *paths: object, **options: object) -> None:
        if self.left:
            self.left -= 1
            raise in_use(self.winerror)
        self.function(*paths, **options)


def in_use(winerror: int) -> OSError:
    """Return the error that Windows raises, which has the errno of a missing permission."""
    problem = PermissionError(13, "Der Prozess kann nicht auf die Datei zugreifen")
    problem.winerror = winerror  # type: ignore[attr-defined,unused-ignore]  # Windows only
    return problem
