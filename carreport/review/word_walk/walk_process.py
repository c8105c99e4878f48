"""Read a Word file from anybody in a separate process, with limits on time and memory.

The process gets the name of the file, a line break and its bytes on standard input, and answers with JSON:
the document, or the error to raise.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from carreport import subprocess_worker
from carreport.errors import CarreportError, UnreadableInputError
from carreport.review.word_walk.document import WordDocument
from carreport.review.word_walk.walk import walk_file

WORKER_FLAG = "--read-a-review"
"""The argument that starts a frozen program as this process."""
MEMORY = 1 << 30
SECONDS = 60
MOST_OUTPUT = 400 << 20
_NEEDED = ("carreport", "lxml")


def walker_command() -> list[str]:
    """Return the command that starts the process."""
    return subprocess_worker.worker_command("carreport.review.word_walk.walk_process", WORKER_FLAG, _NEEDED)


def walk_apart(name: str, content: bytes) -> WordDocument:
    """Return what the Word file called `name` contains; raise an error that says what to do if it is none."""
    task = name.replace("\n", " ").encode("utf-8", "replace") + b"\n" + content
    output = subprocess_worker.run_worker(walker_command(), task, SECONDS, MOST_OUTPUT)
    try:
        reply: dict[str, Any] = json.loads(output.stdout)
    except ValueError:
        why = (
            "It took too long to read." if output.timed_out else "It is too large or too complicated to read."
        )
        remedy = "Open it in Word, choose Save as, and save it under another name. Then choose that file."
        raise UnreadableInputError(
            "review-too-large", f"“{name}” was not read. {why}", why="Nothing was changed.", remedy=remedy
        ) from None
    if "refused" in reply:
        code, what, why, remedy = (str(part)[:2000] for part in reply["refused"])
        raise UnreadableInputError(code, what, why=why, remedy=remedy)
    return WordDocument.from_json(reply)


def main() -> None:
    """Read the Word file on standard input."""
    subprocess_worker.limit_this_process(memory=MEMORY, seconds=SECONDS, largest_file=0)
    name, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        reply = walk_file(name.decode("utf-8", "replace"), content).to_json()
    except CarreportError as problem:
        reply = {"refused": [problem.code, problem.what, problem.why, problem.remedy]}
    sys.stdout.buffer.write(json.dumps(reply).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
