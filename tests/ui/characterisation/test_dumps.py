from __future__ import annotations

import re

from tests.ui.characterisation.dump import DUMPS


def test_every_dump_that_is_kept_is_compared_by_one_test() -> None:
    tests = (path.read_text(encoding="utf-8") for path in DUMPS.parent.glob("test_*.py"))
    compared = [name for test in tests for name in re.findall(r'dump\.compare\("([^"]+)"\)', test)]
    assert sorted(compared) == sorted(path.stem for path in DUMPS.glob("*.txt"))


def test_no_dump_names_a_class_or_a_random_id() -> None:
    words = "\n".join(path.read_text(encoding="utf-8") for path in DUMPS.glob("*.txt"))
    assert re.findall(r"\b(?!Pg)[A-Z][a-z]+[A-Z]\w+|\b[0-9a-f]{12}\b", words) == []
