"""The report: the frozen records as pages that open from a disk, in every language of the edition."""

from ubada.editions.report.pages import LANGUAGES, report_files

__all__ = ["LANGUAGES", "report_files"]
