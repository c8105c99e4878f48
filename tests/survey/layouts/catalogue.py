"""The layouts that are tried, and where each was seen. The page docs/survey-files.md has a row for each."""

from __future__ import annotations

from tests.survey.layouts import (
    jisc,
    kobo,
    lime_survey,
    online_forms,
    qualtrics,
    redcap,
    spreadsheets,
)
from tests.survey.layouts import survey_monkey as monkey
from tests.survey.layouts.columns import NOT_SEEN, Layout
from tests.survey.layouts.truth import Wanted

SHEET = "Spreadsheet"
NO_GRIDS = Wanted(grids=False, states=("unfinished",))
PREVIEWS = Wanted(states=("preview", "unfinished"))
UNFINISHED = Wanted(states=("unfinished",))
KNOWN = Wanted(doubtful=0)  # scales whose words are known
ONLY_STATEMENTS = Wanted(ticks=False, opens=False, groups=False, who=False)
MICROSOFT = "https://github.com/acl-org/acl-anthology/blob/master/bin/add_attachments.py"
GOOGLE = "https://github.com/jennybc/candy/blob/master/data-raw/00_explore-raw.md"
JISC = "https://github.com/ianhandel/bossier/tree/master/TestData"
SURVEY_MONKEY = "https://github.com/fivethirtyeight/data/tree/master/star-wars-survey"
QUALTRICS = "https://github.com/ropensci/qualtRics/blob/master/inst/extdata/sample.csv"
LIME = "https://github.com/LimeSurvey/LimeSurvey/tree/master/application/helpers/admin/export"
KPI = "https://github.com/kobotoolbox/kpi/blob/main/kpi/tests/test_mock_data_exports.py"
FORMPACK = "https://github.com/kobotoolbox/formpack/blob/main/tests/test_exports.py"
ODK = "https://github.com/getodk/central-backend/tree/master/test/integration/api"
RED_CAP = "https://github.com/OuhscBbmc/REDCapR/tree/main/inst/test-data"
TYPEFORM = "https://github.com/jacolind/workouts"
FORM_BRICKS = "https://github.com/formbricks/formbricks/blob/main/apps/web/lib/response/utils.ts"

LAYOUTS = (
    Layout("Microsoft Forms", "Excel workbook", online_forms.microsoft, "read", MICROSOFT),
    Layout("Google Forms", "CSV from the form", online_forms.google_form, "read", NOT_SEEN),
    Layout("Google Forms", "the linked sheet", online_forms.google_sheet, "read", GOOGLE),
    Layout("Jisc Online Surveys", "CSV, answers in words", jisc.words, "read", JISC),
    Layout("Jisc Online Surveys", "CSV, coded answers", jisc.coded, "asked", JISC),
    Layout("SurveyMonkey", "all responses, condensed columns", monkey.condensed, "read", SURVEY_MONKEY),
    Layout("SurveyMonkey", "all responses, numerical values", monkey.numeric, "asked", NOT_SEEN),
    Layout("SurveyMonkey", "all responses, expanded columns", monkey.expanded, "read", NOT_SEEN, KNOWN),
    Layout("SurveyMonkey", "summary data", monkey.summary, "refused", NOT_SEEN),
    Layout("Qualtrics", "CSV, choice text", qualtrics.choice_text, "read", QUALTRICS, PREVIEWS),
    Layout("Qualtrics", "CSV, numeric values", qualtrics.numeric, "asked", QUALTRICS, PREVIEWS),
    Layout("LimeSurvey", "full question and answer text", lime_survey.full_words, "read", LIME, UNFINISHED),
    Layout("LimeSurvey", "question and answer codes", lime_survey.codes, "asked", LIME, UNFINISHED),
    Layout("KoboToolbox", "labels", kobo.kobo_labels, "read", KPI),
    Layout("KoboToolbox", "XML values and headers", kobo.kobo_names, "read", FORMPACK),
    Layout("ODK Central", "CSV", kobo.odk_central, "read", ODK),
    Layout("REDCap", "CSV, labels", redcap.labels, "read", RED_CAP, UNFINISHED),
    Layout("REDCap", "CSV, raw data", redcap.raw, "asked", RED_CAP, UNFINISHED),
    Layout("Typeform", "CSV", online_forms.typeform, "read", TYPEFORM, NO_GRIDS),
    Layout("Formbricks", "CSV", online_forms.formbricks, "read", FORM_BRICKS, UNFINISHED),
    Layout("SPSS", "CSV, value labels", spreadsheets.spss_labels, "read", NOT_SEEN),
    Layout("SPSS", "CSV, values", spreadsheets.spss_numbers, "asked", NOT_SEEN),
    Layout(SHEET, "CSV, Windows letters", spreadsheets.saved(spreadsheets.cp1252), "read", NOT_SEEN),
    Layout(SHEET, "CSV, DOS letters", spreadsheets.saved(spreadsheets.dos), "read", NOT_SEEN),
    Layout(SHEET, "text with tabs", spreadsheets.saved(spreadsheets.tabs), "read", NOT_SEEN),
    Layout(SHEET, "Unicode text (UTF-16)", spreadsheets.saved(spreadsheets.unicode_text), "read", NOT_SEEN),
    Layout(SHEET, "Excel workbook (.xlsx)", spreadsheets.saved(spreadsheets.xlsx), "read", NOT_SEEN),
    Layout(SHEET, "Excel 97 workbook (.xls)", spreadsheets.saved(spreadsheets.xls), "read", NOT_SEEN),
    Layout(SHEET, "OpenDocument (.ods)", spreadsheets.saved(spreadsheets.ods), "read", NOT_SEEN),
    Layout(SHEET, "web page named .xls", spreadsheets.saved(spreadsheets.web_page), "read", NOT_SEEN),
    Layout(SHEET, "titles above the headings", spreadsheets.titles_above, "read", NOT_SEEN),
    Layout(SHEET, "averages or totals below", spreadsheets.totals_below, "read", NOT_SEEN),
    Layout(SHEET, "two rows of headings, merged", spreadsheets.merged_headings, "read", NOT_SEEN),
    Layout(SHEET, "rows hidden by a filter", spreadsheets.hidden_rows, "asked", NOT_SEEN),
    Layout(SHEET, "several sheets", spreadsheets.several_sheets, "read", NOT_SEEN),
    Layout(SHEET, "CSV from pandas", spreadsheets.pandas, "read", NOT_SEEN),
    Layout(SHEET, "one row for each answer", spreadsheets.long_table, "read", NOT_SEEN, ONLY_STATEMENTS),
)  # fmt: skip
