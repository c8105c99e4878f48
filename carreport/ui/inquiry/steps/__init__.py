"""The steps of an inquiry: the list of them, and a page for each."""
