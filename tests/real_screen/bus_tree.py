"""Print everything that the accessibility bus tells of the programs on it: one JSON list, an object each.

With `follow` it answers each line on its input: `read` with such a list, windows that ask for a file
included; `places` with the extents now of the objects in the last list, or none for what is gone.
Run by the Python of the system, which has `gi` (python3-gi); it imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # it is the system's

ACCESSIBLE, ROOT = "org.a11y.atspi.Accessible", "/org/a11y/atspi/accessible/root"
COMPONENT, TEXT = "org.a11y.atspi.Component", "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
ON_A_BUS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
FOCUSABLE, FOCUSED, SHOWING, EXPANDABLE, EXPANDED, COLLAPSED = 11, 12, 25, 9, 10, 5
CHECKED, ENABLED = 4, 8
"""Bits of the states, as AT-SPI numbers them."""
LABELLED_BY = 2
OTHERS = ("dialog", "file chooser")
"""The windows of Qt or of the system that ask for a file."""
LONGEST_MS = 5000


class Bus:
    """The accessibility bus."""

    def __init__(self, others: tuple[str, ...] = OTHERS) -> None:
        self._others = others
        self._owners: list[tuple[str, str]] = []
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        asked = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, -1, None
        )
        self._bus = Gio.DBusConnection.new_for_address_sync(asked.unpack()[0], ON_A_BUS, None, None)

    def read(self) -> list[dict[str, Any]]:
        """Return every object that is shown, by its place in the tree."""
        found: list[dict[str, Any]] = []
        self._owners.clear()
        for sender, path in self._call("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren"):
            self._walk(sender, path, None, found)
        return found

    def places(self) -> list[list[int] | None]:
        """Return where the objects that were read last are now."""
        return [self._extents(sender, path) for sender, path in self._owners]

    def _walk(self, sender: str, path: str, parent: int | None, found: list[dict[str, Any]]) -> None:
        low, high = (*self._call(sender, path, ACCESSIBLE, "GetState"), 0, 0)[:2]
        states = low | high << 32
        if parent is not None and not states >> SHOWING & 1:
            return
        here, role = len(found), self._call(sender, path, ACCESSIBLE, "GetRoleName")
        if role in self._others:
            return
        relations = self._call(sender, path, ACCESSIBLE, "GetRelationSet") if role == "combo box" else ()
        attributes = self._call(sender, path, ACCESSIBLE, "GetAttributes") if role == "heading" else ()
        labels = [label for relation, targets in relations if relation == LABELLED_BY for label in targets]
        self._owners.append((sender, path))
        found.append(
            {
                "parent": parent,
                "role": role,
                "name": self._get(sender, path, "Name"),
                "label": " ".join(self._get(owner, place, "Name") for owner, place in labels),
                "description": self._get(sender, path, "Description"),
                "attributes": dict(attributes or {}),
                "extents": self._extents(sender, path),
                "focusable": bool(states >> FOCUSABLE & 1),
                "focused": bool(states >> FOCUSED & 1),
                "states": [
                    name
                    for name, bit in (
                        ("expandable", EXPANDABLE),
                        ("expanded", EXPANDED),
                        ("collapsed", COLLAPSED),
                        ("checked", CHECKED),
                        ("enabled", ENABLED),
                    )
                    if states >> bit & 1
                ],
            }
        )
        for owner, place in self._call(sender, path, ACCESSIBLE, "GetChildren"):
            self._walk(owner, place, here, found)

    def _extents(self, sender: str, path: str) -> list[int] | None:
        on_screen = GLib.Variant("(u)", (0,))
        extents = self._call(sender, path, COMPONENT, "GetExtents", on_screen)
        return list(extents) if extents else None

    def _get(self, sender: str, path: str, name: str) -> str:
        return str(self._call(sender, path, PROPERTIES, "Get", GLib.Variant("(ss)", (ACCESSIBLE, name))))

    def _call(self, sender: str, path: str, interface: str, method: str, given: Any = None) -> Any:
        try:
            answer = self._bus.call_sync(sender, path, interface, method, given, None, 0, LONGEST_MS, None)
        except GLib.Error:  # it is gone already
            return ()
        return answer.unpack()[0] if answer.n_children() else ()


def follow(bus: Bus) -> None:
    """Answer each line on the input."""
    for line in sys.stdin:
        told = bus.read() if line.strip() == "read" else bus.places()
        print(json.dumps(told, ensure_ascii=False), flush=True)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1:] == ["follow"]:
        follow(Bus(others=()))
    else:
        print(json.dumps(Bus().read(), ensure_ascii=False))  # noqa: T201
