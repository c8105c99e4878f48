"""Templates that were made to do harm are refused before anything in them is carried out."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pytest

from carreport.report.word.shell import word_sandbox
from carreport.report.word.untrusted import inspect_package
from carreport.report.word.untrusted.inspect_template import inspect_template
from carreport.report.word.xml_names import W
from tests.report.html.strangers import vast_png
from tests.report.word.strangers import (
    MAIN,
    added,
    field,
    in_footnote,
    in_part,
    members,
    packed,
    runs,
    say,
    sound,
    swapped,
    text_box,
    tied,
)

_BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
_FILE = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
_ATTRIBUTE = '<w:p><w:pPr><w:pStyle w:val="{{ lipsum() }}"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
_NESTED = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    '<w:instrText> QUOTE 68 68 69 </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r>'
    '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
_VML = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="{}"/></v:shape></w:pict></w:r></w:p>'  # noqa: E501
_OBJECT = "<w:p><w:r><w:object/></w:r></w:p>"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _doctype(declared: str) -> bytes:
    return swapped(_HEAD, _HEAD + declared)


def _utf16() -> bytes:
    parts = members(sound())
    text = parts[MAIN].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').replace(_HEAD[-1], _FILE, 1)
    return packed({**parts, MAIN: text.encode("utf-16")})


_OUTSIDE = "http://example.org/x"
_MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
_VBA, _ACTIVE = "application/vnd.ms-office.vbaProject", "application/vnd.ms-office.activeX+xml"


def _deep(depth: int = 20_000) -> bytes:
    return swapped("<w:body>", "<w:body>" + "<w:sdt>" * depth + "</w:sdt>" * depth)


def _many() -> bytes:
    return packed(
        [*members(sound()).items(), *((f"word/media/{number}.png", b"") for number in range(10_000))]
    )


def _swelling(count: int = 8 << 20) -> bytes:
    parts = [*members(sound()).items(), ("word/media/a.png", bytes(count))]
    return packed(parts, zipfile.ZIP_DEFLATED)


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed([*members(sound()).items(), (MAIN, b"<x/>")])


def _entry(content: bytes, change: Any) -> bytes:
    """Return a package in whose list of members the first entry is changed."""
    at = content.index(b"PK\x01\x02")
    entry = bytearray(content[at:])
    change(entry)
    return content[:at] + bytes(entry)


def _locked(entry: bytearray) -> None:
    entry[8] |= 1


def _overlapping() -> bytes:
    """Return a package of which two members share their bytes."""
    parts = [("[Content_Types].xml", b"<x/>"), ("a.xml", b"<a/>" * 50), ("b.xml", b"<a/>" * 50)]
    content = packed(parts)
    ends = content.index(b"PK\x05\x06")
    names = [at for at in range(ends) if content[at : at + 4] == b"PK\x01\x02"]
    offsets = [struct.unpack_from("<I", content, at + 42)[0] for at in names]
    made = bytearray(content)
    struct.pack_into("<I", made, names[2] + 42, offsets[1])
    return bytes(made)


def _odd_packing() -> bytes:
    return packed([("[Content_Types].xml", b"<x/>" * 100)], zipfile.ZIP_LZMA)


HOSTILE: dict[str, tuple[Any, str]] = {
    # Code by way of attributes and of what Jinja brings along.
    "the class of a text": (say("{{ ''.__class__.__mro__ }}"), "tag-private"),
    "the class of a field": (say("{{ title.title.__class__ }}"), "tag-private"),
    "a private field in brackets": (say("{{ title['__class__'] }}"), "tag-private"),
    "globals of cycler": (say("{{ cycler.__init__.__globals__.os.popen('id').read() }}"), "tag-call"),
    "globals of joiner": (say("{{ joiner.__init__.__globals__ }}"), "unknown-field"),
    "globals of namespace": (say("{{ namespace.__init__.__globals__ }}"), "unknown-field"),
    "lipsum": (say("{{ lipsum(n=100000) }}"), "tag-call"),
    "the template itself": (say("{{ self._TemplateReference__context }}"), "unknown-field"),
    "settings of a server": (say("{{ config }}"), "unknown-field"),
    "attributes by a filter": (say("{{ title|attr('__class__') }}"), "unknown-filter"),
    "a filter that maps": (say("{{ sections|map(attribute='__class__')|list }}"), "unknown-filter"),
    "a filter that selects": (say("{{ sections|selectattr('body')|first }}"), "unknown-filter"),
    "a call of a method": (say("{{ title.items() }}"), "tag-call"),
    "a change of a list": (say("{{ sections.append(1) }}"), "tag-call"),
    "a call in a condition": (say("{% if title.title.upper() %}x{% endif %}"), "tag-call"),
    "a call in a loop": (say("{% for x in title.values() %}{% endfor %}"), "tag-call"),
    "a call in a filter": (say("{{ title.title|default(lipsum()) }}"), "tag-call"),
    "a format of a text": (say("{{ '{0.__class__}'.format(title) }}"), "tag-call"),
    "a format by a sign": (say("{{ '%s' % title }}"), "tag-reckons"),
    "a format by a filter": (say("{{ '%s'|format(title) }}"), "unknown-filter"),
    # Files and other templates.
    "an include": (say("{% include '/etc/passwd' %}"), "tag-import"),
    "an import": (say("{% import 'os' as os %}"), "tag-import"),
    "a from": (say("{% from 'os' import popen %}"), "tag-import"),
    "an extends": (say("{% extends 'report.docx' %}"), "tag-import"),
    # Definitions and values.
    "a macro": (say("{% macro m() %}{{ m() }}{% endmacro %}"), "tag-macro"),
    "a call block": (say("{% call m() %}{% endcall %}"), "tag-macro"),
    "a block": (say("{% block a %}{{ self.a() }}{% endblock %}"), "tag-macro"),
    "a set": (say("{% set x = namespace() %}"), "tag-set"),
    "a with": (say("{% with x = title %}{% endwith %}"), "tag-set"),
    "a do": (say("{% do sections.clear() %}"), "tag-set"),
    "a raw": (say("{% raw %}{{ x }}{% endraw %}"), "tag-raw"),
    "autoescape off": (say("{% autoescape false %}{{ title.title }}{% endautoescape %}"), "tag-raw"),
    # Bombs.
    "a power": (say("{{ 9 ** 9 ** 9 ** 9 }}"), "tag-reckons"),
    "a text times a number": (say("{{ 'x' * 1000000000 }}"), "tag-reckons"),
    "a list times a number": (say("{{ [1] * 1000000000 }}"), "tag-reckons"),
    "joined texts": (say("{{ title.title ~ title.title }}"), "tag-reckons"),
    "a range": (say("{% for n in range(100000000) %}x{% endfor %}"), "tag-call"),
    "a join of texts": (say("{{ title.title|join(title.title) }}"), "unknown-filter"),
    "a wide column": (say("{{ title.title|center(1000000000) }}"), "unknown-filter"),
    "a replacement": (say("{{ 'x'|replace('x', 'xxxxxxxx') }}"), "unknown-filter"),
    "four loops in each other": (
        "".join(say(f"{{%p for {name} in contents %}}") for name in "abcd") + say("{%p endfor %}") * 4,
        "loops-deep",
    ),
    "a loop that calls itself": (
        say("{% for s in sections recursive %}{{ loop(sections) }}{% endfor %}"), "tag-recursive",
    ),
    "brackets within brackets": (say("{{ " + "(" * 140 + "1" + ")" * 140 + " }}"), "tag-deep"),
    "a tag without end": (say("{{ " + "title.title or " * 200 + "1 }}"), "tag-long"),
    "six thousand tags": (say("{{ title.title }}" * 6000), "tag-many"),
    # Tags where nobody looks.
    "a tag in an attribute": (_ATTRIBUTE, "tag-hidden"),
    "a tag in a remark of the file": ("<!-- {{ lipsum() }} -->", "tag-hidden"),
    "a tag for the second reading": (in_footnote(say("{_{ lipsum() }_}")), "tag-escape"),
    "a tag in a header": (in_part("header", say("{{ cycler }}")), "unknown-field"),
    "a tag in a text box": (text_box(say("{{ lipsum() }}")), "tag-call"),
    "a tag in pieces": (runs("{", "{ lip", "sum() }", "}"), "tag-call"),
    "an instruction to us": ("<?carreport 0?>", "part-instruction"),
    # Fields that fetch.
    "DDE": (field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" '), "field-kind"),
    "DDE in pieces": (_NESTED, "field-nested"),
    "a field with a text": (field(" INCLUDETEXT &quot;//host/share/x.docx&quot; "), "field-kind"),
    "a field with a picture": (field(f" INCLUDEPICTURE {_OUTSIDE} \\d "), "field-kind"),
    "a simple field": ('<w:p><w:fldSimple w:instr=" LINK Excel.Sheet.8 x.xls "/></w:p>', "field-kind"),
    "a macro button": (field(" MACROBUTTON AutoOpen here "), "field-kind"),
    "a link to a program": (field(" HYPERLINK &quot;file:///c:/x.exe&quot; "), "outside-link"),
    "a field made by a tag": (field(" {{ title.title }} "), "field-tag"),
    # Things outside the file.
    "a remote template": (tied("attachedTemplate", _OUTSIDE, of="settings"), "outside-template"),
    "a remote picture": (tied("image", "http://example.org/x.png"), "outside-link"),
    "a share": (tied("hyperlink", "file://host/share/x"), "outside-link"),
    "a script as link": (tied("hyperlink", "javascript:alert(1)"), "outside-link"),
    "a remote frame": (tied("frame", "http://example.org/"), "outside-link"),
    "a picture by its address": (_VML.format("file://host/share/x.png"), "outside-link"),
    "another document": (tied("aFChunk", "chunk.xml", outside=False), "active-object"),
    "a document within": (tied("subDocument", "http://example.org/x.docx"), "active-object"),
    "a drawing that runs": (added("word/media/a.svg", b"<svg><script>x()</script></svg>"), "drawing-active"),
    "a drawing that fetches": (added("word/a.svg", b'<svg><image href="//h/x"/></svg>'), "drawing-active"),
    "a drawing with a style that fetches": (
        added("word/media/a.svg", b'<svg><g style="fill:url(http://h/x)"/></svg>'), "drawing-active",
    ),
    # Programs inside the file.
    "OLE by its tie": (tied("oleObject", "object.xml", outside=False), "active-object"),
    "OLE in the text": (_OBJECT, "active-object"),
    "OLE by its name": (added("word/embeddings/oleObject1.bin"), "active-object"),
    "macros by their name": (added("word/vbaProject.bin", b"x", _VBA), "active-macros"),
    "macros by the type": (
        added("word/x.xml", kind=_MACRO),
        "active-macros",
    ),
    "ActiveX": (added("word/activeX/activeX1.xml", kind=_ACTIVE), "active-macros"),
    "an extension of the ribbon": (tied("extensibility", "ribbon.xml", outside=False), "active-macros"),
    "a mail merge": (swapped("<w:zoom", "<w:mailMerge/><w:zoom", "word/settings.xml"), "outside-merge"),
    "a picture of a billion dots": (added("word/media/a.png", vast_png()), "picture-vast"),
    # Bombs of XML.
    "entities that multiply": (_doctype(_BOMB), "part-entities"),
    "an entity from a file": (_doctype(_FILE), "part-entities"),
    "an entity in another alphabet": (_utf16(), "part-entities"),
    "elements within elements": (_deep(), "not-xml"),
    # Bombs of the package.
    "ten thousand members": (_many(), "package-many"),
    "a member that swells": (_swelling(), "package-bomb"),
    "a name that climbs": (added("word/../../evil.xml"), "package-name"),
    "a name from the root": (added("/etc/cron.d/evil"), "package-name"),
    "a name of a drive": (added("C:\\evil.xml"), "package-name"),
    "members that overlap": (_overlapping(), "package-overlap"),
    "an odd packing": (_odd_packing(), "package-packing"),
    "a locked member": (_entry(sound(), _locked), "package-locked"),
    "an old document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "package-old"),
    "a cut file": (sound()[:-300], "package-damaged"),
    "half a tag in each paragraph": (say("{") + say("{ lipsum() }}"), "tag-not-opened"),
}  # fmt: skip


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_refused_before_it_is_printed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, code = HOSTILE[name]
    monkeypatch.setattr(word_sandbox.WordSandbox, "compile", _never)
    found = inspect_template(given if isinstance(given, bytes) else sound(given)).mistakes
    assert code in [mistake.code for mistake in found], list(map(str, found))
    assert all(mistake.place and mistake.message.endswith(".") for mistake in found)


def _never(*_: object, **__: object) -> None:
    pytest.fail("the template was carried out")


def test_a_member_used_twice_is_refused() -> None:
    assert [mistake.code for mistake in inspect_template(_twice()).mistakes] == ["package-twice"]


def test_bytes_are_counted_while_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect_package, "MOST_BYTES", 3000)
    content = bytearray(sound())
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", content, at + 24, 10)
        at = content.find(b"PK\x01\x02", at + 4)
    codes = [mistake.code for mistake in inspect_template(bytes(content)).mistakes]
    assert codes in (["package-bomb"], ["package-damaged"])


def test_a_file_that_is_far_too_large_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspect_package, "LARGEST_FILE", 100)
    assert [mistake.code for mistake in inspect_template(sound()).mistakes] == ["package-large"]


@pytest.mark.parametrize(
    "code", ["{{ lipsum() }}", "{% include 'x' %}", "{{ 'x' * 9 }}", "{{ title.__class__ }}"]
)
def test_the_sandbox_refuses_by_itself_what_would_get_past_the_reader(code: str) -> None:
    with pytest.raises(Exception, match=r".") as caught:
        word_sandbox.WordSandbox().from_string(code).render(title={})
    assert type(caught.value).__module__.startswith("jinja2")


def test_a_hidden_tag_in_a_formula_is_found() -> None:
    formula = (
        f'<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w="{W}"><m:r>'
    )
    formula += "<m:t>{{ lipsum() }}</m:t></m:r></m:oMath>"
    found = inspect_template(sound(f"<w:p>{formula}</w:p>")).mistakes
    assert "tag-hidden" in [each.code for each in found]


def test_no_name_inside_a_file_becomes_a_name_of_a_file(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for at in range(50):
        inspect_template(added(f"{'../' * at}evil{at}.xml"))
    assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.parent.glob("evil*")) == []


def test_what_is_no_file_of_word_is_said_to_be_none() -> None:
    packet = io.BytesIO(b"hello")
    assert [mistake.code for mistake in inspect_template(packet.getvalue()).mistakes] == ["package-damaged"]
