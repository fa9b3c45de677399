"""Commitments, each state's standing towards them, and clusters: one promise across documents."""

from __future__ import annotations

from typing import Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from ubada.access.actors import Actor
from ubada.register import models as m
from ubada.register.api.facts import Fact, HistoryEntry, fact_record, history_of
from ubada.register.api.instruments import BINDING_MEANS, Binding
from ubada.register.api.recommendations import (
    CommitmentSource,
    Recommender,
    Response,
    recommender_record,
    response_record,
    source_record,
)
from ubada.register.api.structural import (
    ANSWER_MEANS,
    AnswerGiven,
    Result,
    Test,
    result_record,
    test_record,
)
from ubada.register.api.verification import Conflict, Task, conflict_record, task_record
from ubada.register.queries import lists
from ubada.register.queries.verification import task_rows
from ubada.resources.addresses import page
from ubada.resources.lists import LONGEST_VALUE, Asked, Listing, known, listed, reader_of, refuse
from ubada.resources.values import PartialDate, Record, TranslatedText, edtf, keys_of, said, spoken, words
from ubada.search.asking import LONGEST
from ubada.search.forms import SearchRequest
from ubada.search.queries import search

router = Router(tags=["Commitments"])

CommitmentKind = Literal["treaty-obligation", "political-commitment", "recommendation", "standard", "pledge"]
StandingKind = Literal["bound", "not_bound", "political", "addressed", "standard", "unknown"]
STANDING_MEANS = (
    "Whether the promise binds the state, as far as the facts say: bound or not_bound by a treaty, bound politically, "
    "addressed by a recommendation, measured by a standard, or unknown."
)


class Standing(Record):
    """Where one state stands towards a commitment."""

    state: str = Field(description="Code of the state (ISO 3166-1 alpha-3).", examples=["KGZ"])
    standing: StandingKind = Field(description=STANDING_MEANS, examples=["bound"])


class Commitment(Record):
    """One testable promise, obligation or recommendation."""

    ref: str = Field(description="The commitment's reference, never used again for another.", examples=["CEDAW-3"])
    title: TranslatedText = Field(description="What is to be done.")
    text: TranslatedText = Field(
        description="The promise, in the register's own words unless one of its sources is marked as quoted."
    )
    kind: CommitmentKind = Field(description="What kind of promise it is.", examples=["treaty-obligation"])
    binding: Binding = Field(description=BINDING_MEANS, examples=["legal"])
    instrument: str | None = Field(description="Code of the instrument it comes from.", examples=["CEDAW"])
    document: str | None = Field(description="Code of the document it comes from.", examples=[None])
    provision: str = Field(description="Key of the place it comes from.", examples=["CEDAW:art. 3"])
    locator: str = Field(description="The place as printed.", examples=["art. 3"])
    addressee: TranslatedText = Field(description="Whom the source addresses, in its own terms.")
    duty_bearers: list[str] = Field(description="Who has to act; STATES is each of the states.", examples=[["STATES"]])
    themes: list[str] = Field(description="Keys of its themes.", examples=[["themes:equality.gender"]])
    primary_theme: str = Field(description="Key of its first theme.", examples=["themes:equality.gender"])
    persons: list[str] = Field(
        description="Keys of the groups of persons affected.", examples=[["affected-persons:women-girls"]]
    )
    sdg_targets: list[str] = Field(
        description="Keys of the targets of the Sustainable Development Goals.", examples=[["sdg-targets:5.5"]]
    )
    specificity: int = Field(
        ge=1, le=5, description="How specific the action is, from 1 (minimal) to 5 (specific action).", examples=[5]
    )
    is_verifiable: bool = Field(description="Whether the wording is definite enough to be checked.", examples=[True])
    verifiable_reason: TranslatedText | None = Field(description="Why it is not.")
    due_on: PartialDate | None = Field(description="By when, where the source names a date.")
    due_basis: TranslatedText | None = Field(description="Where the deadline comes from.")
    parent: str | None = Field(description="Reference of the commitment of which this is a part.", examples=[None])
    cluster: str | None = Field(description="Code of the cluster with the same promise elsewhere.", examples=[None])
    verification: Literal["checked", "to_verify"] = Field(
        description="Whether the text was compared with its source.", examples=["checked"]
    )
    verification_missing: TranslatedText | None = Field(description="What is missing, where it was not.")
    checked_source_title: str | None = Field(description="What it was compared with.", examples=["Text of the treaty"])
    checked_source_url: str | None = Field(description="Where that can be read.", examples=["https://www.ohchr.org"])
    standings: list[Standing] = Field(description="Where each state stands for which it is followed.")
    page: str = Field(description="The commitment's public page.", examples=["/commitments/CEDAW-3/"])


