"""Render a report as a tagged PDF that is the same on every computer."""
