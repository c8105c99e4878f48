"""The headings and labels of a report template in another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from carreport.language.language_tags import PSEUDO, is_same_language
from carreport.language.messages import gettext
from carreport.report.templates.template import ReportTemplate, TemplatePart, TemplateSection, template_parts

TEXT_SETTINGS = ("label", "labels", "leads", "headers", "caption")
"""The settings of a presentation that are printed, or that contain text to print."""


def template_texts(template: ReportTemplate) -> Iterator[str]:
    """Yield each text of the template's own that a report prints, in the order of the file."""
    if template.kind:
        yield template.kind
    for section in template.sections:
        yield section.heading
    for part in template_parts(template):
        yield from filter(None, (part.heading, part.lead))
        for name in TEXT_SETTINGS:
            setting = part.settings.get(name, "")
            yield from filter(None, (setting,) if isinstance(setting, str) else setting.values())


def template_in(template: ReportTemplate, language: str) -> ReportTemplate:
    """Return the template with its own texts in `language`, as far as it has translations."""
    translations = translations_for(template, language)
    if not translations:
        return template
    shown = template.kind
    return replace(
        template,
        kind=translations.get(shown, shown),
        sections=tuple(_section(section, translations) for section in template.sections),
    )


def translations_for(template: ReportTemplate, language: str) -> Mapping[str, str]:
    """Return the translations into `language`, whatever its region; none for the template's own language."""
    if is_same_language(template.language, language):
        return {}
    if language == PSEUDO:
        return {text: gettext(text) for text in template_texts(template)}
    named = (name for name in template.translations if is_same_language(name, language))
    return template.translations.get(next(named, ""), {})


def _section(section: TemplateSection, translations: Mapping[str, str]) -> TemplateSection:
    heading = translations.get(section.heading, section.heading)
    return replace(section, heading=heading, parts=tuple(_part(part, translations) for part in section.parts))


def _part(part: TemplatePart, translations: Mapping[str, str]) -> TemplatePart:
    return replace(
        part,
        heading=translations.get(part.heading, part.heading),
        lead=translations.get(part.lead, part.lead),
        settings={
            name: _setting(setting, translations) if name in TEXT_SETTINGS else setting
            for name, setting in part.settings.items()
        },
    )


def _setting(setting: Any, translations: Mapping[str, str]) -> Any:  # noqa: ANN401 - as in the file
    if isinstance(setting, str):
        return translations.get(setting, setting)
    return {key: translations.get(text, text) for key, text in setting.items()}
