"""Read any Word file as plain values: paragraphs, comments and tracked changes, with nothing left out."""
