"""Print a report as PDF: tagged, with contents and alternatives, the same on every computer."""
