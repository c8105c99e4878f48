"""What was answered: one draft, one file, a set of revisions that only grows."""
