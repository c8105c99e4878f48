"""Find text in an inquiry, and replace it where it may be replaced."""
