"""What is offered where an inquiry is damaged, locked or cannot be opened."""

from __future__ import annotations
