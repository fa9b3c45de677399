"""What a service says is wrong, beside the fields of the form it is about."""

from __future__ import annotations

from django import forms

from ubada.kernel.errors import InvalidInput, UbadaError


def said(error: UbadaError) -> str:
    """What went wrong and what to do, without the fields and keys that a command would name."""
    return f"{error.message} {error.hint}".strip()


def show_problems(form: forms.Form, error: InvalidInput) -> None:
    """Put the problems of a service beside the fields they are about, and what is about none on top.

    What is about a text in several languages (``title``) stands beside the first of its fields (``title_en``).
    """
    for problem in error.problems:
        fields = (name for name in form.fields if problem.field and name.startswith(f"{problem.field}_"))
        field = problem.field if problem.field in form.fields else next(fields, None)
        message = problem.message
        form.add_error(field, f"{message[:1].upper()}{message[1:]}." if field else message)
    if not error.problems:
        form.add_error(None, said(error))
