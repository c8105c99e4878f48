"""A draft: one file that holds a set of revisions, which only grows."""
