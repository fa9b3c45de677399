"""Addresses of the register. They are stable: others link to them."""

from __future__ import annotations

from django.urls import path, register_converter

from ubada.register.views import (
    classification,
    commitments,
    compare,
    data,
    facts,
    instruments,
    joining,
    lists,
    method,
    relations,
    states,
    themes,
)


class StateCode:
    """An ISO 3166-1 alpha-3 code in an address."""

    regex = "[A-Z]{3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StateCode, "state")

urlpatterns = [
    path("states/", states.state_list, name="states"),
    path("states/<state:code>/", states.state, name="state"),
    path("states/<state:code>/<slug:what>.csv", states.state_csv, name="state_csv"),
    path("commitments/<str:ref>/", commitments.commitment, name="commitment"),
    path("instruments/", instruments.instrument_list, name="instruments"),
    path("instruments/matrix.csv", instruments.instruments_csv, name="instruments_csv"),
    path("instruments/<path:code>/", instruments.instrument, name="instrument"),
    path("facts/<str:key>/", facts.fact, name="fact"),
    path("themes/", themes.theme_list, name="themes"),
    path("themes/<str:code>/", themes.theme, name="theme"),
    path("clusters/<slug:code>/", themes.cluster, name="cluster"),
    path("desk/classification/", classification.suggestions, name="desk_classification"),
    path("desk/classification/<str:ref>/", classification.classify, name="desk_classify"),
    path("to-verify/", lists.to_verify, name="to_verify"),
    path("conflicts/", lists.conflict_list, name="conflicts"),
    path("compare/", compare.compare, name="compare"),
    path("data/", data.data, name="data"),
    path("data/<slug:name>.csv", data.records_csv, name="data_csv"),
    path("data/<slug:name>.json", data.records_json, name="data_json"),
    path("method/", method.method, name="method"),
    path("help/", method.help_page, name="help"),
    path("desk/relations/", relations.relation_list, name="desk_relations"),
    path("desk/relations/decide/", relations.decide, name="decide_relation"),
    path("desk/commitments/<str:ref>/relate/", relations.relate, name="relate_commitment"),
    path("desk/clusters/", joining.cluster_desk, name="desk_clusters"),
    path("desk/clusters/place/", joining.place, name="place_in_cluster"),
    path("desk/clusters/<slug:code>/", joining.edit_cluster, name="desk_cluster"),
]
