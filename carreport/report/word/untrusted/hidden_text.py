"""Find text in a Word template that its readers do not see, and say whether it gets into reports.

Hidden text with a tag is a mistake, because an answer printed there would be lost. Everything else is a
remark: a template may hide other text, as long as its users know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from carreport.errors import Mistake
from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.untrusted.inspect_parts import stories
from carreport.report.word.untrusted.location import LocationFinder
from carreport.report.word.untrusted.run_look import RunLook, is_on
from carreport.report.word.xml_names import NS, WP, R, w

IN_REPORTS = "It is in every Word report made with this template."
_READ_ALOUD = "Screen readers read it aloud in every Word report made with this template."
_QUOTE = 80
_FARTHEST = 36_000 * 840
"""The width of a very large page (84 cm), in EMU; a text box beyond it is on no page."""
_SMALLEST_BOX = 36_000
_VML_LENGTH = re.compile(
    r"(?:margin-left|margin-top|left|top|width|height)\s*:\s*(-?[\d.]{1,9})(pt|in|cm|mm|px)?", re.IGNORECASE
)
_PER_POINT = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_TOOLTIP = re.compile(r'\\o\s+"([^"]+)"')
_TAG = re.compile(r"\{[{%#].*?[}%#]\}")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
_ORDINARY_BOOKMARK = re.compile(r"_(Toc|Ref|Hlk|GoBack)")
_WHERE_USED = {"first": "titlePg", "even": "evenAndOddHeaders"}


def hidden_text(word_file: WordFile, places: LocationFinder) -> tuple[list[Mistake], list[Mistake]]:
    """Return mistakes (tags in hidden text) and remarks (other hidden text) for the pages of a template."""
    look = RunLook.of(word_file.related_tree("styles", word_file.main_part), word_file.document)
    mistakes: list[Mistake] = []
    remarks: list[Mistake] = []
    notes = [name for name in word_file.trees if name.startswith("word/endnotes")]
    for name in (*stories(word_file), *notes):
        tree = word_file.trees[name]
        for place, words, reason, is_certain in _hidden_runs(look, places, name, tree):
            if is_certain and "{{" in words:
                message = f"“{words}” {reason}, so readers would not see the answer."
                mistakes.append(
                    Mistake(place, "hidden-answer", message, "Format it like the text around it.")
                )
            else:
                remarks.append(Mistake(place, "hidden-text", f"“{words}” {reason}.", IN_REPORTS))
        remarks += _boxes(places, name, tree)
        remarks += _descriptions(places, name, tree)
        remarks += _tooltips(places, name, tree)
        remarks += _marks(places, name, tree)
    return mistakes, [*dict.fromkeys([*remarks, *_unused_headers(word_file, places)])]


def hidden_styles(word_file: WordFile, own: str) -> Iterator[Mistake]:
    """Yield a mistake for each style that hides answers in a finished trial report.

    `own` is the text of the template itself, whose hidden text is reported separately.
    """
    look = RunLook.of(word_file.related_tree("styles"), word_file.document)
    reported: set[str] = set()
    for run in word_file.document.iter(w("r")) if word_file.document is not None else ():
        words, reason = _words(run).strip(), look.hidden_reason(run)
        paragraph = next(run.iterancestors(w("p")), None)
        if paragraph is None or not words or not reason or words in own:
            continue
        style = look.style_name(paragraph)
        if style not in reported:
            reported.add(style)
            message = f"Text in the style “{style}” {reason}, so readers would not see the answers in it."
            yield Mistake("styles", "hidden-style", message, "Change this style (Home, Styles, Modify).")


def _hidden_runs(
    look: RunLook, places: LocationFinder, name: str, tree: etree._Element
) -> Iterator[tuple[str, str, str, bool]]:
    """Yield the place, words and reason for each stretch of hidden runs, and whether it is certain."""
    for paragraph in tree.iter(w("p")):
        stretches: list[tuple[str, bool, str]] = []
        for run in paragraph.iter(w("r")):
            if next(run.iterancestors(w("p")), None) is not paragraph or not _words(run):
                continue
            certain = look.hidden_reason(run)
            reason = certain or ("has the colour of the paper" if look.is_pale(run) else "")
            if stretches and stretches[-1][:2] == (reason, bool(certain)):
                stretches[-1] = (reason, bool(certain), stretches[-1][2] + _words(run))
            else:
                stretches.append((reason, bool(certain), _words(run)))
        place = places.location_of(name, paragraph)
        for reason, is_certain, words in stretches:
            if reason and words.strip():
                yield place, quoted(words), reason, is_certain
            elif _INVISIBLE.search(words):
                codes = dict.fromkeys(f"U+{ord(letter):04X}" for letter in _INVISIBLE.findall(words))
                yield place, quoted(words), f"contains invisible characters ({', '.join(codes)})", False


def _boxes(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield a remark for each text box that is hidden, has no size or is outside the page."""
    for box in tree.iter(w("txbxContent")):
        words = quoted(" ".join(text.text or "" for text in box.iter(w("t"))))
        reason = next((why for around in box.iterancestors() if (why := _box_reason(around))), "")
        if words and reason:
            message = f"“{words}” is in a text box that {reason}."
            yield Mistake(places.location_of(name, box), "hidden-box", message, IN_REPORTS)
    for frame in tree.iter(w("framePr")):
        paragraph = next(frame.iterancestors(w("p")), None)
        far = max((abs(_whole(frame.get(w(side), ""))) for side in ("x", "y")), default=0)
        words = quoted(_words(paragraph)) if paragraph is not None else ""
        if words and far > _FARTHEST // 635:
            message = f"“{words}” is in a frame that is outside the page."
            yield Mistake(places.location_of(name, frame), "hidden-box", message, IN_REPORTS)


