"""The command `who`: who could be recognised in a report, and by what."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from typing import Any

from carreport.cli.author import author_of
from carreport.cli.console import indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_read
from carreport.form.schema import Form
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.review.identity.looked_at import looked_at, passage_mark
from carreport.review.identity.recognition import IdentityFindings, find_identities
from carreport.review.identity.wording import contact_text, findings_text, passage_text, person_text


def list_recognisable(options: Namespace) -> int:
    """Print each person whom a reader could recognise, with the passages and why, and the contacts."""
    with closing(open_to_read(options.draft, author_of(options.author))) as session:
        form, answers, draft_id = session.form, session.shared_answers(), session.draft_id
        done = looked_at(session)
    template = find_template(options.template) if options.template else available_templates(form)[0]
    findings = find_identities(answers, form, template)
    dates = _dates(findings, draft_id, done)
    if options.json:
        print_result(json.dumps(_to_json(findings, dates), ensure_ascii=False, indent=2))
        return 0
    for lines in (*_people(form, findings, dates), *_contacts(form, findings, dates)):
        print_result(lines)
    print_remark(findings_text(findings, sum(not when for when in dates.values())))
    return 0


def _dates(
    findings: IdentityFindings, draft_id: str, done: Mapping[str, str]
) -> dict[tuple[str, str, str], str]:
    """Return when each passage and contact was looked at, by person, path and sentence."""
    places = [
        (one.person.key, passage.path, passage.sentence)
        for one in findings.people
        for passage in one.passages
    ]
    places += [("", contact.path, contact.sentence) for contact in findings.contacts]
    return {place: done.get(passage_mark(draft_id, *place), "") for place in places}


def _people(
    form: Form, findings: IdentityFindings, dates: Mapping[tuple[str, str, str], str]
) -> Iterator[str]:
    for one in findings.people:
        yield person_text(one.person)
        for passage in one.passages:
            yield indent_lines(_place(form, passage.path))
            when = dates[one.person.key, passage.path, passage.sentence]
            looked = f" Looked at on {when}." if when else ""
            yield indent_lines(f"“{passage.sentence}”\n{passage_text(passage)}{looked}", 2)


def _contacts(
    form: Form, findings: IdentityFindings, dates: Mapping[tuple[str, str, str], str]
) -> Iterator[str]:
    if findings.contacts:
        yield "Contacts"
    for contact in findings.contacts:
        when = dates["", contact.path, contact.sentence]
        looked = f" Looked at on {when}." if when else ""
        yield indent_lines(_place(form, contact.path))
        yield indent_lines(f"{contact_text(contact)}{looked}", 2)


def _place(form: Form, path: str) -> str:
    field = form.field(path) if path else None
    return f"{path} ({field.label})" if field else path or "The template"


def _to_json(findings: IdentityFindings, dates: Mapping[tuple[str, str, str], str]) -> dict[str, Any]:
    return {
        "people": [
            {
                "name": one.person.name,
                "roles": list(one.person.roles),
                "organisations": list(one.person.organisations),
                "passages": [
                    {
                        **asdict(passage),
                        "looked_at": dates[one.person.key, passage.path, passage.sentence] or None,
                    }
                    for passage in one.passages
                ],
            }
            for one in findings.people
        ],
        "contacts": [
            {**asdict(contact), "looked_at": dates["", contact.path, contact.sentence] or None}
            for contact in findings.contacts
        ],
        "note": findings_text(findings, sum(not when for when in dates.values())),
    }
