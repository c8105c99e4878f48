"""Make the table of kinds in docs/forms.md from the kinds themselves.

After adding or changing a kind, run `python -m tests.shipped.kinds_table` to bring the page up
to date; a test fails until somebody has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from carreport.form.kinds import KINDS, Kind

PAGE = Path(__file__).resolve().parents[2] / "docs" / "forms.md"
BEGIN, END = "<!-- kinds: begin -->", "<!-- kinds: end -->"


def main() -> None:
    """Write the table into the page."""
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8"), KINDS), encoding="utf-8")


def with_table(page: str, kinds: Mapping[str, Kind]) -> str:
    """Return `page` with the table of `kinds` between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join([before + BEGIN, "", *_rows(kinds), "", END + after])


def _rows(kinds: Mapping[str, Kind]) -> Iterator[str]:
    yield "| Kind | What it takes | Settings | In an answers file |"
    yield "|---|---|---|---|"
    for kind in kinds.values():
        settings = "<br>".join(f"`{name}`: {_cell(meaning)}" for name, meaning in kind.settings.items())
        yield f"| `{kind.name}` | {_cell(kind.summary)} | {settings} | {_as_code(kind.json_example)} |"


def _as_code(answers: str) -> str:
    """Return the JSON of an example in code marks, and words beside it as words."""
    code, bracket, remark = answers.partition(" (")
    return f"`{_cell(code)}`{' (' + _cell(remark) if bracket else ''}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
