"""Addresses of the desk of those who plan rounds and see them through."""

from __future__ import annotations

from django.urls import URLPattern, path

from ubada.assessments.views import steering

urlpatterns: list[URLPattern] = [
    path("desk/steering/", steering.round_list, name="desk_steering"),
    path("desk/plan-round/", steering.plan, name="desk_plan_round"),
    path("desk/steering/<str:code>/", steering.one_round, name="desk_steering_round"),
    path("desk/steering/<str:code>/reviews/", steering.waiting_list, name="desk_steering_reviews"),
    path("desk/steering/<str:code>/reviews/<str:uid>/", steering.assign, name="desk_steering_assign"),
]
