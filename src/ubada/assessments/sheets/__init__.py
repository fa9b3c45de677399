"""Verdicts in a spreadsheet: laid out, written, read, and compared with the drafts as they stand. No Django here."""
