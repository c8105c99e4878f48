"""What reviewers do to a review copy in LibreOffice: each edit as a script with its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.review.edits.copies import EMPTY, Printed
from tests.review.edits.inquiries import sentences
from tests.review.edits.script import Script

Edit = Callable[[Script], None]
OTHER = "Ruaridh Forbes"
REMARKS = (
    "Who says so?", "Could you give an example?", "I would leave this out.", "This is the heart of it.",
    "Is there a figure for this?", "Please name the year.", "Very good.", "Shorter, if you can.",
)  # fmt: skip
_GAELIC = (
    "Tha seo air a sgrìobhadh ann an cànan eile", "agus chan eil facal dheth mar a bha e",
    "oir dh’iarr an neach-ath-sgrùdaidh tionndadh", "airson coinneamh na comhairle", "a bhios ann sa Mhàrt",
    "le taing do na h-uile a chuidich", "anns a’ bhaile bheag ri taobh na mara",
)  # fmt: skip


def pick(script: Script, count: int) -> list[Printed]:
    """Choose long paragraphs of as many different answers, in their order."""
    by_path = {
        at.path: at for at in script.chance.sample(script.copy.long_answers, len(script.copy.long_answers))
    }
    chosen = script.chance.sample(list(by_path.values()), count)
    return sorted(chosen, key=lambda at: at.place)


def words_of(at: Printed, first: int, count: int) -> tuple[int, int]:
    """Return where some words of a paragraph start and end; the first word is 0."""
    words = at.text.split(" ")
    start = len(" ".join(words[:first])) + (first > 0)
    return start, start + len(" ".join(words[first : first + count]))


def nothing(_: Script) -> None:
    """Open and save."""


def type_at_start(script: Script) -> None:
    """Type at the start of eight answers."""
    for at in pick(script, 8):
        script.replace(at, 0, 0, "To begin with, ")


def type_in_middle(script: Script) -> None:
    """Type in the middle of eight answers."""
    for at in pick(script, 8):
        place = words_of(at, 4, 1)[0]
        script.replace(at, place, place, "in the autumn ")


def type_at_end(script: Script) -> None:
    """Type at the end of eight answers."""
    for at in pick(script, 8):
        script.replace(at, len(at.text), len(at.text), " That is what we know now.")


def cut_first_half(script: Script) -> None:
    """Delete the first half of eight answers."""
    for at in pick(script, 8):
        script.replace(at, 0, words_of(at, len(at.text.split(" ")) // 2, 1)[0], "")


def cut_second_half(script: Script) -> None:
    """Delete the second half of eight answers."""
    for at in pick(script, 8):
        script.replace(at, words_of(at, len(at.text.split(" ")) // 2, 1)[0], len(at.text), "")


def change_words(script: Script) -> None:
    """Replace two words in eight answers, and strike one before them."""
    for at in pick(script, 8):
        start, end = words_of(at, 6, 2)
        script.replace(at, start, end, "another matter")
        script.replace(at, *words_of(at, 2, 1), "")


def punctuation(script: Script) -> None:
    """Add a comma, remove the last character, change one letter: nothing is too small to come back."""
    for place, at in enumerate(pick(script, 6)):
        comma = words_of(at, 3, 1)[1]
        if place < 2:
            script.replace(at, comma, comma, ",")
        elif place < 4:
            script.replace(at, len(at.text) - 1, len(at.text), "")
        else:
            script.replace(at, comma - 1, comma, "q")


def type_in_cells(script: Script) -> None:
    """Change the figures or words in three cells of a table, if there is one."""
    cells = [at for at in script.copy.answers if at.is_in_table and len(at.text) > 1]
    for at in sorted(script.chance.sample(cells, min(3, len(cells))), key=lambda at: at.place):
        script.replace(at, len(at.text), len(at.text), " (why?)")


def contents(script: Script) -> None:
    """Insert a table of contents: it repeats every heading, and changes none."""
    script.insert_contents()


def chapter_at_end(script: Script) -> None:
    """Write a heading and two paragraphs of one's own at the end."""
    last = script.copy.printed[-1]
    for text in (sentences(script.chance, 1), sentences(script.chance, 1), "What I would add"):
        script.new_paragraph(last, text, anywhere=True)


def rewrite(script: Script) -> None:
    """Replace every word of six answers."""
    for at in pick(script, 6):
        script.retype(at, sentences(script.chance, 2))


def rewrite_short(script: Script) -> None:
    """Replace every word of six short answers."""
    short = [at for at in script.copy.answers if 1 <= len(at.text.split()) <= 5]
    for at in sorted(script.chance.sample(short, min(6, len(short))), key=lambda at: at.place):
        script.retype(at, script.chance.choice(("Not decided", "See the minutes", "Two or three")))


