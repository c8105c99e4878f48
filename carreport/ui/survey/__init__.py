"""Surveys: their editor, their result, and the pages that replies come in by."""

from __future__ import annotations
