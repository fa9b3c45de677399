"""The register described as a data set, in the words of schema.org, for catalogues of open data."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ubada.access.actors import Actor
from ubada.api.feeds import FRESH_FOR, site_address
from ubada.api.mounting import VERSION
from ubada.assessments.queries.lists import COUNTED as COUNTED_IN_ROUNDS
from ubada.editions import queries as editions
from ubada.languages.table import COMPLETE_LANGUAGES
from ubada.register.queries import lists
from ubada.resources.addresses import JSON, JSON_LD, ROOT

LICENCE: Final = "https://spdx.org/licenses/MIT.html"
"""The terms of the register's own words and data, as the data page says them; sources keep their own."""
KEYWORDS: Final = (
    "human rights",
    "civil society",
    "Central Asia",
    "treaty ratification",
    "monitoring of commitments",
    "ombudsman institutions",
    "OSCE",
)


@require_safe
def dataset(request: HttpRequest) -> HttpResponse:
    """A catalogue with the living register and every published edition as data sets."""
    site = site_address(request)
    with override(settings.LANGUAGE_CODE):
        described = _catalogue(site, Actor.reader())
    response = JsonResponse(described, content_type=JSON_LD, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    return response


def _catalogue(site: str, actor: Actor) -> dict[str, Any]:
    publisher = {"@type": "Organization", "name": "Ubada", "url": f"{site}/"}
    common = {"license": LICENCE, "isAccessibleForFree": True, "publisher": publisher, "creator": publisher}
    places = [
        {"@type": "Country", "name": state.name.best("en").text, "identifier": state.code}
        for state in lists.all_states(actor).filter(is_practice=False)
    ]
    register = {
        "@type": "Dataset",
        "@id": f"{site}{reverse('data')}#register",
        "name": "Ubada: commitments of five Central Asian states, and what is known about them",
        "description": (
            "Treaty obligations, political commitments and recommendations addressed to Kazakhstan, Kyrgyzstan, "
            "Tajikistan, Turkmenistan and Uzbekistan, with sourced facts, treaty actions, structural tests and their "
            "answers. Every fact carries its source, the date it speaks for and how it was read. Round by round, the "
            "verdicts of civil society, ombudsman institutions, international organisations and states stand beside "
            "one another and are never averaged."
        ),
        "url": site + reverse("data"),
        "keywords": list(KEYWORDS),
        "version": VERSION,
        "inLanguage": [one.bcp47 for one in COMPLETE_LANGUAGES],
        "spatialCoverage": places,
        "variableMeasured": [*lists.COUNTED, *COUNTED_IN_ROUNDS],
        "distribution": [
            _distribution(site + ROOT, "Read-only interface", JSON),
            _distribution(f"{site}{ROOT}openapi.json", "Description of the interface (OpenAPI 3.1)", JSON),
        ],
        **common,
    }
    frozen = [
        {
            "@type": "Dataset",
            "@id": f"{site}/editions/{one.number}/",
            "name": one.title.best("en").text,
            "description": f"The register of {one.register_date.isoformat()}, frozen: {one.record_count} records.",
            "url": f"{site}/editions/{one.number}/",
            "version": str(one.number),
            "identifier": f"sha256:{one.root_hash}",
            "datePublished": one.published_at.date().isoformat() if one.published_at else None,
            "isBasedOn": {"@id": register["@id"]},
            **common,
        }
        for one in editions.published(actor)
    ]
    return {
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": f"{site}{reverse('data')}#catalogue",
        "name": "Ubada: open data",
        "description": "The living register, and the editions in which it is frozen and published.",
        "url": site + reverse("data"),
        "publisher": publisher,
        "license": LICENCE,
        "dataset": [register, *frozen],
    }


def _distribution(address: str, name: str, media_type: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "contentUrl": address, "encodingFormat": media_type}
