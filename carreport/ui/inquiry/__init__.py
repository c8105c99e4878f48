"""The open inquiry: the wizard, its steps and questions, and the tasks it starts."""

from __future__ import annotations
