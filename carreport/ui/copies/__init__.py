"""Exporting a copy of an inquiry, and importing one."""

from __future__ import annotations
