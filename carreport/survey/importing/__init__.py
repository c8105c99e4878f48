"""From a spreadsheet of replies to answers of the form."""

from __future__ import annotations