class CommitmentInFull(Commitment):
    """A commitment with all that is known of it."""

    recommended_by: list[Recommender] = Field(description="The states that recommended it, by code.")
    sources: list[CommitmentSource] = Field(description="The databases it was imported from.")
    responses: list[Response] = Field(description="What states answered, in the order of states and dates.")
    parts: list[str] = Field(
        description="References of the commitments that are parts of it.", examples=[["CEDAW-2-A"]]
    )
    elsewhere: list[str] = Field(
        description="References of the same promise in other documents.", examples=[["C190-4"]]
    )
    tests: list[Test] = Field(description="The questions whose answers bear on it.")
    results: list[Result] = Field(description="Their answers, for each state.")
    facts: list[Fact] = Field(description="The facts on which these answers rest.")
    conflicts: list[Conflict] = Field(description="Where sources on these facts disagree.")
    task: Task | None = Field(description="What is still to be verified about it.")
    history: list[HistoryEntry] = Field(description="What was done to the record, newest first.")


class Cluster(Record):
    """The same promise across documents. A cluster carries no verdict."""

    code: str = Field(description="The cluster's code.", examples=["harassment-at-work"])
    title: TranslatedText = Field(description="The promise.")
    summary: TranslatedText | None = Field(description="What its members share.")
    commitments: list[str] = Field(description="References of its members.", examples=[["C190-10", "C190-4"]])
    page: str = Field(description="The cluster's public page.", examples=["/clusters/harassment-at-work/"])


def commitment_fields(row: m.Commitment) -> dict[str, object]:
    """The published columns of a commitment, by the names of `Commitment`."""
    return {
        "ref": row.ref,
        "title": spoken(row.title),
        "text": spoken(row.text),
        "kind": row.kind,
        "binding": row.binding,
        "instrument": row.instrument_id,
        "document": row.document_id,
        "provision": row.provision_id,
        "locator": row.locator,
        "addressee": spoken(row.addressee),
        "duty_bearers": row.duty_bearers,
        "themes": row.themes_keys,  # type: ignore[attr-defined]  # annotated by the query, as the next ones are
        "primary_theme": row.primary_theme_id,
        "persons": row.persons_keys,  # type: ignore[attr-defined]
        "sdg_targets": row.sdg_targets_keys,  # type: ignore[attr-defined]
        "specificity": row.specificity,
        "is_verifiable": row.is_verifiable,
        "verifiable_reason": words(row.verifiable_reason),
        "due_on": edtf(row.due_on),
        "due_basis": words(row.due_basis),
        "parent": row.parent_id,
        "cluster": row.cluster_id,
        "verification": row.verification,
        "verification_missing": words(row.verification_missing),
        "checked_source_title": said(row.checked_source_title),
        "checked_source_url": said(row.checked_source_url),
        "standings": row.standings,  # type: ignore[attr-defined]
        "page": page("commitment", row.ref),
    }


def _commitment(row: m.Commitment) -> Commitment:
    return Commitment.model_validate(commitment_fields(row))


def _cluster(row: m.Cluster) -> Cluster:
    return Cluster.model_validate(
        {
            "code": row.code,
            "title": spoken(row.title),
            "summary": words(row.summary),
            "commitments": keys_of(row.commitments.all()),
            "page": page("cluster", row.code),
        }
    )


class OfCommitments(Asked):
    """The filters that every list of commitments takes."""

    theme: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="Code or key of a theme; its parts are included.",
        examples=["civic-space"],
    )
    kind: CommitmentKind | None = Field(None, description="What kind of promise.", examples=["recommendation"])
    binding: Binding | None = Field(None, description=BINDING_MEANS, examples=["legal"])
    instrument: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Code of an instrument.", examples=["CEDAW"]
    )
    document: str | None = Field(
        None, min_length=1, max_length=LONGEST_VALUE, description="Code of a document.", examples=["ALMATY-2024"]
    )
    body: str | None = Field(
        None, min_length=1, max_length=40, description="Code of the body its text comes from.", examples=["ILO"]
    )
    person: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="Code or key of a group of persons affected.",
        examples=["women-girls"],
    )
    sdg: str | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="Code or key of a target of the Sustainable Development Goals.",
        examples=["5.5"],
    )
    specificity: int | None = Field(None, ge=1, le=5, description="How specific the action is, 1 to 5.", examples=[5])
    verification: Literal["checked", "to_verify"] | None = Field(
        None, description="Whether the text was compared with its source.", examples=["checked"]
    )
    cluster: str | None = Field(
        None, min_length=1, max_length=80, description="Code of a cluster.", examples=["harassment-at-work"]
    )
    q: str | None = Field(
        None,
        min_length=1,
        max_length=LONGEST,
        description="Words to look for, as in the search; the list stays in the order of references.",
        examples=["harassment"],
    )
    answer: AnswerGiven | None = Field(
        None, description=f"At least one test has this answer for the state. {ANSWER_MEANS}", examples=["no"]
    )


class CommitmentFilters(OfCommitments):
    """What commitments are asked for."""

    state: str | None = Field(
        None, pattern=r"^[A-Z]{3}$", description="Code of a state for which it is followed.", examples=["KGZ"]
    )


MOST_FOUND = 2_000
"""How many commitments a question in words can narrow a list to."""
_TERMS = {"theme": "themes", "person": "affected-persons", "sdg": "sdg-targets"}
"""Parameters that take a term, and the vocabulary it belongs to."""


