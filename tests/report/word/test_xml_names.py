from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from carreport.report.word.word_inline import xml_text
from carreport.report.word.xml_names import escape, quoteattr


@given(st.text())
def test_words_come_back_from_between_tags_and_from_attributes(text: str) -> None:
    words = xml_text(text)
    element = etree.fromstring(f"<x y={quoteattr(words)}>{escape(words)}</x>")
    assert (element.text or "", element.get("y")) == (words, words)


def test_printing_loads_nothing_of_the_network() -> None:
    loaded = "import sys, carreport.report.word.document; print({'ssl', 'http.client'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
