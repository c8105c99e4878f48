"""Comments on answers, review copies in Word, and what reviewers send back."""
