"""Write texts: a document on the screen, what is pasted into it, and the tools beside it."""
