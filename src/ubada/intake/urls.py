"""Addresses of the desk for documents that are read."""

from __future__ import annotations

from django.urls import path

from ubada.intake.views import deciding, documents

urlpatterns = [
    path("desk/documents/", documents.document_list, name="readings"),
    path("desk/documents/<str:uid>/", documents.review, name="reading"),
    path("desk/documents/<str:uid>/describe/", documents.describe, name="describe_reading"),
    path("desk/documents/<str:uid>/again/", documents.again, name="read_again"),
    path("desk/documents/<str:uid>/enter/", documents.enter, name="enter_reading"),
    path("desk/documents/<str:uid>/add/", deciding.add, name="add_passage"),
    path("desk/documents/<str:uid>/<str:passage>/", deciding.mend, name="passage"),
    path("desk/documents/<str:uid>/<str:passage>/decide/", deciding.decide, name="decide_passage"),
    path("desk/documents/<str:uid>/<str:passage>/divide/", deciding.divide, name="divide_passage"),
]
