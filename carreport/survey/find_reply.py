"""Find one person's reply by its place, by its number in the survey, or by text in no other reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form
from carreport.form.wording import format_count
from carreport.survey.locate import SurveyLocation, survey_locations
from carreport.survey.replies.deduplicate import ReplySet, deduplicate
from carreport.survey.replies.withdraw_reply import holds_reply, withdrawn_keys
from carreport.survey.target import reply_batches
from carreport.survey.themes import ReplyFieldIds, open_questions, reply_item_id

DEFAULT_FIELD_IDS = ReplyFieldIds()
_MOST_NAMED = 5
SHORTEST_TEXT = 25
"""Text with at least this many letters is more than a point on a scale or the name of a group."""


@dataclass(frozen=True, slots=True)
class FullReply:
    """The whole reply of one person: its place, its title, and its answers.

    `place` is that of a survey with the key of the reply after “#”, or that of an entry for a reply
    entered by hand.
    """

    place: str
    title: str
    answers: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The answers, one a line."""
        marks = (asked if not asked or asked.endswith("?") else f"{asked}:" for asked, _ in self.answers)
        return tuple(
            f"{mark} {answer}".strip() for mark, (_, answer) in zip(marks, self.answers, strict=True)
        )

    @property
    def excerpt(self) -> str:
        """The longest text in it, or else all its answers, on one line."""
        texts = [answer for _, answer in self.answers if len(answer) >= SHORTEST_TEXT]
        return " ".join(
            (max(texts, key=len) if texts else " · ".join(answer for _, answer in self.answers)).split()
        )


def all_replies(form: Form, answers: Answers) -> Iterator[FullReply]:
    """Yield every reply to a survey that is counted, then replies to open questions entered by hand."""
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            joined = deduplicate(reply_batches(place, survey))
            asked = _question_texts(answers, place, survey)
            for row in range(joined.n):
                yield _survey_reply(place, survey, joined, asked, row)
    yield from reimported_withdrawals(form, answers)
    for question in open_questions(form, answers):
        title = f"Reply to “{question.item.get('question') or 'an open question'}”"
        for reply in question.replies:
            if not reply.is_from_file:
                where = paths.field_path(question.path, question.field_ids.replies, reply.id)
                yield FullReply(where, title, (("", reply.text.plain_text),))


def reimported_withdrawals(form: Form, answers: Answers) -> Iterator[FullReply]:
    """Yield the withdrawn replies that were imported again: they are not counted."""
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            batches = (*reply_batches(place, survey), *_other_versions(answers, place, survey))
            here, name = paths.item_path(place.group, survey.id), str(survey.get("name") or "the survey")
            for key in sorted(withdrawn_keys(batches)):
                if any(holds_reply(batch, {key}) for batch in batches):
                    yield FullReply(
                        f"{here}#{key}", f"A withdrawn reply to “{name}” that was imported again", ()
                    )


def _other_versions(answers: Answers, place: SurveyLocation, survey: Item) -> Iterator[Mapping[str, Any]]:
    """Yield other versions of imported replies that differ from those counted."""
    batches = place.batches_path(survey.id)
    for batch in survey.items(place.batches):
        for version in answers.versions.get(paths.field_path(batches, batch.id, place.replies), ()):
            if version.value:
                yield version.value


def find_reply(form: Form, answers: Answers, which: str) -> FullReply:
    """Return the reply that `which` means; raise `UsageError` if there is none, or several.

    `which` is the place of a reply, a survey with the number of a reply after “#”, or text from a reply.
    """
    every = list(all_replies(form, answers))
    wanted = place_of_reply(form, answers, which)
    if wanted:
        replies = [reply for reply in every if reply.place == wanted] or _withdrawn_reply(
            form, answers, wanted
        )
    else:
        words = " ".join(which.split()).casefold()
        replies = [
            reply
            for reply in every
            if words and any(words in " ".join(answer.split()).casefold() for _, answer in reply.answers)
        ]
    if len(replies) == 1:
        return replies[0]
    raise _ambiguous_reply(which, replies)


def _withdrawn_reply(form: Form, answers: Answers, wanted: str) -> list[FullReply]:
    """Return the withdrawn reply at a place; earlier versions may still contain it."""
    here, _, key = wanted.partition("#")
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            is_here = paths.item_path(place.group, survey.id) == here
            if is_here and key in withdrawn_keys(reply_batches(place, survey)):
                return [FullReply(wanted, "A withdrawn reply", ())]
    return []


def place_of_reply(form: Form, answers: Answers, which: str) -> str:
    """Return the place of a reply if `which` is a place: of an entry with themes, or survey#number."""
    survey_path, hash_mark, number = which.partition("#")  # a key may contain a “#”
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            here = paths.item_path(place.group, survey.id)
            joined = deduplicate(reply_batches(place, survey))
            keys = joined.keys
            if hash_mark and survey_path == here and number in {*keys, *joined.withdrawn}:
                return which
            if hash_mark and survey_path == here and len(number) < 12 and number.isdecimal():
                return f"{here}#{keys[int(number) - 1]}" if 0 < int(number) <= len(keys) else which
            if "/" in which and not hash_mark:
                key = next(
                    (
                        key
                        for key in keys
                        if which.endswith(f"/{DEFAULT_FIELD_IDS.replies}/{reply_item_id(key)}")
                    ),
                    "",
                )
                if key:
                    return f"{here}#{key}"
    is_entry = paths.is_item_path(which) and form.field(paths.group_path(which)) is not None
    return which if is_entry else ""


def _survey_reply(
    place: SurveyLocation, survey: Item, joined: ReplySet, asked: dict[str, str], row: int
) -> FullReply:
    labels = {to: {step.key: step.label for step in joined.scale_of(to).steps} for to in joined.statements}
    order = {to: number for number, to in enumerate(asked)}
    columns = {**joined.statements, **joined.opens}
    answers = [
        (asked.get(to) or joined.headings.get(to, ""), labels[to][words] if to in labels else words)
        for to in sorted(columns, key=lambda question_id: order.get(question_id, len(order)))
        if (words := columns[to][row])
    ]
    about = (("Group", joined.groups), ("Survey round", joined.waves))
    answers += [(what, name) for what, values in about if (name := values[row])]
    name = str(survey.get("name") or "the survey")
    title = f"Reply {row + 1:,} of {joined.n:,} to “{name}”"
    return FullReply(f"{paths.item_path(place.group, survey.id)}#{joined.keys[row]}", title, tuple(answers))


def _question_texts(answers: Answers, place: SurveyLocation, survey: Item) -> dict[str, str]:
    """Return the text of each statement and open question of a survey, by id."""
    opens = answers.items(place.opens) if place.opens else ()
    asked = {
        statement.id: str(statement.get("statement") or "") for statement in survey.items(place.statements)
    }
    return asked | {question.id: str(question.get("question") or "") for question in opens}


def _ambiguous_reply(which: str, replies: list[FullReply]) -> UsageError:
    listed = "\n".join(
        f"  {reply.place}  {reply.title}: {reply.excerpt[:80]}" for reply in replies[:_MOST_NAMED]
    )
    return UsageError(
        "which-reply",
        f"“{which}” matches {format_count(len(replies), 'reply')}."
        if replies
        else f"No reply is called “{which}” or contains this text.",
        why=f"\n{listed}" if replies else "",
        remedy="Give its path, its number (data.surveys/ID#7), or text that no other reply contains.",
    )
