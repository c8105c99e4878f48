"""Measure finding and replacing in an inquiry of 60 answers of 2,000 words.

    python -m bench.find [--answers 60] [--words 2000] [--repeat 5]

The first place, all places, and replacing 300 of them as one change: processor time, in ms, beside that of
`str.find` over the same text. The snapshot that is searched is made anew each time, as a search in the
window does it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import thread_time

from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from carreport.form.schema import Form
from carreport.review.find.occurrences import InquiryText
from carreport.review.find.replacing import apply_replacement, plan_replacement, revert_replacement
from carreport.review.find.text_search import TextSearch

SENTENCE = (
    "The group’s ten partners met at the café in Inverarden and wrote down what they had “heard” there. "
)
RARE, NAME, PLACES = "Quillan", "Tavish", 300


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--answers", type=int, default=60, help="number of answers (60)")
    parser.add_argument("--words", type=int, default=2000, help="words in each (2000)")
    parser.add_argument("--repeat", type=int, default=5, help="number of runs (5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "find.carreport"
        with DraftSession.create(path, form_with(options.answers), "Ailsa") as session:
            write_answers(session, options.answers, options.words)
            for name, work in measurements(session).items():
                times = [work() for _ in range(options.repeat)]
                print(f"{name:32} median {statistics.median(times):7.1f} ms, longest {max(times):7.1f} ms")
    return 0


def measurements(session: DraftSession) -> dict[str, Callable[[], float]]:
    """Return what is measured, by its name."""
    whole = "\n".join(
        session.answers().rich_text(path).plain_text for path, _ in session.form.questions()
    ).casefold()

    def replace_and_undo() -> float:
        places = list(InquiryText.of(session).occurrences(TextSearch(NAME)))
        plan = plan_replacement(places, "Tamhas")
        time = processor_time(lambda: apply_replacement(session, plan))
        revert_replacement(session, plan)
        return time

    def first(words: str) -> Callable[[], float]:
        return lambda: processor_time(lambda: next(InquiryText.of(session).occurrences(TextSearch(words))))

    def every(words: str) -> Callable[[], float]:
        return lambda: processor_time(lambda: list(InquiryText.of(session).occurrences(TextSearch(words))))

    return {
        "str.find over the same text": lambda: processor_time(lambda: whole.find(RARE.casefold())),
        "first place, in the first answer": first("partners"),
        "first place, in the last answer": first(RARE),
        "no place": every("zzz"),
        f"all {PLACES} places": every(NAME),
        f"replacing {PLACES} places": replace_and_undo,
    }


def processor_time(work: Callable[[], object]) -> float:
    """Return how much processor time it takes, in ms."""
    start = thread_time()
    work()
    return (thread_time() - start) * 1000


def form_with(answers: int) -> Form:
    """Return a form with this many texts."""
    question = '[[section.field]]\nid = "q{0}"\nkind = "text"\nlabel = "Question {0}"\n'
    questions = "".join(question.format(number) for number in range(answers))
    head = '[form]\nid = "find"\ntitle = "Find"\n[[section]]\nid = "s"\ntitle = "Section"\n'
    return parse_form(head + questions)


def write_answers(session: DraftSession, answers: int, words: int) -> None:
    """Write texts that have a name in as many places as there are, and a rare one at the very end."""
    paragraph = SENTENCE * 6
    count = max(1, words // len(paragraph.split()))
    for number in range(answers):
        names = " ".join([NAME] * (PLACES // answers + (number < PLACES % answers)))
        last = f"{names} {RARE}" if number == answers - 1 else names
        text = "\n\n".join([paragraph] * count + [last])
        session.write(f"s.q{number}", RichText.from_plain(text).to_json())
    session.seal()
    session.flush()


if __name__ == "__main__":
    raise SystemExit(main())
