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
from carreport.cli.open_draft import open_to_read, open_to_write
from carreport.draft.copies.conflict_copies import conflict_copies_of
from carreport.draft.copies.conflicts import Conflict, find_conflicts, keep_both, keep_version, resolve_with
from carreport.draft.copies.export_copy import NOT_IN_COPY, export_copy
from carreport.draft.copies.incoming import Exclusion
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge, undo_last_merge
from carreport.draft.copies.merge_plan import MergeEffect, MergeEffectKind, MergePlan
from carreport.draft.erasure import ErasurePreview, ErasureRequest, ErasureResult, erase, preview_erasure
from carreport.draft.history.diff import DiffOp, DiffSpan, diff_answer, fold_unchanged
from carreport.draft.revisions.labels import MAX_LINES, answer_preview, path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.last_seen import claimed_author
from carreport.errors import UnreadableInputError, UsageError
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.wording import format_count, format_list
from carreport.survey.find_reply import find_reply

SHORT_ID = 12
NEWS_SENTENCES = {
    MergeEffectKind.ANSWERED: "new answer: {shown}",
    MergeEffectKind.CHANGED: "changed to: {shown}",
    MergeEffectKind.JOINED: "merged with the answer in this draft: {shown}",
    MergeEffectKind.TWO_VERSIONS: "conflicts with an edit here, so both versions are kept: {shown}",
    MergeEffectKind.ADDED: "added",
    MergeEffectKind.REMOVED: "removed",
    MergeEffectKind.BROUGHT_BACK: "restored",
    MergeEffectKind.MOVED: "moved",
    MergeEffectKind.COMMENTED: "commented: {shown}",
    MergeEffectKind.SET_ASIDE: "removed here, so the edit is set aside: {shown}",
}


def share_draft(options: Namespace) -> int:
    """Write a copy of a draft to share."""
    with open_to_write(options) as session:
        receipt = export_copy(session, Path(options.output), replace=options.replace)
    print_result(f"{options.output}: {receipt.totals_text}.")
    print_remark(f"Not included: {NOT_IN_COPY}.")
    return 0


def merge_copies(options: Namespace) -> int:
    """Merge copies into a draft and summarise each; an unreadable copy does not stop the others."""
    failed = 0
    with open_to_write(options) as session:
        if options.undo:
            return _undo(session)
        for copy in _copies(options):
            try:
                _merge(session, Path(copy), options)
            except (UnreadableInputError, UsageError) as problem:
                failed = max(failed, problem.exit_code)
                print_remark(str(problem))
        waiting = len(find_conflicts(session))
    if waiting and not options.dry_run:
        print_remark(
            f"{format_count(waiting, 'answer')} in conflict. See `carreport conflicts {options.draft}`."
        )
    return failed


def _copies(options: Namespace) -> list[str]:
    """Return the copies named and, with --beside, those in the draft's folder that have something new."""
    siblings = conflict_copies_of(Path(options.draft)) if options.beside else ()
    print_conflict_copies(Path(options.draft), [copy for copy in siblings if copy.error])
    copies = [*options.copies, *(str(copy.path) for copy in siblings if copy.new_versions)]
    if copies:
        return copies
    if options.beside:
        what = f"None of the copies in the same folder as {options.draft} has anything new."
        raise UsageError("no-copy", what)
    remedy = "Give the name of a copy, or use --beside or --undo."
    raise UsageError("no-copy", "There is no copy to import.", remedy=remedy)


def show_conflicts(options: Namespace) -> int:
    """List answers in conflict with their differences, and edits that are set aside."""
    with closing(open_to_read(options.draft, author_of(None))) as session:
        conflicts = find_conflicts(session)
        sections = ["\n".join(_conflict(dispute)) for dispute in conflicts]
        sections += list(_set_aside(session))
    if sections:
        print_result("\n\n".join(sections))
    print_remark(f"{format_count(len(conflicts), 'answer')} in conflict." if conflicts else "No conflicts.")
    print_conflict_copies(Path(options.draft), conflict_copies_of(Path(options.draft)))
    return 1 if conflicts else 0


def resolve_conflict(options: Namespace) -> int:
    """Resolve one conflict."""
    with open_to_write(options) as session:
        if options.restore:
            _restore_set_aside(session, options.path)
        elif options.text is not None:
            resolve_with(session, options.path, _third(session, options.path, options.text))
        elif options.keep == "both":
            keep_both(session, options.path)
        else:
            keep_version(session, options.path, options.keep)
        session.flush()
        question = session.form.field(options.path)
        value = session.answers().get(options.path)
        answer = "(back)" if question is None or question.is_group else answer_preview(question, value)
        print_result(f"{path_label(session.form, session.tree, options.path)}: {answer or '(nothing)'}")
    return 0