def narrowed(
    actor: Actor, rows: QuerySet[m.Commitment], asked: OfCommitments, state: str | None
) -> QuerySet[m.Commitment]:
    """The commitments that were asked for. Raises InvalidInput for a code that does not exist."""
    known(lists.all_states(actor), "state", state, code=state)
    known(lists.instruments(actor), "instrument", asked.instrument, code=asked.instrument)
    known(lists.documents(actor), "document", asked.document, code=asked.document)
    known(lists.bodies(actor), "body", asked.body, code=asked.body)
    known(lists.clusters(actor), "cluster", asked.cluster, code=asked.cluster)
    for name in ("kind", "binding", "instrument", "document", "specificity", "verification", "cluster"):
        value = getattr(asked, name)
        rows = rows.filter(**{name: value}) if value is not None else rows
    if asked.body is not None:
        rows = rows.filter(Q(instrument__body=asked.body) | Q(document__body=asked.body))
    if state is not None:
        rows = rows.filter(state_commitments__state=state)
    if asked.answer is not None:
        if state is None:
            refuse("answer", "An answer is given for one state: name the state too.")
        else:
            rows = lists.answered(actor, rows, state, asked.answer)
    if asked.q is not None:
        rows = rows.filter(pk__in=_found(actor, asked.q))
    return _of_terms(actor, rows, asked)


def _found(actor: Actor, words: str) -> list[str]:
    """The references of the commitments in which the words are found, by the same search as the search page."""
    wanted = SearchRequest(words, {"type": ("commitment",)})
    page = search(actor, wanted, language="en", per_page=MOST_FOUND)
    if not page.has_words:
        refuse("q", "There is no word in it to look for.")
    return [hit.key for hit in page.hits]


def _of_terms(actor: Actor, rows: QuerySet[m.Commitment], asked: OfCommitments) -> QuerySet[m.Commitment]:
    for name, vocabulary in _TERMS.items():
        value: str | None = getattr(asked, name)
        if value is None:
            continue
        key = f"{vocabulary}:{value.removeprefix(f'{vocabulary}:')}"
        known(lists.terms(actor, vocabulary), name, value, key=key)
        if name == "theme":
            rows = lists.under_theme(rows, key)
        else:
            rows = lists.with_term(rows, "persons" if name == "person" else "sdg_targets", key)
    return rows


@router.get("/commitments", response=Listing[Commitment], summary="Commitments", url_name="commitments")
def commitments(request: HttpRequest, asked: Query[CommitmentFilters]) -> Listing[Commitment]:
    """Commitments with the place each comes from and where each state stands. Filters narrow one another."""
    actor = reader_of(request)
    return listed(request, narrowed(actor, lists.commitments(actor), asked, asked.state), asked, _commitment)


@router.get("/commitments/{key:ref}", response=CommitmentInFull, summary="One commitment", url_name="commitment")
def commitment(request: HttpRequest, ref: str) -> CommitmentInFull:
    """One commitment with standings, responses, tests, answers, facts, conflicts, open tasks, and its history."""
    actor = reader_of(request)
    row = lists.commitments(actor).get(ref=ref)
    tests = [test_record(one) for one in lists.tests(actor).filter(commitments=ref).order_by("pk")]
    answers = lists.results(actor).filter(test__in=[one.code for one in tests]).order_by("test", "state__order")
    results = [result_record(one) for one in answers]
    used = {key for one in results for key in one.facts}
    tasks = task_rows(lists.open_tasks(actor).filter(commitment=ref))
    kin = lists.commitments(actor).order_by("pk").exclude(ref=ref)
    disputed = lists.conflicts(actor).filter(facts__in=used).distinct().order_by("pk")
    return CommitmentInFull.model_validate(
        {
            **commitment_fields(row),
            "recommended_by": [recommender_record(one) for one in lists.recommended_by(actor, ref)],
            "sources": [source_record(one) for one in lists.sources_of(actor, ref)],
            "responses": [response_record(one) for one in lists.responses_on(actor, ref)],
            "parts": list(kin.filter(parent=ref).values_list("ref", flat=True)),
            "elsewhere": list(kin.filter(cluster=row.cluster_id).values_list("ref", flat=True))
            if row.cluster_id is not None
            else [],
            "tests": tests,
            "results": results,
            "facts": [fact_record(one) for one in lists.facts(actor).filter(pk__in=used).order_by("pk")],
            "conflicts": [conflict_record(one) for one in disputed],
            "task": task_record(tasks[0]) if tasks else None,
            "history": history_of(actor, "commitment", ref),
        }
    )


@router.get("/clusters", response=Listing[Cluster], summary="Clusters", url_name="clusters")
def clusters(request: HttpRequest, asked: Query[Asked]) -> Listing[Cluster]:
    """The same promise across documents, with the commitments that make it."""
    return listed(request, lists.clusters(reader_of(request)), asked, _cluster)


@router.get("/clusters/{key:code}", response=Cluster, summary="One cluster", url_name="cluster")
def cluster(request: HttpRequest, code: str) -> Cluster:
    """One promise, with the commitments that make it."""
    return _cluster(lists.clusters(reader_of(request)).get(code=code))
