"""What the replies of a survey amount to: counts, groups, tables."""

from __future__ import annotations
