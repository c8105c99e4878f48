"""The page on which an answer is quoted in the fellow’s text."""

from __future__ import annotations
