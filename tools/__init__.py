"""Programs for people who work on carreport; the program itself needs none of them."""

from __future__ import annotations
