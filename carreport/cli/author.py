"""Find the name to record as the author of what a command writes."""

from __future__ import annotations

import getpass
import sys

from carreport.settings import load_settings


def author_of(name: str | None) -> str:
    """Return the name given, else the one in the settings, else the login's full name."""
    settings = load_settings()
    return (name or "").strip() or settings.name or login_name() or settings.author


def login_name() -> str:
    """Return the full name of the logged-in user, or else the user name."""
    try:
        return _display_name() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _display_name() -> str:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only Windows needs it

        length = ctypes.c_ulong(256)
        name = ctypes.create_unicode_buffer(length.value)
        display = 3  # NameDisplay
        succeeded = ctypes.windll.secur32.GetUserNameExW(display, name, ctypes.byref(length))
        return name.value if succeeded else ""
    import os  # noqa: PLC0415 - Windows has no such list of users
    import pwd  # noqa: PLC0415 - not on Windows

    return pwd.getpwuid(os.getuid()).pw_gecos.split(",")[0]
