"""The set of revisions: how answers are stored, ordered, compared and merged."""

from __future__ import annotations
