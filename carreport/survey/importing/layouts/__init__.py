"""Recognise tables that are not one row a person and one column a question."""

from __future__ import annotations
