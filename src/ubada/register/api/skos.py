"""Vocabularies as linked data: SKOS concept schemes in JSON-LD, self-contained, with no context to fetch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from ubada.languages.table import BY_CODE
from ubada.register import models as m

CONTEXT: Final = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "id": "@id",
    "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "definition": {"@id": "skos:definition", "@container": "@language"},
    "title": {"@id": "dct:title", "@container": "@language"},
    "notation": "skos:notation",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "hasTopConcept": {"@id": "skos:hasTopConcept", "@type": "@id"},
    "topConceptOf": {"@id": "skos:topConceptOf", "@type": "@id"},
    "isReplacedBy": {"@id": "dct:isReplacedBy", "@type": "@id"},
    "source": {"@id": "dct:source", "@type": "@id"},
    "hasVersion": "dct:hasVersion",
    "creator": "dct:creator",
}


def concept_scheme(vocabulary: m.Vocabulary, terms: Iterable[m.Term], *, address: str) -> dict[str, Any]:
    """The vocabulary and its terms as one graph; every term has an address under the vocabulary's."""
    rows = list(terms)
    names = {row.key: f"{address}#{quote(row.code)}" for row in rows}
    scheme = _without_nothing(
        {
            "id": address,
            "type": "skos:ConceptScheme",
            "notation": vocabulary.code,
            "title": _by_tag(vocabulary.title),
            "hasVersion": vocabulary.version,
            "creator": vocabulary.owner,
            "source": vocabulary.source_url,
            "hasTopConcept": [names[row.key] for row in rows if row.parent_id is None],
        }
    )
    return {"@context": CONTEXT, "@graph": [scheme, *(_concept(row, names, address) for row in rows)]}


def _concept(row: m.Term, names: Mapping[str, str], scheme: str) -> dict[str, Any]:
    matches: dict[str, list[dict[str, Any]]] = {}
    for one in row.mappings.all():
        other = {"type": "skos:Concept", "notation": one.target, "inScheme": f"urn:ubada:scheme:{quote(one.scheme)}"}
        matches.setdefault(f"skos:{one.relation}", []).append(other)
    return _without_nothing(
        {
            "id": names[row.key],
            "type": "skos:Concept",
            "notation": row.code,
            "prefLabel": _by_tag(row.label),
            "definition": _by_tag(row.definition),
            "inScheme": scheme,
            "topConceptOf": scheme if row.parent_id is None else None,
            "broader": names.get(row.parent_id or ""),
            "isReplacedBy": names.get(row.replaced_by_id or ""),
            **matches,
        }
    )


def _by_tag(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts by BCP 47 tag: ``uz`` of the register is Uzbek in Latin script."""
    return {BY_CODE[code].bcp47 if code in BY_CODE else code: text for code, text in texts.items()}


def _without_nothing(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}
