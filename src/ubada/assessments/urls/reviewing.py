"""Addresses of the desk where verdicts are reviewed, answered and brought together."""

from __future__ import annotations

from django.urls import URLPattern, path

from ubada.assessments.views import answering, findings, measures, reviewing

urlpatterns: list[URLPattern] = [
    path("desk/rounds/<str:code>/reviews/", reviewing.review_list, name="desk_reviews"),
    path("desk/verdicts/<str:uid>/review/", reviewing.review, name="desk_review"),
    path("desk/rounds/<str:code>/replies/", answering.reply_list, name="desk_replies"),
    path("desk/verdicts/<str:uid>/reply/", answering.reply, name="desk_reply"),
    path("desk/verdicts/<str:uid>/correct/", answering.correct, name="desk_correct"),
    path("desk/rounds/<str:code>/findings/", findings.finding_list, name="desk_findings"),
    path("desk/findings/<str:code>/<str:key>/", findings.commitment, name="desk_finding"),
    path("desk/measures/", measures.measure_list, name="desk_measures"),
    path("desk/measures/new/", measures.claim, name="desk_measure_new"),
]
