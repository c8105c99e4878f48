"""Reports: the model of a report, and its output as Word, PDF and HTML."""
