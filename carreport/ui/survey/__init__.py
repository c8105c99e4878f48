"""Surveys: their editors and results, and the pages for importing, typing in and sorting replies."""

from __future__ import annotations
