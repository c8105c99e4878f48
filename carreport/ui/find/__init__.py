"""Find and replace in the open inquiry: a panel in place of the steps."""
