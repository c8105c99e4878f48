"""Rich text: the document, pasting, quotations and the toolbar."""
