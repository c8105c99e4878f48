"""From counts to an honest agreement table."""
