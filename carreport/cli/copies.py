"""The commands for working with others: `share`, `merge`, `conflicts`, `resolve` and `erase`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path

from carreport.cli.author import author_of
from carreport.cli.conflict_copies import print_conflict_copies
from carreport.cli.console import format_local_time, indent_lines, print_remark, print_result
from carreport.cli.fill import open_to_write
from carreport.draft.copies.conflict_copies import siblings_of
from carreport.draft.copies.conflicts import Dispute, disputes, keep_both, keep_version, write_third
from carreport.draft.copies.export_copy import LEFT_BEHIND, build_copy
from carreport.draft.copies.incoming import LeftOut
from carreport.draft.copies.merge_copy import bring_in, look_at_copy, undo_bringing_in
from carreport.draft.copies.merge_plan import Joining, News, What
from carreport.draft.erasure import Erased, Outlook, Wanted, erase, look_ahead
from carreport.draft.history.diff import Mark, Stretch, difference
from carreport.draft.revisions.labels import MOST_LINES, place_words, shown_line
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UnreadableInput, UsageError
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.wording import format_count, format_list
from carreport.survey.find_reply import find_reply

SHORT_ID = 12
NEWS_SENTENCES = {
    What.ANSWERED: "is answered: {shown}",
    What.CHANGED: "says now: {shown}",
    What.JOINED: "came together with what this draft says: {shown}",
    What.TWO_VERSIONS: "meets an edit here, so there are two versions: {shown}",
    What.ADDED: "was added",
    What.REMOVED: "was removed",
    What.BROUGHT_BACK: "was brought back",
    What.MOVED: "was moved",
    What.SET_ASIDE: "was removed here; the edit is set aside: {shown}",
}


def share_draft(given: Namespace) -> int:
    """Write a copy of a draft that may be sent."""
    with closing(open_to_write(given)) as session:
        receipt = build_copy(session, Path(given.output), replace=given.replace)
    print_result(f"{given.output}: {receipt.words}.")
    print_remark(f"What stays here: {LEFT_BEHIND}.")
    return 0


def merge_copies(given: Namespace) -> int:
    """Bring copies into a draft, each after saying what it brings; one that is no good stops no other."""
    failed = 0
    with closing(open_to_write(given)) as session:
        if given.undo:
            return _undo(session)
        for copy in _copies(given):
            try:
                _merge(session, Path(copy), given)
            except (UnreadableInput, UsageError) as problem:
                failed = max(failed, problem.exit_code)
                print_remark(str(problem))
        waiting = len(disputes(session))
    if waiting and not given.dry_run:
        print_remark(
            f"{format_count(waiting, 'answer')} with two versions: `carreport conflicts {given.draft}`."
        )
    return failed


def _copies(given: Namespace) -> list[str]:
    """Return the copies that were named, and with --beside those that lie beside the draft."""
    beside = [each.path for each in siblings_of(Path(given.draft)) if each.unknown] if given.beside else []
    found = [*given.copies, *(str(each) for each in beside)]
    if found:
        return found
    if given.beside:
        what = f"No copy beside {given.draft} holds anything that the draft has not."
        raise UsageError("no-copy", what)
    remedy = "Name one, or use --beside or --undo."
    raise UsageError("no-copy", "There is no copy to bring in.", remedy=remedy)


def show_conflicts(given: Namespace) -> int:
    """List the answers with two versions and what differs, and the edits that are set aside."""
    with closing(DraftSession.open(Path(given.draft), author_of(None), read_only=True)) as session:
        found = disputes(session)
        told = ["\n".join(_conflict(dispute)) for dispute in found]
        told += list(_set_aside(session))
    if told:
        print_result("\n\n".join(told))
    print_remark(
        f"{format_count(len(found), 'answer')} with two versions."
        if found
        else "No two versions of anything."
    )
    print_conflict_copies(Path(given.draft), siblings_of(Path(given.draft)))
    return 1 if found else 0


def resolve_conflict(given: Namespace) -> int:
    """Settle one answer with two versions."""
    with closing(open_to_write(given)) as session:
        if given.restore:
            _restore_set_aside(session, given.path)
        elif given.text is not None:
            write_third(session, given.path, _third(session, given.path, given.text))
        elif given.keep == "both":
            keep_both(session, given.path)
        else:
            keep_version(session, given.path, given.keep)
        session.flush()
        question = session.form.field(given.path)
        value = session.answers().get(given.path)
        said = "(back)" if question is None or question.is_group else shown_line(question, value)
        print_result(f"{place_words(session.form, session.tree, given.path)}: {said or '(nothing)'}")
    return 0


def erase_words(given: Namespace) -> int:
    """Take words out of a draft and its backups for good, once somebody has said yes."""
    with closing(open_to_write(given)) as session:
        wanted = _erase_request(given)
        outlook = look_ahead(session, wanted)
        if not given.yes:
            what = _what_goes(wanted, outlook.versions)
            print_result(f"{given.draft}: {what} would be erased, here and in the backups:")
            print_result(indent_lines("\n".join(_with_versions(outlook.places))))
            if wanted.reply:
                _show_reply(session, wanted.reply)
            for line in _outlook_lines(outlook):
                print_remark(line)
            print_remark("Nothing was erased yet. It cannot be undone: add --yes if you are sure.")
            return 1
        erased = erase(session, wanted)
    print_result(f"{given.draft}: {_what_goes(wanted, erased.versions)} erased, here and in the backups:")
    print_result(indent_lines("\n".join(_with_versions(erased.questions))))
    for line in _erased_lines(erased):
        print_remark(line)
    return 0


def _what_goes(wanted: Wanted, count: int) -> str:
    return "what this person replied" if wanted.reply else format_count(count, "version")


def _with_versions(places: Iterable[tuple[str, int]]) -> Iterator[str]:
    return (f"{words} · {format_count(count, 'version')}" for words, count in places)


def _erase_request(given: Namespace) -> Wanted:
    if given.person is not None:
        return Wanted(person=given.person)
    if given.reply is not None:
        return Wanted(reply=given.reply)
    return Wanted(given.history or given.answer, history_only=given.history is not None)


def _show_reply(session: DraftSession, which: str) -> None:
    """Print what the reply says, so that nobody erases another."""
    found = find_reply(session.form, session.answers(), which)
    told = f"{found.title} ({found.place})"
    print_result(f"{told} says:\n{indent_lines(chr(10).join(found.lines))}" if found.lines else f"{told}.")


def _merge(session: DraftSession, copy: Path, given: Namespace) -> None:
    joining = look_at_copy(session, copy)
    if not given.dry_run:
        joining = bring_in(session, joining, separate=given.separate)
    print_result("\n".join(_summary(copy, joining, done=not given.dry_run)))


def _summary(copy: Path, joining: Joining, *, done: bool) -> Iterator[str]:
    if joining.is_nothing:
        yield f"{copy}: nothing that the draft has not already."
    elif not joining.news:
        yield f"{copy}: only earlier versions; no answer is different."
    else:
        authors = format_list(joining.authors) or "somebody without a name"
        yield f"{copy}: {'brought in' if done else 'would bring in'} what {authors} wrote."
    if joining.is_separate:
        yield indent_lines("It is a separate start on the same form, not a copy of this draft (--separate).")
    yield from (indent_lines(_line(news)) for news in joining.news)
    if joining.pictures:
        yield indent_lines(f"{format_count(len(joining.pictures), 'picture')} came along.")
    yield from (indent_lines(line) for line in _left_out(joining.left_out))


def _line(news: News) -> str:
    said = NEWS_SENTENCES[news.what].format(shown=news.shown or "(nothing)")
    return f"{news.place}: {said}  [{news.author}, {format_local_time(news.when)}]"


def _left_out(left_out: Iterable[LeftOut]) -> Iterator[str]:
    for why, each in groupby(sorted(left_out, key=lambda each: each.why), key=lambda each: each.why):
        found = [one.path or "an answer" for one in each]
        yield f"Left out: {', '.join(found[:5])}{' and more' if len(found) > 5 else ''}. {why}"


def _undo(session: DraftSession) -> int:
    undone = undo_bringing_in(session)
    if not undone.paths and not undone.left:
        print_remark("There is nothing to undo: no copy was brought in since the last undoing.")
        return 1
    print_result(f"{format_count(len(undone.paths), 'place')} as before; what came in is in the history.")
    for path in undone.left:
        print_remark(f"{place_words(session.form, session.tree, path)} was edited since, and was left alone.")
    return 0


def _conflict(dispute: Dispute) -> Iterator[str]:
    yield f"{dispute.path}  ({dispute.place})"
    first = dispute.shown(dispute.versions[0])
    for version in dispute.versions:
        yield indent_lines(
            f"{version.revision[:SHORT_ID]}  {version.author}, {format_local_time(version.written_at)}"
        )
        shown = dispute.shown(version)
        yield indent_lines(
            (shown if version is dispute.versions[0] else format_diff(difference(first, shown)))
            or "(nothing)",
            2,
        )


def format_diff(words: Sequence[Stretch]) -> str:
    """Return words with [-what goes-] and {+what comes+}."""
    marks = {Mark.KEPT: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
    return "".join(marks[stretch.mark].format(stretch.text) for stretch in words)


def _set_aside(session: DraftSession) -> Iterator[str]:
    for aside in session.set_aside():
        question = session.form.field(aside.revision.path)
        shown = shown_line(question, aside.revision.value) if question else ""
        place = place_words(session.form, session.tree, aside.revision.path)
        way = f"`carreport resolve F {aside.item_noun} --restore` brings it back."
        told = f"Set aside: {shown or '(nothing)'}  [{aside.revision.author}]"
        yield f"{place}\n" + indent_lines(f"{told}\n{aside.removed_by} removed the entry; {way}")


def _restore_set_aside(session: DraftSession, path: str) -> None:
    if path not in {aside.item_noun for aside in session.set_aside()}:
        raise UsageError(
            "nothing-set-aside",
            f"Nothing is set aside at {path}.",
            remedy="`carreport conflicts` names the entries.",
        )
    session.restore_item(path)


def _third(session: DraftSession, path: str, text: str) -> object:
    question = session.form.field(path)
    if question is None or question.is_group:
        raise UsageError("no-dispute", f"There are no two versions at {path}.")
    read = kind_of(question).parse(question, text)
    if isinstance(read, InvalidValue):
        raise UsageError("not-understood", f"{question.label}: {read.message}.")
    return read


def _outlook_lines(outlook: Outlook) -> Iterator[str]:
    yield from _emptied(outlook)
    yield from _copied_text_lines(outlook)
    if outlook.out_of_reach:
        yield "These cannot be reached, and would still have the words:"
        yield indent_lines("\n".join(outlook.out_of_reach))


def _emptied(outlook: Outlook) -> Iterator[str]:
    words = [words for words, _ in outlook.emptied]
    if words and words == [words for words, _ in outlook.places]:
        yield "Nothing would stand there any more."
    elif words:
        more = [f"and {len(words) - MOST_LINES} more"] if len(words) > MOST_LINES else []
        yield f"{format_count(sum(count for _, count in outlook.emptied), 'answer')} would be empty then:"
        yield indent_lines("\n".join(words[:MOST_LINES] + more))


def _erased_lines(erased: Erased) -> Iterator[str]:
    yield from _copied_text_lines(erased)
    if erased.out_of_reach:
        yield "These could not be reached, and may still have the words:"
        yield indent_lines("\n".join(erased.out_of_reach))


def _copied_text_lines(told: Outlook | Erased) -> Iterator[str]:
    if told.written_over:
        yield "Others wrote on from these words. What they wrote stays, so look whether some are still in it:"
        yield indent_lines("\n".join(told.written_over))
    if told.also_in:
        yield "Somebody wrote down the same words here, and they stay:"
        yield indent_lines("\n".join(told.also_in))
