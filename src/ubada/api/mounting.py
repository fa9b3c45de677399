"""The one interface: every app's addresses under one root, described by one OpenAPI document."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from pydantic import Field

from ubada.api.answering import explain_failures, strict
from ubada.api.owning import explain_refusals
from ubada.assessments import api as assessments
from ubada.assessments.api import own
from ubada.assessments.queries.lists import COUNTED as COUNTED_IN_ROUNDS
from ubada.editions import api as editions
from ubada.editions.queries import editions as all_editions
from ubada.organisations import api as organisations
from ubada.organisations.queries import organisations as all_organisations
from ubada.register import api as register
from ubada.register.queries.lists import COUNTED
from ubada.resources.addresses import here
from ubada.resources.lists import reader_of
from ubada.resources.values import Record
from ubada.search import api as search

VERSION: Final = "1.0.0"
DESCRIPTION: Final = (
    "Everything that is public in the register, for programs. Read-only, without registration, the same for everyone. "
    "Nothing unverified is published: what nobody has verified yet is listed at /tasks, without its content. "
    "Texts are objects from language code to text; dates are EDTF; what is not known is null. "
    "Lists take limit and offset and answer count, next, previous and items, in the order of keys. "
    "A parameter that does not exist is refused. Answers carry an entity tag; problems are application/problem+json."
)


OWN_DESCRIPTION: Final = (
    "An organisation's own rounds, verdicts and evidence, for programs of its members. Every address needs a member's "
    "token in the header Authorization: Bearer, and does for it what that member may do, and nothing more. A draft is "
    "saved with the version that was seen (If-Match, or version in the body); of two who saw the same, the second gets "
    "both texts back. Answers are kept by no cache; problems are application/problem+json."
)


class Json(JSONRenderer):
    """JSON in UTF-8, with letters as letters."""

    json_dumps_params = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """The interface, with operations named as in addresses."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The operation's name in generated clients: that of the function that answers it."""
        return operation.view_func.__name__


class Resource(Record):
    """One list of the interface."""

    name: str = Field(description="Its name in addresses.", examples=["facts"])
    address: str = Field(description="Its address.", examples=["/api/v1/facts"])
    count: int = Field(description="How many items it has, a count.", examples=[489])


class Index(Record):
    """What there is."""

    version: str = Field(description="Version of the interface.", examples=[VERSION])
    documentation: str = Field(description="Its documentation.", examples=["/api/v1/docs/"])
    openapi: str = Field(description="Its OpenAPI 3.1 description.", examples=["/api/v1/openapi.json"])
    resources: list[Resource] = Field(description="Every list, with the number of its items.")


api = Interface(
    title="Ubada",
    version=VERSION,
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    renderer=Json(),
    urls_namespace="api",
    servers=[{"url": "/", "description": "The site that serves this document."}],
)
explain_failures(api)
api.add_decorator(strict, mode="view")


@api.get("", response=Index, summary="Every resource", tags=["Index"], url_name="index")
def index(request: HttpRequest) -> Index:
    """Every list of the interface, with its address and the number of its items."""
    actor = reader_of(request)
    counts = {name: rows(actor).count() for name, rows in COUNTED.items()}
    counts["organisations"] = all_organisations(actor).count()
    counts["editions"] = all_editions(actor).count()
    counts |= {name: count(actor) for name, count in COUNTED_IN_ROUNDS.items()}
    return Index(
        version=VERSION,
        documentation=here("docs/"),
        openapi=here("openapi.json"),
        resources=[Resource(name=name, address=here(name), count=count) for name, count in counts.items()],
    )


for _router in (
    search.router,
    *register.ROUTERS,
    *assessments.ROUTERS,
    organisations.router,
    editions.router,
):
    api.add_router("", _router)

own_api = Interface(
    title="Ubada: own work",
    version=VERSION,
    description=OWN_DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    renderer=Json(),
    urls_namespace="own",
    servers=[{"url": "/", "description": "The site that serves this document."}],
)
"""What needs a token, apart from what is public: the two share no view, no answer and no description."""
explain_refusals(own_api)
own_api.add_decorator(strict, mode="view")
for _router in own.ROUTERS:
    own_api.add_router("", _router)
