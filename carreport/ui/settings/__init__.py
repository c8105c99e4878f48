"""The settings page: what this program remembers about its user."""

from __future__ import annotations
