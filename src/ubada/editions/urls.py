"""Addresses of editions. They are stable: others cite them."""

from __future__ import annotations

from django.urls import path

from ubada.editions import views

urlpatterns = [
    path("editions/", views.edition_list, name="editions"),
    path("editions/<int:number>/", views.edition, name="edition"),
    path("editions/<int:number>/edition.zip", views.edition_archive, name="edition_archive"),
    path("editions/<int:number>/files/", views.edition_root, name="edition_root"),
    path("editions/<int:number>/files/<path:name>", views.edition_file, name="edition_file"),
]
