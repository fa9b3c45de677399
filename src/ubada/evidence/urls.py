"""Addresses of evidence: its desk, and the copies that readers may have."""

from __future__ import annotations

from django.urls import path

from ubada.evidence.views import adding, changing, giving, showing

urlpatterns = [
    path("desk/evidence/", showing.evidence_list, name="desk_evidence"),
    path("desk/evidence/new/", adding.new, name="desk_evidence_new"),
    path("desk/evidence/<str:uid>/", showing.evidence_item, name="evidence_item"),
    path("desk/evidence/<str:uid>/describe/", changing.describe, name="describe_evidence"),
    path("desk/evidence/<str:uid>/readers/", changing.readers, name="evidence_readers"),
    path("desk/evidence/<str:uid>/snapshot/", changing.snapshot, name="evidence_snapshot"),
    path("desk/evidence/<str:uid>/withdraw/", changing.withdraw, name="withdraw_evidence"),
    path("desk/evidence/<str:uid>/original/", giving.original, name="evidence_original"),
    path("desk/evidence/<str:uid>/archive/", giving.archive, name="evidence_archive"),
    path("evidence/<str:uid>/copy/", giving.copy, name="evidence_copy"),
]
