"""Read and write the user's settings, and find the user's folders.

`CARREPORT_HOME` replaces the usual folders, for tests and trials.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from carreport.atomic_write import replace_private_file
from carreport.regular_files import follow_links, read_own_file

HOME_VARIABLE = "CARREPORT_HOME"
UNNAMED_AUTHOR = "Somebody on this computer"
"""The name recorded on what is written before somebody has given theirs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one user; immutable, see `dataclasses.replace`.

    `text_size` is a percentage; `report_folder` is where the last report was saved. `spelling` says whether
    misspelt words are marked.
    """

    name: str = ""
    initials: str = ""
    text_size: int = 100
    report_folder: str = ""
    spelling: bool = True
    window: str = ""

    @property
    def author(self) -> str:
        """The name recorded on what this person writes."""
        return self.name or UNNAMED_AUTHOR


def load_settings() -> Settings:
    """Read the settings; a missing or invalid value gets its default."""
    try:
        stored = json.loads(read_own_file(settings_file()))
    except (OSError, ValueError, RecursionError):
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
    replace_private_file(settings_file(), json.dumps(asdict(settings), indent=2).encode(), pauses)


def settings_file() -> Path:
    """Return the settings file."""
    return _folder("config") / "settings.json"


def drafts_folder() -> Path:
    """Return the user's drafts folder, which is not one that OneDrive and the like synchronise."""
    return _folder("data") / "drafts"


def is_in_drafts_folder(path: Path) -> bool:
    """Say whether a file is in the drafts folder itself."""
    return path.absolute().parent == drafts_folder().absolute()


def is_in_own_folder(path: Path) -> bool:
    """Say whether a file is in one of the program's own folders, where only the user may read new files."""
    own, folder = follow_links(drafts_folder().parent), follow_links(path.parent)
    return own == folder or own in folder.parents


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
