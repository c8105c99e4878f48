"""What a critical friend does with one inquiry: comments, suggestions, and files for reviewers."""
