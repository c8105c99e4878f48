"""Comments on the answers: threads in a panel beside an answer."""
