"""The set of revisions: how answers are kept, ordered, compared and merged."""

from __future__ import annotations