def _box_reason(around: etree._Element) -> str:
    """Return why a drawing cannot be seen, or an empty string."""
    if around.tag in (f"{{{WP}}}anchor", f"{{{WP}}}inline"):
        size = around.find("wp:extent", NS)
        extents = [_whole(size.get(side, "")) for side in ("cx", "cy")] if size is not None else []
        if extents and min(extents) < _SMALLEST_BOX:
            return "has no size"
        properties = around.find("wp:docPr", NS)
        if around.get("hidden") in ("1", "true") or (
            properties is not None and properties.get("hidden") in ("1", "true")
        ):
            return "is hidden"
        for side, extent in zip(("wp:positionH", "wp:positionV"), extents, strict=False):
            offset = _whole(around.findtext(f"{side}/wp:posOffset", "0", NS))
            if offset > _FARTHEST or offset + extent < -_FARTHEST // 20:
                return "is outside the page"
    style = around.get("style", "") if str(around.tag).startswith("{urn:schemas-microsoft-com:vml}") else ""
    if re.search(r"visibility\s*:\s*hidden|display\s*:\s*none", style, re.IGNORECASE):
        return "is hidden"
    lengths = (float(number or 0) * _PER_POINT[(unit or "").lower()] for number, unit in _lengths(style))
    return "is outside the page" if any(length < -500 or length > 3000 for length in lengths) else ""


def _lengths(style: str) -> Iterator[tuple[str, str]]:
    for number, unit in _VML_LENGTH.findall(style):
        if number.count(".") <= 1 and number.strip("-."):
            yield number, unit


def _descriptions(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    for element in tree.iter(etree.Element):
        is_vml = str(element.tag).startswith("{urn:schemas-microsoft-com:vml}")
        values = [element.get("alt", "")] if is_vml else []
        if element.tag == f"{{{WP}}}docPr":
            values = [element.get("descr", ""), element.get("title", "")]
        for words in filter(None, map(quoted, values)):
            message = f"The description of a picture says “{words}”."
            yield Mistake(places.location_of(name, element), "hidden-description", message, _READ_ALOUD)
        if str(element.tag).endswith("}srcRect") and any(
            _whole(value) > 0 for value in element.attrib.values()
        ):
            message = "A picture is cropped, but the parts that were cut off are still there."
            yield Mistake(places.location_of(name, element), "hidden-crop", message, IN_REPORTS)


def _tooltips(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    for element in tree.iter(w("hyperlink"), w("instrText"), w("fldSimple")):
        code = element.get(w("instr"), "") or (element.text or "" if element.tag == w("instrText") else "")
        tips = _TOOLTIP.findall(code) if "HYPERLINK" in code.upper() else []
        for words in filter(None, map(quoted, (element.get(w("tooltip"), ""), *tips))):
            message = f"The tip of a link says “{words}”."
            yield Mistake(places.location_of(name, element), "hidden-tip", message, IN_REPORTS)


def _marks(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield a remark for each hidden bookmark, and each name of a content control."""
    for mark in tree.iter(w("bookmarkStart")):
        words = quoted(mark.get(w("name"), ""))
        if words.startswith("_") and not _ORDINARY_BOOKMARK.match(words):
            message = f"There is a hidden bookmark “{words}”."
            yield Mistake(places.location_of(name, mark), "hidden-bookmark", message, IN_REPORTS)
    for control in tree.iter(w("alias"), w("tag")):
        words = quoted(control.get(w("val"), ""))
        if words:
            message = f"A content control is called “{words}”."
            yield Mistake(places.location_of(name, control), "hidden-control", message, IN_REPORTS)


def _unused_headers(word_file: WordFile, places: LocationFinder) -> Iterator[Mistake]:
    """Yield a remark for each header and footer that no page shows."""
    main = word_file.main_part
    document, settings = word_file.document, word_file.related_tree("settings", main)
    if document is None:
        return
    shown: set[str] = set()
    for section in document.iter(w("sectPr")):
        for reference in section.iter(w("headerReference"), w("footerReference")):
            needed = _WHERE_USED.get(reference.get(w("type"), ""))
            holder = settings if needed == "evenAndOddHeaders" else section
            switch = holder.find(f"w:{needed}", NS) if holder is not None and needed else None
            if needed is None or is_on(switch):
                shown.add(reference.get(f"{{{R}}}id", ""))
    for relationship_id, (kind, target, _) in word_file.relationships.get(main, {}).items():
        tree = word_file.trees.get(target)
        if (
            kind.rpartition("/")[2] in ("header", "footer")
            and relationship_id not in shown
            and tree is not None
        ):
            words = quoted(_TAG.sub("", " ".join(text.text or "" for text in tree.iter(w("t")))))
            if words:
                message = f"“{words}” is on no page, because no section uses this {kind.rpartition('/')[2]}."
                yield Mistake(places.part_label(target), "hidden-header", message, IN_REPORTS)


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def quoted(words: str) -> str:
    """Return the start of some words on one line, to quote them."""
    return " ".join(words.split())[:_QUOTE]


def _whole(value: str) -> int:
    match = re.match(r"-?\d{1,12}", value.strip(), re.ASCII)
    return int(match[0]) if match else 0
