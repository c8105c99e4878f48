"""Load what makes reports before one is asked for, so that nobody waits for it then.

The libraries for Word, web pages and charts take longer to load than most else that the program does,
so no module loads them before it needs them. Call this where nobody waits, in any thread.
"""

from __future__ import annotations


def import_report_modules() -> None:
    """Load what checking, showing and making a report needs; what is loaded already takes no time."""
    from carreport.report import preview  # noqa: F401, PLC0415 - as said above
    from carreport.report.charts import svg  # noqa: F401, PLC0415 - as said above
    from carreport.report.html import html_sandbox  # noqa: F401, PLC0415 - as said above
    from carreport.report.pdf import rasterise  # noqa: F401, PLC0415 - likewise
    from carreport.report.proof import readiness  # noqa: F401, PLC0415 - as said above
    from carreport.report.word import document  # noqa: F401, PLC0415 - likewise
    from carreport.report.word.proof import docx_faults  # noqa: F401, PLC0415 - likewise
    from carreport.report.word.shell import docx_template  # noqa: F401, PLC0415 - likewise
