"""What a reviewer fills in: an answer to every point of the checklist, a decision, and comments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ubada.assessments.services import CHECKLIST
from ubada.assessments.services.reviewing import LONGEST_COMMENTS
from ubada.assessments.words import CHECKLIST as POINTS
from ubada.assessments.words import CHECKLIST_HELP

ANSWERS = (("yes", _("Yes")), ("no", _("No")))
DECISIONS = (
    ("accepted", _("Accept it: it opens to all parties with all others")),
    ("returned", _("Send it back: its author mends it and hands it in again")),
)


class ReviewForm(forms.Form):
    """The checklist, what is decided, and what is to be mended. The points have the names that the service knows."""

    decision = forms.ChoiceField(label=_("Your decision"), choices=DECISIONS, widget=forms.RadioSelect)
    comments = forms.CharField(
        label=_("Comments for the organisation that wrote it"),
        help_text=_("Needed when you send it back: say what is to be mended. Your name is not shown with them."),
        required=False,
        max_length=LONGEST_COMMENTS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = {
            point: forms.ChoiceField(
                label=str(POINTS[point]),
                help_text=str(CHECKLIST_HELP[point]),
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this point.")},
            )
            for point in CHECKLIST
        }
        self.fields = {**points, **self.fields}
        self.fields["decision"].error_messages["required"] = _("Choose whether you accept it or send it back.")

    def answers(self) -> dict[str, bool]:
        """The checklist as the service takes it."""
        return {point: self.cleaned_data[point] == "yes" for point in CHECKLIST}