def erase_words(options: Namespace) -> int:
    """Erase text from a draft and its backups, once the user confirms."""
    with open_to_write(options) as session:
        wanted = _erase_request(options)
        outlook = preview_erasure(session, wanted)
        if not options.yes:
            what = _what_goes(wanted, outlook.versions)
            print_result(f"{options.draft}: {what} would be permanently erased, here and in the backups:")
            print_result(indent_lines("\n".join(_with_versions(outlook.counts_by_label))))
            if wanted.reply:
                _show_reply(session, wanted.reply)
            for line in _outlook_lines(outlook):
                print_remark(line)
            print_remark("Nothing has been erased yet. Erasing cannot be undone. Add --yes if you are sure.")
            return 1
        erased = erase(session, wanted)
    print_result(
        f"{options.draft}: {_what_goes(wanted, erased.versions)} permanently erased, here and in the backups:"
    )
    print_result(indent_lines("\n".join(_with_versions(erased.counts_by_question))))
    for line in _erased_lines(erased):
        print_remark(line)
    return 0


def _what_goes(wanted: ErasureRequest, count: int) -> str:
    return "this person's reply" if wanted.reply else format_count(count, "version")


def _with_versions(places: Iterable[tuple[str, int]]) -> Iterator[str]:
    return (f"{words} · {format_count(count, 'version')}" for words, count in places)


def _erase_request(options: Namespace) -> ErasureRequest:
    if options.person is not None:
        return ErasureRequest(person=options.person)
    if options.reply is not None:
        return ErasureRequest(reply=options.reply)
    return ErasureRequest(options.history or options.answer, history_only=options.history is not None)


def _show_reply(session: DraftSession, which: str) -> None:
    """Print the reply, so that nobody erases the wrong one."""
    reply = find_reply(session.form, session.answers(), which)
    title = f"{reply.title} ({reply.place})"
    print_result(f"{title} says:\n{indent_lines(chr(10).join(reply.lines))}" if reply.lines else f"{title}.")


def _merge(session: DraftSession, copy: Path, options: Namespace) -> None:
    joining = preview_merge(session, copy)
    if not options.dry_run:
        joining = merge_and_save(session, joining, separate=options.separate)
    print_result("\n".join(_summary(copy, joining, done=not options.dry_run)))


def _summary(copy: Path, joining: MergePlan, *, done: bool) -> Iterator[str]:
    if joining.is_empty:
        yield f"{copy}: nothing new."
    elif not joining.effects:
        yield f"{copy}: only earlier versions are new. No current answer changes."
    else:
        claimed = {news.author for news in joining.effects if news.claims_you}
        names = [claimed_author(name) if name in claimed else name for name in joining.authors]
        authors = format_list(names) or "someone without a name"
        yield f"{copy}: {'imported' if done else 'would import'} changes by {authors}."
    if joining.is_separate_start:
        yield indent_lines(
            "This file was not made from your draft: someone filled in the same form from scratch "
            "(--separate)."
        )
    yield from (indent_lines(_line(news)) for news in joining.effects)
    if joining.pictures:
        yield indent_lines(f"{format_count(len(joining.pictures), 'picture')} included.")
    yield from (indent_lines(line) for line in _left_out(joining.excluded))


def _line(news: MergeEffect) -> str:
    sentence = NEWS_SENTENCES[news.effect_type].format(shown=news.preview or "(nothing)")
    author = claimed_author(news.author) if news.claims_you else news.author
    line = f"{news.label}: {sentence}  [{author}, {format_local_time(news.written_at)}]"
    line = f"{line} {news.remark}" if news.remark else line
    if not news.spans:
        return line
    return f"{line}\n{indent_lines(format_diff(fold_unchanged(news.spans)))}"


def _left_out(left_out: Iterable[Exclusion]) -> Iterator[str]:
    for why, exclusions in groupby(
        sorted(left_out, key=lambda exclusion: exclusion.reason), key=lambda exclusion: exclusion.reason
    ):
        places = [one.path or "an answer" for one in exclusions]
        yield f"Left out: {', '.join(places[:5])}{' and more' if len(places) > 5 else ''}. {why}"


