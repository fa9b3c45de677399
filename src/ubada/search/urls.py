"""The address of search. It is stable: others link to results."""

from __future__ import annotations

from django.urls import path

from ubada.search import views

urlpatterns = [path("search/", views.search_page, name="search")]
