"""Import the report modules in advance, so that the first report starts without delay.

The libraries for Word files, web pages and charts are slow to import, so other modules import them
only when needed. Call `import_report_modules` in the background, in any thread.
"""

from __future__ import annotations


def import_report_modules() -> None:
    """Import the modules that check, preview and make reports."""
    from carreport.report import preview  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.charts import svg  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.html import render  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.pdf import rasterise  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.proof import readiness  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.word import document  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.word.proof import docx_faults  # noqa: F401, PLC0415 - imported in advance
    from carreport.report.word.shell import docx_template  # noqa: F401, PLC0415 - imported in advance
