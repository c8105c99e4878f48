"""Learning points and the evidence that shows them."""

from __future__ import annotations
