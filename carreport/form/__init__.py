"""What may be asked: forms, the kinds of answer, and the answers themselves."""