def translate(script: Script) -> None:
    """Put one section into another language, questions and all."""
    section = next(
        part for part in script.copy.sections if sum(at in script.copy.long_answers for at in part) >= 3
    )
    for at in section[: min(len(section), 60)]:
        number = f"{at.text.partition(' ')[0]} " if at.is_heading else ""
        if at.text != EMPTY:
            words = max(1, len(at.text.split()) // 6)
            script.retype(at, f"{number}{' '.join(script.chance.choice(_GAELIC) for _ in range(words))}")


def find_and_replace(script: Script) -> None:
    """Replace a word that stands in several answers."""
    front = " ".join(at.text for at in script.copy.printed if not at.path)
    counts = Counter(
        word for at in script.copy.long_answers for word in set(at.text.split()) if word.isalpha()
    )
    everything = "\n".join(at.text for at in script.copy.printed)
    fitting = [
        word for word, count in sorted(counts.items())
        if 3 <= count <= 12 and len(word) > 4 and word not in front and everything.count(word) <= 40
    ]  # fmt: skip
    script.find_and_replace(script.chance.choice(fitting), "Lochinver")


def delete_paragraph(script: Script) -> None:
    """Delete four whole paragraphs."""
    for at in pick(script, 4):
        script.delete_paragraphs([at])


def delete_answer_with_question(script: Script) -> None:
    """Delete two questions with their answers."""
    for question in script.chance.sample(script.copy.questions, 2):
        script.delete_paragraphs(script.copy.of(question.path))


def delete_heading(script: Script) -> None:
    """Delete the headings of three questions; the answers stay."""
    for question in script.chance.sample(script.copy.questions, 3):
        script.delete_paragraphs([question])


def rewrite_heading(script: Script) -> None:
    """Rewrite three questions, numbers and all."""
    for question in script.chance.sample(script.copy.questions, 3):
        script.retype(question, "What should somebody who was not there know about it?")
    script.tolerate_heading_edits()


def improve_heading(script: Script) -> None:
    """Add a word to three questions."""
    for question in script.chance.sample(script.copy.questions, 3):
        script.replace(question, len(question.text), len(question.text), " (in brief)")
    script.tolerate_heading_edits()


def paragraph_after(script: Script) -> None:
    """Write a new paragraph at the end of four answers."""
    for at in pick(script, 4):
        script.new_paragraph(script.copy.of(at.path)[-1], sentences(script.chance, 1))


def paragraph_before(script: Script) -> None:
    """Write a new paragraph at the start of four answers."""
    for at in pick(script, 4):
        script.new_paragraph(script.copy.of(at.path)[1], sentences(script.chance, 1), before=True)


def paragraph_between(script: Script) -> None:
    """Write a new paragraph between two of one answer."""
    for at, _ in pairs_of(script, 3):
        script.new_paragraph(at, sentences(script.chance, 1))


def answer_what_was_not(script: Script) -> None:
    """Answer three questions that nobody has answered, in place of the note that says so."""
    empty = [at for at in script.copy.printed if at.text == EMPTY]
    for at in sorted(script.chance.sample(empty, min(3, len(empty))), key=lambda at: at.place):
        script.retype(at, sentences(script.chance, 1))


def split(script: Script) -> None:
    """Press Enter in four answers."""
    for at in pick(script, 4):
        script.split(at, words_of(at, 5, 1)[0])


def join(script: Script) -> None:
    """Join two paragraphs of three answers."""
    for one, two in pairs_of(script, 3):
        script.join(one, two)


def swap_answers(script: Script) -> None:
    """Let the answers of two questions change places."""
    single = [at for at in script.copy.long_answers if len(script.copy.of(at.path)) == 2]
    one, other = sorted(script.chance.sample(single, 2), key=lambda at: at.place)
    script.swap([one], [other])


def move_paragraph(script: Script) -> None:
    """Move a paragraph to the end of another answer."""
    one, other = pick(script, 2)
    script.move([one], script.copy.of(other.path)[-1])


def move_question(script: Script) -> None:
    """Move a question with its answer behind another one of its section."""
    for part in script.copy.sections:
        questions = [
            at for at in part if at.style in ("Heading2", "Heading 2") and at in script.copy.questions
        ]
        if len(questions) >= 3:
            script.move(script.copy.of(questions[0].path), script.copy.of(questions[2].path)[-1])
            return


def move_section(script: Script) -> None:
    """Move a section behind the next one."""
    short = min(range(1, len(script.copy.sections) - 1), key=lambda at: len(script.copy.sections[at]))
    script.move(script.copy.sections[short], script.copy.sections[short + 1][-1])


def bold(script: Script) -> None:
    """Make words of three answers bold, and of two italic."""
    for place, at in enumerate(_plain(script, 5)):
        script.format(at, *words_of(at, 3, 3), "bold" if place < 3 else "italic")


def bullets(script: Script) -> None:
    """Make three paragraphs bullets."""
    for at in _plain(script, 3):
        script.format(at, 0, 0, "bullets")


def link_added(script: Script) -> None:
    """Add a link to words of three answers."""
    for at in _plain(script, 3):
        script.format(at, *words_of(at, 2, 3), "link", "https://www.example.org/minutes")


def noise(script: Script) -> None:
    """Change colours, fonts, sizes and spacing: nothing that is content."""
    for at, how in zip(
        pick(script, 6), ("colour", "font", "size", "centred", "spaced", "shaded"), strict=True
    ):
        script.format(at, 0, len(at.text), how)


def table(script: Script) -> None:
    """Insert a table after an answer."""
    (at,) = pick(script, 1)
    script.insert_table(
        at, ["Families reached in Kilmory", "Thirty-one", "Families who came back a second time"]
    )


def footnote(script: Script) -> None:
    """Add footnotes to two answers."""
    for at in pick(script, 2):
        place = words_of(at, 3, 1)[1]
        script.footnote(
            at, place, f"The minutes of {script.chance.choice(('May', 'June', 'July'))} say otherwise."
        )


def two_authors(script: Script) -> None:
    """Two people change different answers, and both change two."""
    places = pick(script, 6)
    for at in places[:4]:
        script.replace(at, len(at.text), len(at.text), " We agreed on this in May.")
    script.become(OTHER)
    for at in places[2:]:
        script.replace(at, *words_of(at, 2, 2), "quite otherwise")


def tracked_and_not(script: Script) -> None:
    """Change some answers with tracking and some without, and two both ways."""
    places = pick(script, 6)
    script.track()
    for at in places[:4]:
        script.replace(at, len(at.text), len(at.text), " This is tracked.")
    script.track(on=False)
    for at in places[2:]:
        script.replace(at, *words_of(at, 2, 2), "without a trace")


def partly_accepted(script: Script) -> None:
    """Track changes in six answers; accept two of them and reject two."""
    script.track()
    places = pick(script, 6)
    for at in places:
        script.replace(at, *words_of(at, 3, 1), "certainly")
    for at in places[:2]:
        script.accept(at)
    for at in places[2:4]:
        script.reject(at)


def all_accepted(script: Script) -> None:
    """Track changes in five answers, and accept them all."""
    script.track()
    for at in pick(script, 5):
        script.replace(at, *words_of(at, 3, 1), "certainly")
    script.accept_all()


def some_of_all(script: Script) -> None:
    """Comment, type, cut and add, each in answers of its own."""
    places = pick(script, 8)
    for at in places[:2]:
        script.comment(at, *words_of(at, 1, 3), script.chance.choice(REMARKS))
    for at in places[2:4]:
        script.replace(at, len(at.text), len(at.text), " Add the date.")
    for at in places[4:6]:
        script.replace(at, 0, words_of(at, len(at.text.split(" ")) // 2, 1)[0], "")
    for at in places[6:]:
        script.new_paragraph(at, sentences(script.chance, 1))


def in_new_document(script: Script) -> None:
    """Change a few answers, then copy everything into a new document."""
    some_of_all(script)
    script.copy_into_new_document(by_clipboard=True)


def inserted_in_new_document(script: Script) -> None:
    """Change a few answers, then insert the file into a new document."""
    some_of_all(script)
    script.copy_into_new_document(by_clipboard=False)


def through(suffix: str, *, edits: bool) -> Edit:
    """Return an edit that saves in another format on the way."""

    def save(script: Script) -> None:
        if edits:
            some_of_all(script)
        script.save_as(suffix)

    save.__doc__ = f"Save as .{suffix} and back{', after a few changes' if edits else ''}."
    return save


def pairs_of(script: Script, count: int) -> list[tuple[Printed, Printed]]:
    """Choose long paragraphs that follow each other, each pair in another answer."""
    by_path = {one.path: (one, two) for one, two in script.copy.pairs}
    chosen = script.chance.sample(list(by_path.values()), min(count, len(by_path)))
    return sorted(chosen, key=lambda pair: pair[0].place)


def _plain(script: Script, count: int) -> list[Printed]:
    return [at for at in pick(script, count * 2) if "List" not in at.style][:count]