def _undo(session: DraftSession) -> int:
    undone = undo_last_merge(session)
    if not undone.restored and not undone.skipped:
        print_remark("There is nothing to undo: no copy has been imported since the last undo.")
        return 1
    print_result(
        f"Import undone in {format_count(len(undone.restored), 'place')}. "
        "What you imported stays in the history."
    )
    for path in undone.skipped:
        print_remark(
            f"{path_label(session.form, session.tree, path)} was edited after the import, so it "
            "was not changed."
        )
    return 0


def _conflict(dispute: Conflict) -> Iterator[str]:
    yield f"{dispute.path}  ({dispute.label})"
    first = dispute.versions[0]
    for version in dispute.versions:
        yield indent_lines(
            f"{version.revision[:SHORT_ID]}  {version.author}, {format_local_time(version.written_at)}"
        )
        shown = dispute.version_text(version)
        if version is not first:
            shown = format_diff(diff_answer(dispute.field, first.value, version.value))
        yield indent_lines(shown or "(nothing)", 2)


def format_diff(words: Sequence[DiffSpan]) -> str:
    """Return text with [-removed-] and {+added+} words marked, and [=words=] whose formatting changed.

    An answer that is not a text is shown as old → new.
    """
    if words and all(span.is_whole for span in words):
        texts = {span.op: span.text for span in words}
        return f"{texts.get(DiffOp.REMOVED, '(nothing)')} → {texts.get(DiffOp.ADDED, '(nothing)')}"
    return "".join(map(_format_span, words))


def _format_span(span: DiffSpan) -> str:
    marks = {DiffOp.REMOVED: "[-{}-]", DiffOp.ADDED: "{{+{}+}}"}
    pattern = marks.get(span.op, "[={}=]" if span.note else "{}")
    return pattern.format(span.text) + (f"({span.note})" if span.note else "")


def _set_aside(session: DraftSession) -> Iterator[str]:
    for aside in session.unseen_edits():
        question = session.form.field(aside.revision.path)
        shown = answer_preview(question, aside.revision.value) if question else ""
        place = path_label(session.form, session.tree, aside.revision.path)
        way = f"`carreport resolve F {aside.item_path} --restore` restores it."
        edit = f"Set aside: {shown or '(nothing)'}  [{aside.revision.author}]"
        yield f"{place}\n" + indent_lines(f"{edit}\nThe entry was removed by {aside.removed_by}. {way}")


def _restore_set_aside(session: DraftSession, path: str) -> None:
    if path not in {aside.item_path for aside in session.unseen_edits()}:
        raise UsageError(
            "nothing-set-aside",
            f"No edit is set aside at {path}.",
            remedy="`carreport conflicts` lists the edits that are.",
        )
    session.restore_item(path)


def _third(session: DraftSession, path: str, text: str) -> object:
    question = session.form.field(path)
    if question is None or question.is_group:
        raise UsageError("no-dispute", f"The answer at {path} is not in conflict.")
    read = kind_of(question).parse(question, text)
    if isinstance(read, InvalidValue):
        raise UsageError("not-understood", f"{question.label}: {read.message}.")
    return read


def _outlook_lines(outlook: ErasurePreview) -> Iterator[str]:
    yield from _emptied(outlook)
    yield from _copied_text_lines(outlook)
    if outlook.out_of_reach:
        yield "These cannot be changed from here and would still contain the text:"
        yield indent_lines("\n".join(outlook.out_of_reach))


def _emptied(outlook: ErasurePreview) -> Iterator[str]:
    words = [words for words, _ in outlook.emptied_counts]
    if words and words == [words for words, _ in outlook.counts_by_label]:
        yield "All of these answers would be left empty."
    elif words:
        more = [f"and {len(words) - MAX_LINES} more"] if len(words) > MAX_LINES else []
        total = sum(count for _, count in outlook.emptied_counts)
        yield f"{format_count(total, 'answer')} would be left empty:"
        yield indent_lines("\n".join(words[:MAX_LINES] + more))


def _erased_lines(erased: ErasureResult) -> Iterator[str]:
    yield from _copied_text_lines(erased)
    if erased.out_of_reach:
        yield "These could not be changed from here and may still contain the text:"
        yield indent_lines("\n".join(erased.out_of_reach))


def _copied_text_lines(erasure: ErasurePreview | ErasureResult) -> Iterator[str]:
    if erasure.superseded_by_others:
        yield "Other people edited this text. Their versions stay, so check whether they still contain it:"
        yield indent_lines("\n".join(erasure.superseded_by_others))
    if erasure.also_found_in:
        yield "The same text also appears in these answers, which are not changed:"
        yield indent_lines("\n".join(erasure.also_found_in))
