"""The page for quoting an answer in the fellow’s text."""

from __future__ import annotations
