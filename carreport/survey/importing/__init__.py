"""Import a spreadsheet of replies into the answers of a form."""

from __future__ import annotations
