"""Bring the catalogues of `resources/languages` up to date: `python -m tools.catalogue [LANGUAGE]`.

It collects every message of the program and adds those that a catalogue does not have. If the English of a
message has changed, its translation is marked as fuzzy, and not used until a translator removes the mark.
With a LANGUAGE that has no catalogue, it begins one.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from carreport.language.catalogue import catalogue_mistakes, read_catalogue

CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = CHECKOUT / "resources" / "languages"
KEYWORDS = {"gettext": None, "gettext_noop": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
_KEPT = ("Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type")
_KEPT_LINES = tuple(f'"{name}:' for name in _KEPT)


def messages() -> Catalog:
    """Return every message that the program can print in a report, each with its modules."""
    found = Catalog(fuzzy=False)
    extracted = extract_from_dir(str(CHECKOUT / "carreport"), [("**.py", "python")], keywords=KEYWORDS)
    for name, _, text, _, context in sorted(extracted, key=lambda row: (row[0], row[1])):
        found.add(text, locations=[(f"carreport/{Path(name).as_posix()}", 0)], context=context)
    return found


def updated(catalogue: Catalog) -> bytes:
    """Return a catalogue with every message of the program, as the text of a .po file."""
    catalogue.update(messages(), update_header_comment=False)
    catalogue.project, catalogue.version = "carreport", "reports"
    out = BytesIO()
    write_po(out, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    head, gap, rest = out.getvalue().decode().partition("\n\n")
    lines = [line for line in head.split("\n") if ":" not in line or not _is_dropped(line)]
    return f"{chr(10).join(lines)}{gap}{rest}".encode()


def _is_dropped(line: str) -> bool:
    """Say whether this line of the header changes each time, or is about people whom nobody named."""
    return line.startswith('"') and not line.startswith(_KEPT_LINES)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the messages that have no translation, or one that nobody has looked at yet."""
    left = (message for message in catalogue if message.id)
    return [str(message.id) for message in left if message.fuzzy or not any(message.string or ())]


def main() -> int:
    """Update every catalogue, begin one for a new language, and say what is missing or wrong."""
    is_complete = True
    for path in sorted({*FOLDER.glob("*.po"), *(FOLDER / f"{language}.po" for language in sys.argv[1:])}):
        known = read_catalogue(path) if path.exists() else Catalog(Locale.parse(path.stem), fuzzy=False)
        path.write_bytes(updated(known))
        catalogue = read_catalogue(path)
        missing, mistakes = untranslated(catalogue), list(catalogue_mistakes(catalogue))
        print(f"{path.name}: {len(catalogue)} messages, {len(missing)} without a translation")
        for mistake in mistakes:
            print(f"  {mistake}")
        is_complete &= not (missing or mistakes)
    return 0 if is_complete else 1


if __name__ == "__main__":
    sys.exit(main())
