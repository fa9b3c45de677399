"""What is still to be verified: the tasks, by state and reason, without any content that is not verified."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, F, QuerySet, When

from ubada.access.actors import Actor
from ubada.access.engine import visible_to
from ubada.register.models import VerificationTask


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to verify: what it is about, what is missing, and where to look."""

    key: str
    state: str | None
    reason: str
    missing: tuple[str, ...]
    about: str
    subject: str
    kind: str
    topic: str
    title: object
    """Title of what it is about; None for a fact that is not published, whose title may itself be unverified."""
    source_title: str
    source_url: str
    is_published: bool


_COLUMNS = (
    "key", "state_id", "reason", "missing", "fact_id", "fact__kind", "fact__topic", "fact__source_title",
    "fact__source_url", "fact__is_published", "fact__detail__instrument", "commitment_id", "commitment__title",
    "commitment__checked_source_title", "commitment__checked_source_url", "instrument_id", "instrument__title",
    "instrument__url", "document_id", "document__title", "document__url", "shown_label",
)  # fmt: skip


def tasks(actor: Actor, *, state: str | None = None, reason: str | None = None) -> QuerySet[VerificationTask]:
    """Open tasks by state and reason; ``state`` may be "ALL" for those that belong to no single state."""
    rows = visible_to(actor, VerificationTask.objects.filter(is_open=True))
    if state is not None:
        rows = rows.filter(state__isnull=True) if state == "ALL" else rows.filter(state=state)
    if reason is not None:
        rows = rows.filter(reason=reason)
    return rows.order_by(F("state__order").asc(nulls_last=True), "reason", "key")


def task_rows(rows: QuerySet[VerificationTask]) -> list[Task]:
    """The tasks as they may be shown. Of an unpublished fact its kind, topic, treaty and source are read, no words."""
    titled = rows.annotate(shown_label=Case(When(fact__is_published=True, then=F("fact__label"))))
    return [_task(dict(zip(_COLUMNS, values, strict=True))) for values in titled.values_list(*_COLUMNS)]


def _task(row: dict[str, object]) -> Task:
    about = next(name for name in ("fact", "commitment", "instrument", "document") if row[f"{name}_id"] is not None)
    named = row["shown_label"] if about == "fact" else row[f"{about}__title"]
    source_title = row["fact__source_title"] or row["commitment__checked_source_title"] or ""
    urls = ("fact__source_url", "commitment__checked_source_url", "instrument__url", "document__url")
    return Task(
        key=str(row["key"]),
        state=row["state_id"],  # type: ignore[arg-type]
        reason=str(row["reason"]),
        missing=tuple(row["missing"]),  # type: ignore[arg-type]
        about=about,
        subject=str(row[f"{about}_id"]),
        kind=str(row["fact__kind"] or about),
        topic=str(row["fact__topic"] or row["fact__detail__instrument"] or ""),
        title=named,
        source_title=str(source_title),
        source_url=next((str(row[url]) for url in urls if row[url]), ""),
        is_published=about != "fact" or bool(row["fact__is_published"]),
    )


def task_counts(actor: Actor) -> list[tuple[str | None, str, int]]:
    """(state, reason, number of open tasks), for the choice of what to look at."""
    rows = visible_to(actor, VerificationTask.objects.filter(is_open=True)).order_by()
    return list(rows.values_list("state_id", "reason").annotate(n=Count("pk")))
