"""Store every answer as a graph of revisions, so that copies can always be merged.

A revision is identified by a hash of its contents, so it is immutable. Merging two drafts means
taking the union of their revisions. The answers are a pure function of the revisions: `heads`, then the
`versions` that merge them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from carreport.form.answers import Version, canonical_json
from carreport.form.schema import Value

ID_BYTES = 20
REDACTION_PREFIX = "00000000"
"""The prefix of the device of a redacted revision, which no person wrote."""
_quoted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of an answer at one path, with the `parents` that its author had seen.

    `text` is the canonical JSON of the value; a *bare* revision has none: only its id, path and
    parents are known. `written_at` is UTC, in ISO 8601.

    `unfit` says why a value cannot be an answer, for example because it is too long. Such a revision
    is set aside: it stays in the file as it is, but counts as bare everywhere else.
    """

    id: str
    path: str
    parents: tuple[str, ...]
    author: str
    device: str
    written_at: str
    text: str | None
    unfit: str = field(default="", compare=False)

    @property
    def value(self) -> Value:
        """The value as JSON; nothing for a bare revision."""
        return None if self.text is None or self.unfit else json.loads(self.text)

    @property
    def is_bare(self) -> bool:
        """Say whether only the id, path and parents are known, or the value is set aside."""
        return self.text is None or self.unfit != ""

    @property
    def is_sound(self) -> bool:
        """Say whether the contents match the id; a bare revision cannot be checked."""
        return self.text is None or self.id == _hash(self)

    @property
    def redacted_from(self) -> str:
        """The id of the revision of which this one is a redaction, or an empty string."""
        is_left = (
            self.device.startswith(REDACTION_PREFIX)
            and len(self.device) == len(REDACTION_PREFIX) + 2 * ID_BYTES
        )
        return self.device[len(REDACTION_PREFIX) :] if is_left else ""


def make_revision(
    path: str, parents: Iterable[str], text: str, *, author: str, device: str, written_at: str
) -> Revision:
    """Return the revision with the value `text` (see `canonical_text`) at `path`."""
    seen = tuple(sorted(set(parents)))
    unnamed = Revision("", path, seen, author, device, written_at, text)
    return replace(unnamed, id=_hash(unnamed))


def redact_revision(revision: Revision, text: str, beside: Iterable[str] = ()) -> Revision:
    """Return the redaction of a revision, which is the same on every computer.

    It keeps the author and time of the original. `beside` are further parents.
    """
    return make_revision(
        revision.path,
        (revision.id, *beside),
        text,
        author=revision.author,
        device=REDACTION_PREFIX + (revision.redacted_from or revision.id),
        written_at=revision.written_at,
    )


def bare_revision(revision_id: str, path: str, parents: Iterable[str] = ()) -> Revision:
    """Return a revision of which only the id, the path and the parents are known."""
    return Revision(revision_id, path, tuple(sorted(set(parents))), "", "", "", None)


def canonical_text(value: Value) -> str:
    """Return the canonical JSON of a value, without lone surrogates."""
    text = canonical_json(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return text


def heads(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return the revisions of one path that are no other's parent, in the order of their ids."""
    candidates = list(revisions)
    superseded = {parent for revision in candidates for parent in revision.parents}
    return tuple(
        sorted((r for r in candidates if not r.is_bare and r.id not in superseded), key=lambda r: r.id)
    )


def newest_first(revisions: Mapping[str, Revision]) -> tuple[Revision, ...]:
    """Return the revisions of one path, each before its parents, whatever the clocks said."""
    ages: dict[str, int] = {}
    begun: set[str] = set()
    waiting = list(revisions)
    while waiting:
        name = waiting[-1]
        parents = [parent for parent in revisions[name].parents if parent in revisions]
        if name in begun:
            ages.setdefault(name, 1 + max((ages.get(parent, 0) for parent in parents), default=0))
            waiting.pop()
            continue
        begun.add(name)  # bare revisions have no hash, so forged ones may be their own ancestors
        waiting.extend(parent for parent in parents if parent not in begun)
    by_age = sorted(revisions.values(), key=lambda r: (ages[r.id], r.written_at, r.id), reverse=True)
    return tuple(revision for revision in by_age if not revision.is_bare)


def version_of(head: Revision) -> Version:
    """Return the version of a single head."""
    return Version(head.value, head.author, head.written_at, head.id)


def ancestors(names: Iterable[str], revisions: Mapping[str, Revision]) -> set[str]:
    """Return the revisions with these ids and all their ancestors."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(revisions[name].parents if name in revisions else ())
    return reached


def _hash(revision: Revision) -> str:
    """Return the hash of the canonical JSON of a revision."""
    parents = ",".join(map(_quoted, revision.parents))
    whole = (
        f'{{"author":{_quoted(revision.author)},"device":{_quoted(revision.device)},"parents":[{parents}],'
        f'"path":{_quoted(revision.path)},"value":{revision.text},"written_at":{_quoted(revision.written_at)}}}'
    )
    return blake2b(whole.encode(), digest_size=ID_BYTES).hexdigest()
