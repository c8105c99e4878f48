"""The Word template of a report: rendered in a sandbox, and tidied afterwards."""

from __future__ import annotations
