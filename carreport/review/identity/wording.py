"""Word what was found about people, for the window and the command line."""

from __future__ import annotations

from carreport.form.wording import format_count, sentence_case, verb_for
from carreport.review.identity.contacts import KIND_LABELS
from carreport.review.identity.group_facts import GROUP_LEADER, GroupPerson
from carreport.review.identity.recognition import IdentityFindings, PrintedContact, RiskyPassage

READ_IT = "read the text once with each person in mind."
NOTHING_FOUND = f"Nothing was found by these rules. They miss much: {READ_IT}"
RULES_MISS = f"These rules miss much: {READ_IT}"


def person_text(person: GroupPerson) -> str:
    """Return a person's name, with the role and organisation that readers may know."""
    roles = [role for role in person.roles if role != GROUP_LEADER] or person.roles
    about = [some[0] for some in (roles, person.organisations) if some]
    return f"{person.name} ({', '.join(about)})" if about else person.name


def passage_text(passage: RiskyPassage) -> str:
    """Return why a passage could give somebody away, and how many people it fits."""
    others = passage.shared_by - 1
    fits = "It fits nobody else in the group." if not others else f"It fits {passage.shared_by} people."
    reason = f"“{passage.words}”: {passage.reason}" if passage.words else sentence_case(passage.reason)
    return f"{reason}. {fits}"


def contact_text(contact: PrintedContact) -> str:
    """Return what kind of contact is printed."""
    label = KIND_LABELS[contact.type]
    article = "an" if label[0] in "aeiou" else "a"
    return f"“{contact.words}” looks like {article} {label}."


def findings_text(findings: IdentityFindings, waiting: int) -> str:
    """Return a summary; `waiting` is the number of passages and contacts not yet looked at."""
    passages = sum(len(one.passages) for one in findings.people)
    if not passages and not findings.contacts:
        return NOTHING_FOUND
    if not waiting:
        return f"You have looked at everything that was found. {RULES_MISS}"
    parts = []
    if passages:
        people = format_count(len(findings.people), "person")
        parts.append(f"{format_count(passages, 'passage')} could give {people} away")
    if findings.contacts:
        count = len(findings.contacts)
        parts.append(f"{format_count(count, 'contact')} {verb_for(count)} printed")
    done = passages + len(findings.contacts) - waiting
    looked = f" You have looked at {done} of these." if done else ""
    return f"{', and '.join(parts)}.{looked} {RULES_MISS}"
