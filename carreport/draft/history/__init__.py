"""Earlier states of a draft: who changed what, and how to restore them."""

from __future__ import annotations
