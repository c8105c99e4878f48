"""Checks of an inquiry before its report is sent, and of the finished file afterwards."""

from __future__ import annotations
