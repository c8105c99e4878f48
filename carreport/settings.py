"""Read and write the user's settings, and find the user's folders.

`CARREPORT_HOME` replaces the usual folders, for tests and trials.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from carreport.atomic_write import replace_path

HOME_VARIABLE = "CARREPORT_HOME"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one user; immutable, see `dataclasses.replace`.

    `text_size` is a percentage; `report_folder` is where the last report was saved.
    """

    name: str = ""
    initials: str = ""
    text_size: int = 100
    report_folder: str = ""
    window: str = ""

    @property
    def author(self) -> str:
        """The name recorded on what this person writes."""
        return self.name or "Somebody on this computer"


def load_settings() -> Settings:
    """Read the settings; a missing or invalid value gets its default."""
    try:
        stored = json.loads(settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    usual = Settings()
    values = {
        field.name: stored[field.name]
        for field in fields(Settings)
        if isinstance(stored.get(field.name), type(getattr(usual, field.name)))
    }
    return Settings(**values)


def save_settings(settings: Settings, pauses: Iterable[float] | None = None) -> None:
    """Write the settings atomically; `pauses` are those of `retry_while_in_use`. Raise `OSError`."""
    target = settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".tmp")
    fresh.write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")
    replace_path(fresh, target, pauses)


def settings_file() -> Path:
    """Return the settings file."""
    return _folder("config") / "settings.json"


def drafts_folder() -> Path:
    """Return the user's drafts folder, which is not one that OneDrive and the like synchronise."""
    return _folder("data") / "drafts"


def templates_folder() -> Path:
    """Return the folder of the user's own report templates; it may not exist yet."""
    return _folder("data") / "templates"


def cache_folder() -> Path:
    """Return the folder for files that can be recreated."""
    return _folder("cache")


def problem_file() -> Path:
    """Return the file with the details of the last command-line error; it may quote an answer."""
    return cache_folder() / "last-problem.txt"


def _folder(purpose: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / purpose
    import platformdirs  # noqa: PLC0415 - takes 16 ms, and is not needed if the variable is set

    folders = platformdirs.PlatformDirs("carreport", appauthor=False)
    return Path(
        {
            "config": folders.user_config_dir,
            "data": folders.user_data_dir,
            "cache": folders.user_cache_dir,
        }[purpose]
    )
