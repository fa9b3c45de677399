"""What a rule or a service refused, put beside the fields that it is about; nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms

from ubada.assessments.rules.refusal import RuleBroken
from ubada.assessments.words import explain
from ubada.kernel.errors import InvalidInput, UbadaError
from ubada.web import problems


def show(form: forms.Form, error: UbadaError) -> None:
    """Put what is wrong on the form: by its field where it has one, and on top of it otherwise."""
    if isinstance(error, RuleBroken):
        for one in explain(error):
            form.add_error(None, f"{one.what} {one.remedy}")
    elif isinstance(error, InvalidInput):
        problems.show_problems(form, error)
    else:
        form.add_error(None, problems.said(error))


def said(error: UbadaError) -> str:
    """What is wrong and what to do, as one line for a notice."""
    if isinstance(error, RuleBroken):
        return " ".join(f"{one.what} {one.remedy}" for one in explain(error))
    if isinstance(error, InvalidInput) and error.problems:
        return " ".join(f"{one.message[:1].upper()}{one.message[1:]}." for one in error.problems)
    return problems.said(error)


def typed(form: forms.Form) -> dict[str, Any]:
    """What was typed into a form that is shown again before it is handed in, as its initial values."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name))
    }
