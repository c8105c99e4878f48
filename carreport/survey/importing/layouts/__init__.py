"""Recognise tables that do not have one row for each person and one column for each question."""

from __future__ import annotations
