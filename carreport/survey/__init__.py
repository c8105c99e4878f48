"""Surveys: import replies, count them, and make the agreement table."""
