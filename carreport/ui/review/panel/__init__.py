"""The comments on one question, in a panel beside its answer or under it."""
