"""The rules of assessment as pure functions: no database, no Django, no clock of their own.

Whatever is computed from verdicts is keyed by constituency. Nothing here takes verdicts of two constituencies and
gives one level.
"""
