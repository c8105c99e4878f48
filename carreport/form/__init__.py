"""Forms, the kinds of answer, and snapshots of answers."""
