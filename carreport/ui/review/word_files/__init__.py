"""Word files for reviewers: the page that makes one, and the page that shows one that came back."""
