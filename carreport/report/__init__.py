"""What comes out: the report as values, and its way into Word and HTML."""
