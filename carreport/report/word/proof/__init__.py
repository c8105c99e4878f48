"""What is wrong with a finished Word file: validity and accessibility."""

from __future__ import annotations
