"""What a party fills in to answer a verdict, and an organisation to correct its own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ubada.assessments.forms.citing import CitingForm
from ubada.assessments.forms.languages import LanguagesField
from ubada.assessments.services.input import LONGEST_REPLY
from ubada.assessments.services.submitting import LONGEST_CORRECTION


class ReplyForm(CitingForm):
    """The answer, what it rests on, and whether the name is shown."""

    text = LanguagesField(
        longest=LONGEST_REPLY,
        rows=9,
        label=_("Your answer"),
        help_text=_("In any language of the register. It is printed as you write it, and translated by nobody here."),
    )
    is_name_protected = forms.BooleanField(
        label=_("Show the group alone, and not the name of my organisation"),
        required=False,
        help_text=_("Other parties and readers do not learn who answered. The secretariat does."),
    )
    field_order = ("text", "find_evidence", "evidence", "is_name_protected")


class CorrectionForm(forms.Form):
    """What was wrong with a published verdict, and why."""

    correction = LanguagesField(
        longest=LONGEST_CORRECTION,
        rows=6,
        label=_("What was wrong, and why"),
        help_text=_("Everybody reads it beside the verdict. The verdict itself stays as it was published."),
    )
