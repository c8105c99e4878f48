"""Give carreport its own button on the Windows taskbar, separate from that of Python."""

from __future__ import annotations

import sys
from typing import Protocol

APPLICATION_ID = "carreport"


class Shell(Protocol):
    """The function of shell32.dll that is needed here."""

    def SetCurrentProcessExplicitAppUserModelID(self, name: str, /) -> int:
        """Set the name under which the taskbar groups the windows of this process."""


def name_for_taskbar(shell: Shell | None = None) -> None:
    """Tell Windows the name of the application; do nothing on other systems."""
    if shell is None and sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only for Windows

        shell = ctypes.WinDLL("shell32")
    if shell is not None:
        shell.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)
