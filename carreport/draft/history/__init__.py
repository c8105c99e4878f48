"""What a draft held at other moments, who changed it, and the ways back."""

from __future__ import annotations
