"""Know who is writing, how large the letters are, and where this person's files live.

`CARREPORT_HOME` names a folder to use in place of the usual ones, for tests and trials.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

HOME_VARIABLE = "CARREPORT_HOME"


@dataclass(frozen=True, slots=True)
class Settings:
    """What one person has chosen; never changed in place, see `dataclasses.replace`.

    `text_size` is in per cent of the usual size; `report_folder` is where the last report went.
    """

    name: str = ""
    initials: str = ""
    text_size: int = 100
    report_folder: str = ""
    window: str = ""

    @property
    def author(self) -> str:
        """The name that stands on what this person writes."""
        return self.name or "Somebody on this computer"


def load_settings() -> Settings:
    """Read the settings; what is missing or cannot be understood has its usual value."""
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


def save_settings(settings: Settings) -> None:
    """Write the settings: a whole new file beside the old one, then in its place."""
    target = settings_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".tmp")
    fresh.write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")
    fresh.replace(target)


def settings_file() -> Path:
    """Return the file that keeps the settings."""
    return _folder("config") / "settings.json"


def drafts_folder() -> Path:
    """Return the folder where live drafts are kept, away from synchronised folders."""
    return _folder("data") / "drafts"


def templates_folder() -> Path:
    """Return the folder of this person's own report templates; it may not exist yet."""
    return _folder("data") / "templates"


def cache_folder() -> Path:
    """Return a folder for what can be made again."""
    return _folder("cache")


def problem_file() -> Path:
    """Return the file in which a command says what last went wrong; it may quote an answer."""
    return cache_folder() / "last-problem.txt"


def _folder(purpose: str) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / purpose
    import platformdirs  # noqa: PLC0415 - 16 ms that a set variable saves

    folders = platformdirs.PlatformDirs("carreport", appauthor=False)
    return Path(
        {
            "config": folders.user_config_dir,
            "data": folders.user_data_dir,
            "cache": folders.user_cache_dir,
        }[purpose]
    )
