"""The results of a survey: counts, groups and tables."""

from __future__ import annotations
