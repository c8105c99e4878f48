"""Judge “Who could this be?” on sentences, prose and contacts: `python -m tests.review.identity`.

It ends with a table, and exits with 1 if one of the bars is not met. With `--held` it uses the sentences that
are kept from the author of the rules, and prints how many were missed but not which.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Mapping
from typing import Any

from tests.review.identity import judge
from tests.review.identity.contacts import LINES_WITH, LINES_WITHOUT
from tests.review.identity.judge import Score
from tests.review.identity.prose import all_prose

LEAST_RECALL = 0.7
MOST_ALARMS = 1.0
"""False alarms in 1,000 words."""


class Report:
    """What is printed, and whether every bar was met."""

    def __init__(self) -> None:
        self.is_met = True

    def line(self, name: str, figure: str, bar: str = "", *, met: bool = True) -> None:
        """Print a figure, and its bar if it has one."""
        self.is_met &= met
        told = f" (bar: {bar}) {'met' if met else 'NOT MET'}" if bar else ""
        print(f"{name}: {figure}{told}")  # noqa: T201

    def details(self, lines: list[str], *, shown: bool = True) -> None:
        """Print what was wrong."""
        for line in lines if shown else ():
            print(f"    {line}")  # noqa: T201


def main(arguments: list[str] | None = None) -> int:
    """Judge the rules and print the figures."""
    given = _asked(arguments)
    try:
        rules = importlib.import_module("carreport.review.identity")
    except ModuleNotFoundError as missing:
        if not str(missing.name).startswith("carreport.review"):
            raise
        print(f"There are no rules to judge yet: {missing}.")  # noqa: T201
        return 2
    report = Report()
    _sentences(report, rules, "held_" if given.held else "")
    if not given.held:
        _sentences(report, rules, "further_")
        _prose(report, rules)
        _facts(report, rules)
        _seed_group(report, rules)
        _contacts(report, rules)
    return 0 if report.is_met else 1


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.review.identity", description=__doc__)
    parser.add_argument("--held", action="store_true", help="judge by the sentences that are kept aside")
    return parser.parse_args(arguments)


def _sentences(report: Report, rules: Any, which: str) -> None:
    module = importlib.import_module(f"tests.review.identity.{which}sentences")
    prefix, is_held, name = which.upper(), which == "held_", which.rstrip("_").capitalize()
    recognisable = getattr(module, f"{prefix}RECOGNISABLE")
    found = judge.judge_recognisable(recognisable, rules.people_at_risk)
    whole = _sum(found)
    figure = f"{whole.right} of {whole.asked}, {whole.share:.2f}"
    report.line(
        f"{name} recognisable sentences".strip().capitalize(),
        figure,
        f"≥ {LEAST_RECALL}",
        met=whole.share >= LEAST_RECALL,
    )
    report.details([f"{kind}: {score.right} of {score.asked}" for kind, score in found.items()])
    report.details(whole.wrong, shown=not is_held)
    left = _sum(judge.judge_harmless(getattr(module, f"{prefix}HARMLESS"), rules.people_at_risk))
    report.line(f"{name} harmless sentences left alone".strip().capitalize(), f"{left.right} of {left.asked}")
    report.details(left.wrong, shown=not is_held)
    for told, score in (
        ("Found in what is not printed", judge.judge_unprinted(recognisable, rules.people_at_risk)),
        ("Passages with wrong words", judge.judge_passages(recognisable, rules.people_at_risk)),
    ):
        report.line(told, f"{len(score.wrong)} of {score.asked}", "0", met=not score.wrong)
        report.details(score.wrong, shown=not is_held)


def _prose(report: Report, rules: Any) -> None:
    own = others = own_words = others_words = 0
    for cast, name, words, false in judge.judge_prose(rules.people_at_risk):
        if cast == name:
            own, own_words = own + len(false), own_words + words
        else:
            others, others_words = others + len(false), others_words + words
        report.details([f"{cast} writes about {name}: {line}" for line in false])
    rate = own / own_words * 1000
    figure = f"{rate:.2f} in 1,000 words ({own} in {own_words})"
    report.line("False alarms in prose", figure, f"≤ {MOST_ALARMS}", met=rate <= MOST_ALARMS)
    rate = others / others_words * 1000
    report.line(
        "False alarms in prose of other groups", f"{rate:.2f} in 1,000 words ({others} in {others_words})"
    )


def _facts(report: Report, rules: Any) -> None:
    found = [(cast, line) for cast, lines in judge.judge_facts(rules.people_at_risk) for line in lines]
    report.line("Found in the facts about the groups alone", str(len(found)))
    report.details([f"{cast}: {line}" for cast, line in found])


def _seed_group(report: Report, rules: Any) -> None:
    for told in (False, True):
        score = judge.judge_seed_group(rules.people_at_risk, told=told)
        name = "Seed group, writers noted" if told else "Seed group"
        report.line(name, f"{score.right} of {score.asked}", "all", met=not score.wrong)
        report.details(score.wrong)


def _contacts(report: Report, rules: Any) -> None:
    found, false = judge.judge_contacts(LINES_WITH, rules.find_contacts)
    whole = _sum(found)
    report.line("Contacts found", f"{whole.right} of {whole.asked}", "all", met=not whole.wrong)
    report.details([f"{kind}: {score.right} of {score.asked}" for kind, score in found.items()])
    report.details(whole.wrong)
    alike = judge.judge_contacts(LINES_WITHOUT, rules.find_contacts)[1]
    for name, wrong in (
        ("False contacts beside real ones", false),
        (f"False contacts in {len(LINES_WITHOUT)} lines that look alike", alike),
        (
            "False contacts in the prose",
            judge.judge_contacts(all_prose().split("\n"), rules.find_contacts)[1],
        ),
    ):
        report.line(name, str(len(wrong)))
        report.details(wrong)
    example = judge.judge_contacts(judge.example_texts(), rules.find_contacts)[1]
    report.line("False contacts in the example", str(len(example)), "0", met=not example)
    report.details(example)


def _sum(scores: Mapping[str, Score]) -> Score:
    whole = Score()
    for score in scores.values():
        whole.right += score.right
        whole.asked += score.asked
        whole.wrong += score.wrong
    return whole


if __name__ == "__main__":
    sys.exit(main())
