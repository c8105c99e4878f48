"""The words that reports contain besides the answers, in the language of the form."""
