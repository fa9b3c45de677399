"""The address at which a file is given back."""

from __future__ import annotations

from django.urls import path

from ubada.files import views

urlpatterns = [path("files/<str:uid>/", views.download, name="stored_file")]
