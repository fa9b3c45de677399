"""Choosing pieces of evidence without a script: those that are ticked, the newest, and what a search finds."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ubada.access.actors import Actor
from ubada.evidence import queries as evidence
from ubada.evidence.models import EvidenceItem
from ubada.evidence.words import KINDS
from ubada.organisations.models import Organisation
from ubada.register.views.answering import language_of

SHOWN: Final = 12
"""How many pieces are offered at once, beside those that are ticked."""


class CitingForm(forms.Form):
    """A form that can cite evidence. ``act=find`` shows it again with what was searched for, and keeps all else."""

    find_evidence = forms.CharField(
        label=gettext_lazy("Search your evidence"),
        help_text=gettext_lazy("Words of the title, the source or the address; then “Search”."),
        required=False,
        max_length=100,
    )
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer_evidence(self, actor: Actor, organisation: Organisation) -> None:
        """Offer what this person may cite for the organisation; what was ticked stays offered."""
        known = evidence.choices_for(actor, organisation)
        chosen = self._chosen()
        words = str(self["find_evidence"].value() or "")
        among = known.filter(pk__in=evidence.items(actor, text=words).values("pk")) if words else known
        ticked = list(known.filter(pk__in=chosen)) if chosen else []
        others = [one for one in among[: SHOWN + len(ticked)] if one not in ticked][:SHOWN]
        field = self.fields["evidence"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - the field above
        field.choices = [(one.uid, _named(one)) for one in (*ticked, *others)]
        count = known.count()
        left = count - len(ticked) - len(others)
        if not count:
            self["evidence"].help_text = _("There is none that you could cite yet.")
        elif left > 0:
            self["evidence"].help_text = ngettext(
                "%(count)d more piece is not listed: search for it.",
                "%(count)d more pieces are not listed: search for them.",
                left,
            ) % {"count": left}

    def _chosen(self) -> list[str]:
        value = self["evidence"].value()
        return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _named(one: EvidenceItem) -> str:
    title = one.title.best(language_of()).text
    return f"{title} · {KINDS.get(one.kind, one.kind)}, {one.source}"
