"""The check of an inquiry before you send its report, and the proof of the finished file."""

from __future__ import annotations
