"""Spelling: a line under misspelt words, suggestions, and the inquiry's own dictionary."""
