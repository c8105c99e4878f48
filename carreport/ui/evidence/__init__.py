"""Learning points and the evidence for them."""

from __future__ import annotations
