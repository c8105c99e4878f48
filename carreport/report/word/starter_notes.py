"""The comments in the starter document, which explain its tags."""

from __future__ import annotations

NOTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "{%p if title.kind %}",
        (
            (
                "To restyle this document, change fonts, colours, margins, the header and the footer as in "
                "any Word document. Add your logo and your own text around the tags. The tags are the "
                "text in double brackets. They are filled in when a report is made, so leave them"
                " unchanged."
            ),
            "These comments stay in the template. They are not included in reports.",
            (
                "A tag with %p must be alone in its paragraph, which is removed from the report. The text "
                "between if and endif is printed only if there is a value."
            ),
        ),
    ),
    (
        "{{ title.title }}",
        (
            (
                "This is the title of the inquiry, in the style Title. To change it in every report, change "
                "the style (Home, Styles, Modify)."
            ),
        ),
    ),
    (
        "Contents",
        (
            (
                "The list below is filled in with links in each report, in the styles TOC 1 and TOC 2. Page "
                "numbers appear after you press Ctrl+A, then F9, in the finished report."
            ),
        ),
    ),
    (
        "{%p for section in sections %}",
        ("Everything from here to endfor is repeated for each section of the report.",),
    ),
    (
        "{{p section.body }}",
        (
            (
                "This is the content of a section. It uses the styles of this document: "
                "Heading 2 to 4, Normal, Lead, Label, Small, List Bullet, List Number, Quote, Quote "
                "Speaker, Callout, Callout Label, Fact, Caption, Figure Caption, Figure Credit, Picture, "
                "Table Text, Table Figures, Table Heading, Table Note and the table style Report Table. "
                "To change all reports, change these styles."
            ),
        ),
    ),
    (
        "{%p endfor %}",
        (
            (
                "When you have finished, save the file as a Word document (.docx) and check it. The check "
                "lists every mistake and where it is. Then add the file to your templates."
            ),
        ),
    ),
)
"""The text of each paragraph to comment on, and the paragraphs of the comment."""
