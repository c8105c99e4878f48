"""The check before you send a report, and the proof that the finished file is complete."""

from __future__ import annotations
