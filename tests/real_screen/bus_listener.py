"""Print what a screen reader would be told, a JSON line each: where the focus goes, and what is announced.

Run by the Python of the system, which has `gi` (python3-gi); it imports nothing of ours. It speaks to the
accessibility bus (AT-SPI) itself, as a screen reader does.
"""

from __future__ import annotations

import json
import time
from typing import Any

from gi.repository import Gio, GLib  # type: ignore[import-not-found]  # it is the system's

ACCESSIBLE, EVENT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Event.Object"
REGISTRY, REGISTRY_PATH = "org.a11y.atspi.Registry", "/org/a11y/atspi/registry"
WANTED = ("object:state-changed:focused", "object:announcement")
ON_A_BUS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
LONGEST_MS = 5000


class Listener:
    """A connection to the accessibility bus."""

    def __init__(self) -> None:
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        asked = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, -1, None
        )
        self._bus = Gio.DBusConnection.new_for_address_sync(asked.unpack()[0], ON_A_BUS, None, None)
        for signal in ("StateChanged", "Announcement"):
            self._bus.signal_subscribe(None, EVENT, signal, None, None, 0, self._hear)
        for event in WANTED:
            arguments = GLib.Variant("(sass)", (event, [], ""))
            self._call(REGISTRY, REGISTRY_PATH, REGISTRY, "RegisterEvent", arguments)

    def _hear(self, _bus: Any, sender: str, path: str, _interface: str, signal: str, given: Any) -> None:
        told = given.unpack()
        if signal == "Announcement":
            say({"said": next(part for part in told[1:] if isinstance(part, str))})
        elif told[:2] == ("focused", 1):
            name, description = (self._property(sender, path, what) for what in ("Name", "Description"))
            role = self._call(sender, path, ACCESSIBLE, "GetRoleName")
            say({"name": name, "description": description, "role": role})

    def _property(self, sender: str, path: str, name: str) -> Any:
        arguments = GLib.Variant("(ss)", (ACCESSIBLE, name))
        return self._call(sender, path, "org.freedesktop.DBus.Properties", "Get", arguments)

    def _call(self, sender: str, path: str, interface: str, method: str, given: Any = None) -> Any:
        try:
            answer = self._bus.call_sync(sender, path, interface, method, given, None, 0, LONGEST_MS, None)
        except GLib.Error:  # it is gone already
            return ""
        return answer.unpack()[0] if answer.n_children() else ""


def say(told: dict[str, object]) -> None:
    """Print what was heard, and when."""
    print(json.dumps({"when": time.time(), **told}, ensure_ascii=False), flush=True)  # noqa: T201


if __name__ == "__main__":
    listener = Listener()
    say({"said": "ready"})
    GLib.MainLoop().run()
